"""
The sheet of the officer: every criterion and priority, with what is known of it.

"Des critères d'appréciations des projets seront mis en place qui conduiront à
moduler l'intensité de l'aide, voire à la refuser" (SRDEII-A27-C1). The source
gives no weight and no threshold, so none stands here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from eligibility.decisions import Decision, Figure, Finding
from eligibility.facts import FactName, Stated
from eligibility.logic import Status, evaluate, status
from eligibility.logic.missing import missing
from eligibility.rulebook import Clause, Kind, Line, Scheme, Stage, Strategy

__all__ = ["Row", "Sheet", "Standing", "sheet"]


class Standing(StrEnum):
    """What a criterion is at: filled by a figure, answered, judged, or waiting for a person."""

    MEASURED = "measured"
    MET = "met"
    NOT_MET = "not_met"
    JUDGED = "judged"
    OPEN = "to_judge"


_STANDING = {
    Status.MET: Standing.MET,
    Status.NOT_MET: Standing.NOT_MET,
    Status.UNKNOWN: Standing.OPEN,
}


@dataclass(frozen=True, slots=True)
class Row:
    """
    One criterion or priority.

    *figures* are those of an indicator; *finding* what facts answer; *judgement*
    what an officer stated, with who, when and why; *looked_at* the known facts
    to look at, in the clause's order; *missing* what would fill it.
    """

    clause: Clause
    of: Strategy | Scheme
    standing: Standing
    figures: tuple[Figure, ...] = ()
    finding: Finding | None = None
    judgement: Stated | None = None
    looked_at: tuple[FactName, ...] = ()
    missing: tuple[FactName, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of one decision, in rulebook order; *aside* do not concern the dossier."""

    decision: Decision
    rows: tuple[Row, ...]
    aside: tuple[Clause, ...]

    @property
    def open(self) -> tuple[Row, ...]:
        """What still waits for a person or for a fact."""
        return tuple(row for row in self.rows if row.standing is Standing.OPEN)


def sheet(decision: Decision) -> Sheet:
    """The sheet of *decision*: criteria of the texts applied, priorities, the scheme's own."""
    rows: list[Row] = []
    aside: list[Clause] = []
    for part in _parts(decision):
        for clause in part.clauses:
            if clause.stage is Stage.APPRECIATION and clause.kind is not Kind.INFORMATION:
                if evaluate(clause.guard, decision.facts) is False:
                    aside.append(clause)
                else:
                    rows.append(_row(clause, part, decision))
    return Sheet(decision, tuple(rows), tuple(aside))


def _parts(decision: Decision) -> Iterator[Strategy | Scheme]:
    """The texts whose clauses were looked at, those of the priorities, then the scheme."""
    program = decision.program
    looked_at = {finding.clause.id for finding in decision.findings}
    for strategy in program.rulebook.strategies:
        applied = any(clause.id in looked_at for clause in strategy.clauses)
        if applied or strategy.id in program.scheme.priorities:
            yield strategy
    yield program.scheme


def _row(clause: Clause, part: Strategy | Scheme, decision: Decision) -> Row:
    facts, stated = decision.facts, decision.dossier.stated
    seen = tuple(name for name in clause.looks_at if name in facts)
    if clause.indicator is not None:
        figures = tuple(each for each in decision.figures if each.clause == clause.id)
        known = any(each.value is not None for each in figures)
        return Row(
            clause, part, Standing.MEASURED if known else Standing.OPEN, figures, looked_at=seen
        )
    if clause.judged_by is not None:
        given = stated.get(clause.judged_by)
        standing = Standing.JUDGED if given else Standing.OPEN
        lacks = () if given else (clause.judged_by,)
        return Row(clause, part, standing, judgement=given, looked_at=seen, missing=lacks)
    if clause.requirement is None:
        return Row(clause, part, Standing.OPEN, looked_at=seen)
    return _answered(clause, part, decision, seen)


def _answered(
    clause: Clause, part: Strategy | Scheme, decision: Decision, seen: tuple[FactName, ...]
) -> Row:
    """A priority that facts answer: it counts or it does not, and rejects nothing."""
    assert clause.requirement is not None
    facts, catalogue = decision.facts, decision.program.rulebook.catalogue
    applies, holds = evaluate(clause.guard, facts), evaluate(clause.requirement, facts)
    found = status(applies, holds)
    names: tuple[FactName, ...] = ()
    if found is Status.UNKNOWN:
        wanted = missing(clause.guard, clause.requirement, applies, holds, facts)
        names = tuple(sorted({catalogue[name].asked for name in wanted}))
    finding = Finding(Line(clause, clause.guard, clause.requirement, 0, 0), found, names)
    return Row(clause, part, _STANDING[found], finding=finding, looked_at=seen, missing=names)
