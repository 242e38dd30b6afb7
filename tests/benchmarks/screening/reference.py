"""
What is concluded for the rows of a table, one dossier at a time, with the reference as the engine.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import duckdb

from eligibility.decisions import Decision, decide
from eligibility.documents import Form, Scalar
from eligibility.engines.protocol import Job, reference
from eligibility.facts import Dossier, Fact, FactName, Facts, FactType
from eligibility.facts.dossier import Stated
from eligibility.facts.proceedings import Proceeding
from eligibility.facts.values import MARK, Words, parse
from eligibility.logic import Status
from eligibility.rulebook import Program, Region, Rulebook, in_force, program
from eligibility.screening.table import literal

__all__ = ["LISTS", "Concluder", "Conclusion", "rows"]

LISTS = ("not_met", "unknown", "missing", "sensitive")

Conclusion = tuple[str, list[str], list[str], list[str], list[str]]
"""The outcome, then the four lists in the order of LISTS."""


class Echo:
    """An engine that answers what the reference says, so that `decide` draws its conclusion from it."""

    def start(self, program: Program, facts: Facts) -> Job:
        return lambda: reference(program, facts)


@dataclass
class Concluder:
    """Concludes for rows of a region's table; *today* is the day of those without one."""

    region: Region
    today: date
    programs: dict[tuple[str, str], Program] = field(default_factory=dict)
    versions: dict[date, Rulebook] = field(default_factory=dict)
    cells: dict[tuple[FactName, object], Stated] = field(default_factory=dict)

    def conclude(self, row: Mapping[str, Any]) -> Conclusion:
        """The conclusion for one row."""
        day = row["submitted_on"] or self.today
        dossier = Dossier(row["id"], row["scheme"], row["submitted_on"], self._stated(row))
        made = self._program(row["scheme"], day)
        return _listed(decide(dossier, made, as_of=day, engine=Echo()))

    def _stated(self, row: Mapping[str, Any]) -> dict[FactName, Stated]:
        return {
            fact.name: self._value(fact, value)
            for fact in self.region.catalogue.stated()
            if (value := row.get(fact.name)) is not None
        }

    def _value(self, fact: Fact, value: object) -> Stated:
        key = (fact.name, value)
        found = self.cells.get(key)
        if found is None:
            found = self.cells[key] = _value(fact, value)
        return found

    def _program(self, scheme: str, day: date) -> Program:
        rulebook = self.versions.get(day)
        if rulebook is None:
            rulebook = self.versions[day] = in_force(self.region, day)
        key = (rulebook.digest, scheme)
        if key not in self.programs:
            self.programs[key] = program(rulebook, scheme, day)
        return self.programs[key]


def _value(fact: Fact, value: object) -> Stated:
    """A cell of the table as the reader of one dossier takes the same value."""
    if isinstance(value, bool):
        return Stated(parse(fact, Scalar(str(value).lower(), Form.PLAIN)))
    if isinstance(value, float):
        return Stated(parse(fact, Scalar(repr(value), Form.NUMBER)))
    if isinstance(value, Decimal):
        return Stated(parse(fact, Scalar(str(value), Form.NUMBER)))
    assert isinstance(value, str), value
    if fact.type is FactType.PROCEEDINGS:
        return Stated(tuple(Proceeding(kind) for kind in _kinds(fact, value)))
    if fact.type is FactType.WORDS:
        return Stated(Words.exactly(frozenset(_kinds(fact, value))))
    return Stated(parse(fact, Scalar(value, Form.QUOTED)))


def _kinds(fact: Fact, text: str) -> Iterator[str]:
    for kind in filter(None, text.split(MARK)):
        yield str(parse(fact, Scalar(kind, Form.PLAIN)))


def _listed(decision: Decision) -> Conclusion:
    found = {status: [] for status in Status}  # type: dict[Status, list[str]]
    for finding in decision.findings:
        found[finding.status].append(str(finding.clause.id))
    sensitive = dict.fromkeys(str(each.reading) for each in decision.sensitive_to)
    return (
        decision.outcome.value,
        found[Status.NOT_MET],
        found[Status.UNKNOWN],
        [str(name) for name in decision.missing],
        list(sensitive),
    )


def rows(path: str, numbers: Iterable[int] | range) -> Iterator[dict[str, Any]]:
    """The rows of a Parquet file with these numbers, in the order of the file."""
    where = (
        f"BETWEEN {numbers.start} AND {numbers.stop - 1}"
        if isinstance(numbers, range) and numbers.step == 1
        else f"IN ({', '.join(map(str, numbers))})"
    )
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute("SET enable_progress_bar = false")
        found = connection.execute(
            f"SELECT * EXCLUDE file_row_number FROM read_parquet({literal(path)},"
            f" file_row_number = true) WHERE file_row_number {where} ORDER BY file_row_number"
        )
        names = [column[0] for column in found.description or ()]
        while batch := found.fetchmany(1000):
            for row in batch:
                yield dict(zip(names, row, strict=True))
