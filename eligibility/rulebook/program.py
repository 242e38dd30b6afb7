"""
What has to be evaluated for one scheme: each distinct condition once.

A decision looks at the chosen reading of every clause, and at each other
reading one at a time. Most of them share their conditions, so an engine gets
one flat list of trees, and the lines below point into it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from eligibility.facts import FactName, Facts
from eligibility.logic import ALWAYS, Condition, facts_of, leaves
from eligibility.rulebook.choices import (
    Readings,
    checked_readings,
    other_choices,
    taken_by,
    texts_under,
)
from eligibility.rulebook.model import Clause, ReadingId, Rulebook, Scheme
from eligibility.rulebook.versions import scheme_in_force

__all__ = ["Line", "Program", "Variant", "program"]


@dataclass(frozen=True, slots=True)
class Line:
    """A clause under one reading; its conditions and where their truths stand."""

    clause: Clause
    guard: Condition
    requirement: Condition
    guard_at: int
    requirement_at: int


@dataclass(frozen=True, slots=True)
class Variant:
    """The lines under one other reading; it only counts where the condition at *when_at* is true."""

    reading: ReadingId
    alternative: str
    lines: tuple[Line, ...]
    when_at: int


@dataclass(frozen=True, slots=True, eq=False)
class Program:
    """One scheme, ready for the engines; each is only equal to itself."""

    rulebook: Rulebook
    scheme: Scheme
    readings: tuple[tuple[ReadingId, str], ...]
    conditions: tuple[Condition, ...]
    lines: tuple[Line, ...]
    otherwise: tuple[Line, ...] | None
    when_at: int
    variants: tuple[Variant, ...]
    predicates: tuple[tuple[FactName, int], ...]
    properties: Mapping[FactName, bool]

    def with_properties(self, facts: Facts) -> Facts:
        """The facts of a dossier together with those of the scheme."""
        return {**facts, **self.properties}

    def facts_read(self) -> frozenset[FactName]:
        """
        The facts of a dossier on which anything concluded can rest: those that
        its clauses read under any reading, those that imply them, those of its
        indicators.
        """
        catalogue = self.rulebook.catalogue
        every = (self.lines, self.otherwise or (), *(each.lines for each in self.variants))
        trees = {tree for lines in every for ln in lines for tree in (ln.guard, ln.requirement)}
        trees |= {self.conditions[each.when_at] for each in self.variants}
        trees.add(self.conditions[self.when_at])
        found = {
            catalogue[name].asked
            for tree in trees
            for leaf in leaves(tree)
            for name in facts_of(leaf)
        }
        found |= {name for each in tuple(found) for name in catalogue[each].implied_by}
        tested = {line.clause.id for line in self.lines}
        for strategy in self.rulebook.strategies:
            if any(clause.id in tested for clause in strategy.clauses):
                for clause in strategy.clauses:
                    if clause.indicator:
                        base = (clause.indicator.base,) if clause.indicator.base else ()
                        found.update((*clause.indicator.facts, *base))
        return frozenset(found)


class _Conditions:
    """Gives every distinct condition a place in one list."""

    def __init__(self) -> None:
        self.at: dict[Condition, int] = {}

    def place(self, condition: Condition) -> int:
        return self.at.setdefault(condition, len(self.at))


def program(
    rulebook: Rulebook, scheme_id: str, as_of: date, chosen: Mapping[str, str] | None = None
) -> Program:
    """
    What to evaluate for *scheme_id* under the *chosen* readings (`reading id: alternative`).

    Raises:
        NotInForceError: the scheme was not in force on *as_of*.
        UnknownReadingError: a reading or an alternative that does not exist.
    """
    scheme = scheme_in_force(rulebook, scheme_id, as_of)
    taken = checked_readings(rulebook, chosen or {})
    conditions = _Conditions()

    def lines(texts: Iterable[str], readings: Readings) -> tuple[Line, ...]:
        return tuple(
            _line(clause, readings, conditions) for clause in _clauses(rulebook, scheme, texts)
        )

    texts, when = texts_under(scheme, taken)
    base = lines(texts, taken)
    otherwise = None if when == ALWAYS else lines(scheme.texts, taken)
    variants = tuple(
        Variant(
            other.reading,
            other.alternative,
            lines(other.texts, other.readings),
            conditions.place(other.when),
        )
        for other in other_choices(scheme, (line.clause for line in base), taken)
    )
    predicates = tuple(
        (name, conditions.place(named)) for name, named in rulebook.region.predicates.items()
    )
    return Program(
        rulebook=rulebook,
        scheme=scheme,
        readings=tuple(sorted(taken.items())),
        when_at=conditions.place(when),
        conditions=tuple(conditions.at),
        lines=base,
        otherwise=otherwise,
        variants=variants,
        predicates=predicates,
        properties=dict(scheme.properties),
    )


def _clauses(rulebook: Rulebook, scheme: Scheme, texts: Iterable[str]) -> Iterator[Clause]:
    by_id = {strategy.id: strategy for strategy in rulebook.strategies}
    for text in texts:
        if text in by_id:
            yield from (clause for clause in by_id[text].clauses if clause.is_tested)
    yield from (clause for clause in scheme.clauses if clause.is_tested)


def _line(clause: Clause, taken: Readings, conditions: _Conditions) -> Line:
    guard, requirement = clause.guard, clause.requirement
    for alternative in taken_by(clause, taken):
        if alternative.guard != clause.guard:
            guard = alternative.guard
        if alternative.requirement != clause.requirement:
            requirement = alternative.requirement
    requirement = requirement or ALWAYS
    return Line(clause, guard, requirement, conditions.place(guard), conditions.place(requirement))
