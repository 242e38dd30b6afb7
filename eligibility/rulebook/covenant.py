"""
What the texts of a scheme lay on a company that was aided: its duties, under each reading.

Like a program for dossiers, but for the time after the award: duties instead
of conditions, and what breaks them listed once for the engines.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from eligibility.logic import ALWAYS, Condition
from eligibility.rulebook.choices import (
    Choice,
    Readings,
    checked_readings,
    other_choices,
    taken_by,
    texts_under,
)
from eligibility.rulebook.duty import OPEN, Break, Duty
from eligibility.rulebook.model import Clause, ReadingId, Rulebook, Scheme
from eligibility.rulebook.versions import scheme_in_force

__all__ = ["Cause", "Covenant", "Undertaking", "covenant", "undertaking"]

Cause = tuple[str, tuple[tuple[str, bool], ...]]
"""What an event must be to break a duty: its kind, and what must be true or false of it."""


@dataclass(frozen=True, slots=True)
class Undertaking:
    """A duty of one clause under one choice of readings."""

    clause: Clause
    guard: Condition
    duty: Duty
    broken_by: tuple[Break, ...]
    consequence: str


@dataclass(frozen=True, slots=True)
class Covenant:
    """
    Everything that a scheme's texts ask after an award.

    *undertakings* are those of the chosen readings where *when* is true,
    *otherwise* those where it is not.
    """

    rulebook: Rulebook
    scheme: Scheme
    readings: tuple[tuple[ReadingId, str], ...]
    when: Condition
    undertakings: tuple[Undertaking, ...]
    otherwise: tuple[Undertaking, ...]
    variants: tuple[tuple[Choice, tuple[Undertaking, ...]], ...]
    causes: tuple[Cause, ...]


def covenant(
    rulebook: Rulebook, scheme_id: str, as_of: date, chosen: Mapping[str, str] | None = None
) -> Covenant:
    """
    The duties of *scheme_id* under the *chosen* readings (`reading id: alternative`).

    Raises:
        NotInForceError: the scheme was not in force on *as_of*.
        UnknownReadingError: a reading or an alternative that does not exist.
    """
    scheme = scheme_in_force(rulebook, scheme_id, as_of)
    taken = checked_readings(rulebook, chosen or {})

    made: dict[Undertaking, Undertaking] = {}

    def under(texts: Iterable[str], readings: Readings) -> tuple[Undertaking, ...]:
        """What readings share is one object, so that it is dated once for an award."""
        found = (undertaking(clause, readings) for clause in _clauses(rulebook, scheme, texts))
        return tuple(made.setdefault(each, each) for each in found)

    texts, when = texts_under(scheme, taken)
    base = under(texts, taken)
    otherwise = base if when == ALWAYS else under(scheme.texts, taken)
    variants = tuple(
        (choice, under(choice.texts, choice.readings))
        for choice in other_choices(scheme, (each.clause for each in base), taken)
    )
    every = (*base, *otherwise, *(each for _, found in variants for each in found))
    causes = {(b.event, b.where): None for each in every for b in each.broken_by}
    return Covenant(
        rulebook=rulebook,
        scheme=scheme,
        readings=tuple(sorted(taken.items())),
        when=when,
        undertakings=base,
        otherwise=otherwise,
        variants=variants,
        causes=tuple(causes),
    )


def _clauses(rulebook: Rulebook, scheme: Scheme, texts: Iterable[str]) -> Iterator[Clause]:
    by_id = {strategy.id: strategy for strategy in rulebook.strategies}
    for text in texts:
        if text in by_id:
            yield from (clause for clause in by_id[text].clauses if clause.duty)
    yield from (clause for clause in scheme.clauses if clause.duty)


def undertaking(clause: Clause, readings: Readings) -> Undertaking:
    """The clause with every alternative that *readings* take laid over it."""
    duty, guard, broken_by, consequence = (
        clause.duty,
        clause.guard,
        clause.broken_by,
        clause.consequence,
    )
    assert duty is not None
    assert consequence is not None
    for each in taken_by(clause, readings):
        if each.guard != clause.guard:
            guard = each.guard
        if each.broken_by is not None:
            broken_by = each.broken_by
        consequence = each.consequence or consequence
        if each.terms is not None:
            duty = replace(duty, terms=each.terms)
        if each.end is not None:
            duty = replace(duty, end=None if each.end == OPEN else each.end)
            if each.end == OPEN:
                duty = replace(duty, terms=())
        if each.start is not None:
            duty = replace(duty, start=each.start)
        if each.last_day is not None:
            duty = replace(duty, last_day=each.last_day)
        if each.as_long_as is not None:
            duty = replace(duty, as_long_as=each.as_long_as)
    return Undertaking(clause, guard, duty, broken_by, consequence)
