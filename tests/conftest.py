"""What every test may use; where no test may skip, a skip is a failure."""

import os
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# No time limits: a slow machine is no failure. Where CI judges a submission the
# examples are the same each time; elsewhere every run looks further.
settings.register_profile(
    "project",
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("project")

ROOT = Path(__file__).parents[1]

_LONG = ("test_spark", "test_dialects", "test_browser", "test_accessibility", "test_schemathesis")
"""Files that take longest: begun last, they would leave one processor idle."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first; else as they are."""
    items.sort(key=lambda item: not item.path.name.startswith(_LONG))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.skipped and os.environ.get("ELIGIBILITY_NO_SKIP") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped where no test may skip: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    if report.skipped and os.environ.get("ELIGIBILITY_NO_SKIP"):
        report.outcome = "failed"
        report.longrepr = f"skipped where no test may skip: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def source_text() -> str:
    """The source document; its tests skip where it is absent."""
    named = os.environ.get("ELIGIBILITY_SOURCE")
    path = Path(named) if named else ROOT.parent / "shared" / "sources" / "sreste-2022-11-25.txt"
    if not path.is_file():
        pytest.skip("the source document is not here: set ELIGIBILITY_SOURCE to its path")
    return path.read_text(encoding="utf-8")
