"""
One change to a dossier, a set of them that is enough, and the sets found for a decision.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from eligibility.decisions import Decision
from eligibility.facts import Dossier, FactName, Origin, Stated, Value
from eligibility.facts.dossier import DECLARED
from eligibility.facts.proceedings import Proceeding
from eligibility.logic.nodes import Leaf
from eligibility.rulebook import ClauseId

__all__ = ["Advice", "By", "Change", "ChangeSet", "Literal"]

Literal = tuple[Leaf, bool]
"""A leaf and the truth that is wanted of it."""


class By(StrEnum):
    """Who or what brings a change about."""

    COMPANY = "company"
    TIME = "time"
    OUTSIDE = "outside"  # neither the company's own act nor a known day


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """
    One fact that has to become other than it is.

    *current* is what the rules see of it on the day of the decision, None
    where it is not known; *value* is what was tried, at the nearest boundary.
    *known* is False for a fact to supply. *distance* is the absolute
    difference of two known numbers, scaled as the fact is. *on* is the day
    from which time has done its part. *wanted* holds the conditions that the
    value meets. *edits* are the proceedings that become others; what time
    does needs no edit.
    """

    fact: FactName
    by: By
    clauses: tuple[ClauseId, ...]
    known: bool
    current: Value | None
    value: Value
    wanted: tuple[Literal, ...]
    distance: int | None = None
    on: date | None = None
    edits: tuple[tuple[Proceeding | None, Proceeding], ...] | None = None


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """Changes that are enough together, none of which can be left out."""

    changes: tuple[Change, ...]

    @property
    def eligible_from(self) -> date | None:
        """The day on which time has done its part; None where nothing waits."""
        return max((each.on for each in self.changes if each.on), default=None)

    def by(self, who: By) -> tuple[Change, ...]:
        """The changes that *who* brings about, in the order of the catalogue."""
        return tuple(each for each in self.changes if each.by is who)

    def applied(self, dossier: Dossier) -> Dossier:
        """*dossier* with the changes made; what time does shows on `eligible_from` alone."""
        stated = dict(dossier.stated)
        for change in self.changes:
            if change.by is not By.TIME:
                stated[change.fact] = _made(change, stated)
        return replace(dossier, stated=stated)


@dataclass(frozen=True, slots=True)
class Advice:
    """
    The sets found for *decision*, best first: at most five.

    *complete* is False where the search was cut off, so that a smaller or
    another set may exist.
    """

    decision: Decision
    sets: tuple[ChangeSet, ...]
    complete: bool


def _made(change: Change, stated: Mapping[FactName, Stated]) -> Stated:
    if change.edits is None:
        # What a dossier written back would otherwise call the applicant's own word.
        judged = change.fact.startswith("assessed.")
        return Stated(change.value, Origin("assessed") if judged else DECLARED)
    before = stated.get(change.fact)
    found = list(before.value) if before and isinstance(before.value, tuple) else []
    for old, new in change.edits:
        if old in found:
            found[found.index(old)] = new
        else:
            found.append(new)
    return Stated(tuple(found))
