"""A good award, and ways to change it, to read it and to hold events against it."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from eligibility.awards.award import Award
from eligibility.awards.covenants import Covenants
from eligibility.awards.duties import DatedDuty
from eligibility.awards.monitor import monitor
from eligibility.awards.monitoring import DutyFinding, Monitoring
from eligibility.awards.obligations import obligations
from eligibility.awards.reader import read_award
from eligibility.documents import read_bytes
from eligibility.engines.joins import Joins
from eligibility.rulebook import Region, load_region

ROOT = Path(__file__).parents[2]
LONG_AFTER = date(2090, 1, 1)

GOOD: dict[str, Any] = {
    "id": "CONV-TEST-1",
    "dossier": "OCC-TEST-1",
    "scheme": "contrat-entreprise-avenir",
    "company": {"siren": "000000018", "size": "pme"},
    "amount": 120000,
    "signed_on": date(2023, 3, 1),
    "programme": {"starts_on": date(2023, 4, 1), "ends_on": date(2025, 3, 31)},
    "site": {"siret": "00000001800010", "commune": "32013"},
    "jobs_kept": 10,
    "jobs_created": 2,
    "investments": [
        {"id": "I1", "label": "Four à induction", "amount": 80000},
        {"id": "I2", "label": "Presse", "amount": 40000},
    ],
    "innovation": True,
    "partners": ["000000026"],
    "events": [],
}
TOURISM = "pass-et-contrats-tourisme"


@cache
def region() -> Region:
    """The rules of Occitanie, read once."""
    return load_region(ROOT / "rules" / "occitanie", cached=False)


@cache
def _covenants() -> Covenants:
    return Covenants(region())


@cache
def _joins() -> Joins:
    return Joins()


def content(**changes: Any) -> dict[str, Any]:
    """The good award with dotted keys changed (`company__size`); None takes one away."""
    found: dict[str, Any] = yaml.safe_load(yaml.safe_dump(GOOD))
    for dotted, value in changes.items():
        *folders, last = dotted.split("__")
        node = found
        for folder in folders:
            node = node.setdefault(folder, {})
        if value is None:
            node.pop(last, None)
        else:
            node[last] = value
    return found


def text(**changes: Any) -> str:
    """The same as a file in YAML."""
    return yaml.safe_dump(content(**changes), allow_unicode=True, sort_keys=False)


def read(data: str, name: str = "a.yaml") -> Award:
    """The award written in *data*."""
    return read_award(read_bytes(data.encode(), name), region())


def award(**changes: Any) -> Award:
    """The good award, changed and read."""
    return read(text(**changes))


def happened(kind: str, on: date, **fields: Any) -> dict[str, Any]:
    """One event, as a file has it."""
    return {"kind": kind, "on": on, **fields}


def found(on: date, **changes: Any) -> Monitoring:
    """What is found on a day for the good award, changed."""
    each = award(**changes)
    return monitor(each, _covenants().of(each), on=on, matcher=_joins())


def finding(on: date, clause: str, name: str, **changes: Any) -> DutyFinding:
    """The finding of one clause on one object."""
    (one,) = (each for each in found(on, **changes).findings if each.key == (clause, name))
    return one


def duty(clause: str, name: str, **changes: Any) -> DatedDuty:
    """The dated duty of one clause on one object."""
    each = award(**changes)
    duties = obligations(each, _covenants().of(each)).duties
    (one,) = (each for each in duties if (each.clause.id, each.object) == (clause, name))
    return one
