"""A dossier that passes, and a way to change it and run the command on it."""

import atexit
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cli.forking import Forks

Run = Callable[..., "subprocess.CompletedProcess[str]"]

GOOD: dict[str, Any] = {
    "id": "OCC-TEST-1",
    "submitted_on": "2023-02-01",
    "scheme": "pass-transformation-ecologique",
    "company": {
        "siren": "000000018",
        "headcount": 12,
        "turnover": 1450000,
        "balance_sheet": 900000,
        "equity": 85000,
        "other_equity": 0,
        "tax_compliant": True,
        "social_compliant": True,
        "proceedings": [],
        "dividends_paid": 10000,
        "self_financing_capacity": 64000,
    },
    "self_diagnosis": {
        "axes": {
            "impact_strategy": 55,
            "social_impact": 40,
            "ecological_impact": 62,
            "power_sharing": 30,
            "value_sharing": 35,
        }
    },
    "commitments": {
        "environmental_footprint": True,
        "energy_efficiency": True,
        "non_discrimination": True,
        "risk_prevention": True,
        "no_illegal_work": True,
        "career_development": True,
    },
    "project": {"real_estate": False, "environmental_measures": "Isolation"},
    "request": {"amount": 10000, "grant": 10000},
}


@pytest.fixture
def dossier(tmp_path: Path) -> Callable[..., Path]:
    """Writes the good dossier with dotted facts changed; None removes one."""

    def write(name: str = "d.yaml", **changes: Any) -> Path:
        content = yaml.safe_load(yaml.safe_dump(GOOD))
        for dotted, value in changes.items():
            *folders, last = dotted.replace("__", ".").split(".")
            node = content
            for folder in folders:
                node = node.setdefault(folder, {})
            if value is None:
                node.pop(last, None)
            else:
                node[last] = value
        path = tmp_path / name
        path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
        return path

    return write


@cache
def _forks() -> Forks:
    """The server that begins commands, one for each process of tests."""
    forks = Forks()
    atexit.register(forks.close)
    return forks


def _environment(tmp_path: Path, given: dict[str, str]) -> dict[str, str]:
    return {
        "PATH": "/usr/bin:/bin",
        "PYTHONIOENCODING": "utf-8",
        "COLUMNS": "80",
        "ELIGIBILITY_CACHE": str(tmp_path.parent / "cache"),
        **given,
    }


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs the real command in a process of its own, whose libraries are imported already."""

    def start(*arguments: object, **options: Any) -> "subprocess.CompletedProcess[str]":
        environment = _environment(tmp_path, options.pop("env", {}))
        typed, folder = options.pop("input", None), options.pop("cwd", None)
        assert not options
        return _forks().run([*map(str, arguments)], environment, folder, typed, 120)

    return start


@pytest.fixture
def run_afresh(tmp_path: Path) -> Run:
    """Runs the real command from nothing."""

    def start(*arguments: object, **options: Any) -> "subprocess.CompletedProcess[str]":
        environment = _environment(tmp_path, options.pop("env", {}))
        return subprocess.run(
            [sys.executable, "-m", "eligibility_cli", *map(str, arguments)],
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
            env=environment,
            **options,
        )

    return start
