"""Monitoring finds for every fixture award what was worked out by hand."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from eligibility.awards.covenants import Covenants
from eligibility.awards.monitor import monitor
from eligibility.awards.monitoring import DutyFinding, DutyStatus, Monitoring
from eligibility.awards.reader import read_award
from eligibility.documents import read_document
from eligibility.engines.joins import Joins
from eligibility.quantities import unscaled
from eligibility.rulebook import Region, load_region

FIXTURES = Path(__file__).parents[2] / "fixtures"
EXPECTED: dict[str, dict[str, Any]] = yaml.safe_load(
    (FIXTURES / "expected" / "awards.yaml").read_text(encoding="utf-8")
)
ALWAYS_STATED = {"on", "findings", "total", "missing"}
STATED_WHERE_THERE_ARE_ANY = {"first", "sensitive", "warnings"}


@pytest.fixture(scope="module")
def region() -> Region:
    return load_region(FIXTURES.parent / "rules" / "occitanie", cached=False)


@pytest.fixture(scope="module")
def covenants(region: Region) -> Covenants:
    return Covenants(region)


@pytest.fixture(scope="module")
def joins() -> Joins:
    return Joins()


def test_every_award_has_what_must_be_found() -> None:
    assert {path.name for path in (FIXTURES / "awards").iterdir()} == set(EXPECTED)
    assert len(EXPECTED) >= 15


def test_other_readings_are_stated_for_some_awards() -> None:
    assert sum("sensitive" in expected for expected in EXPECTED.values()) >= 6


@pytest.mark.parametrize("name", EXPECTED)
def test_what_must_be_found_is_stated_in_known_words(name: str) -> None:
    stated = set(EXPECTED[name])
    assert stated >= ALWAYS_STATED
    assert stated <= ALWAYS_STATED | STATED_WHERE_THERE_ARE_ANY
    breached = {key for key, finding in EXPECTED[name]["findings"].items() if "breached" in finding}
    assert set(EXPECTED[name].get("first", {})) == breached


@pytest.mark.parametrize("name", EXPECTED)
def test_the_award_is_found_as_expected(
    name: str, region: Region, covenants: Covenants, joins: Joins
) -> None:
    award = read_award(read_document(FIXTURES / "awards" / name), region)
    expected = {"first": {}, "warnings": [], **EXPECTED[name]}
    found = _plain(monitor(award, covenants.of(award), on=expected["on"], matcher=joins))
    if "sensitive" in expected:
        expected["sensitive"] = sorted(expected["sensitive"])
    else:
        del found["sensitive"]
    assert found == expected
    assert list(found["findings"]) == list(expected["findings"])


def _plain(found: Monitoring) -> dict[str, Any]:
    """What was found, as `expected/awards.yaml` has it."""
    return {
        "on": found.on,
        "findings": {_key(each): _finding(each) for each in found.findings},
        "first": {
            _key(each): each.breaches[0].on for each in found.with_status(DutyStatus.BREACHED)
        },
        "total": _euros(found.total),
        "missing": sorted({path for each in found.findings for path in each.missing}),
        "sensitive": sorted(f"{each.reading}={each.alternative}" for each in found.sensitive_to),
        "warnings": sorted(fault.code for fault in found.warnings),
    }


def _key(finding: DutyFinding) -> str:
    return "/".join(finding.key)


def _finding(finding: DutyFinding) -> list[Any]:
    return [
        finding.status.value,
        finding.consequence.value,
        finding.evidence.value,
        _euros(finding.clawback.cents if finding.clawback else None),
        finding.duty.until,
    ]


def _euros(cents: int | None) -> int | float | None:
    return None if cents is None else unscaled(cents, 2)
