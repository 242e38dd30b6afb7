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


class _Plain(yaml.SafeDumper):
    """Writes a value that stands twice out in full: files have no aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def text(**changes: Any) -> str:
    """The same as a file in YAML."""
    written: str = yaml.dump(content(**changes), Dumper=_Plain, allow_unicode=True)
    return written


def read(data: str, name: str = "a.yaml") -> Award:
    """The award written in *data*."""
    return read_award(read_bytes(data.encode(), name), region())


def award(**changes: Any) -> Award:
    """The good award, changed and read."""
    return read(text(**changes))


def happened(kind: str, on: date, **fields: Any) -> dict[str, Any]:
    """One event, as a file has it."""
    return {"kind": kind, "on": on, **fields}


UNKNOWN: dict[str, Any] = {
    "id": "CONV-BARE",
    "amount": None,
    "company__size": None,
    "programme": {},
    "jobs_kept": None,
    "jobs_created": None,
    "investments": None,
    "innovation": None,
    "partners": None,
    "events": [happened("establishment_moved", date(2024, 6, 1))],
}
MUCH: dict[str, Any] = {
    "id": "CONV-" + "X" * 90,
    "company__size": None,
    "site__siret": "00000001800011",
    "investments": [{"id": "I" + "1" * 90, "label": "récupération de chaleur " * 5, "amount": 1}],
    "convention__pro_rata": {"jobs": "share", "activity": "time"},
    "events": [
        happened("job_count", date(2024, 6, 30), jobs=9.5, id="E1"),
        happened("job_count", date(2024, 6, 30), jobs=9, id="E2", replaces="E1"),
        happened("investment_disposed", date(2028, 10, 1), investment="I" + "1" * 90),
        happened("activity_ceased", date(2026, 2, 28)),
        happened("capital_operation", date(2024, 5, 5), affects_control=True),
        happened("rnd_staff_proof", date(2024, 2, 3)),
        happened("partner_used", date(2024, 2, 2), siren="000000034"),
        happened("exploitation_transferred", date(2025, 9, 9), to="*SA* <b>[bold]x[/bold]</b>"),
    ],
}


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
