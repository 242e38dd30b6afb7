"""
What must be kept after an award, as a text states it: object, start, length, breaks.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from eligibility.language import Text
from eligibility.logic import Condition
from eligibility.quantities import Span

__all__ = ["OPEN", "Break", "ClauseId", "Duty", "Evidence", "LastDay", "Periods", "Term"]

ClauseId = NewType("ClauseId", str)
OPEN = "open"
"""In an alternative: the duty has no end, where the default reading gives it one."""


@dataclass(frozen=True, slots=True)
class Break:
    """An event that breaks a duty on *objects*; *where* narrows it (`out_of_region`: true)."""

    event: str
    objects: tuple[str, ...]
    where: tuple[tuple[str, bool], ...] = ()


class LastDay(StrEnum):
    """Which day is the last of a length of months or years that begins on some day."""

    SAME_DAY = "same_day"  # the day of the same number, else the last day of that month
    EVE = "eve"  # the day before that one


@dataclass(frozen=True, slots=True)
class Periods:
    """How a text counts its lengths of time, and by what authority."""

    last_day: LastDay
    source: Text


@dataclass(frozen=True, slots=True)
class Term:
    """How long a duty goes on after its period, for companies that satisfy *when*."""

    when: Condition
    length: Span


@dataclass(frozen=True, slots=True)
class Duty:
    """
    What must be kept, from when, until when, as the text states it.

    Without *end* and *terms* the text gives no end; with *terms* alone, they
    run from the start. *as_long_as* names clauses whose duties end it instead.
    """

    objects: tuple[str, ...]
    start: str
    end: str | None
    terms: tuple[Term, ...]
    last_day: LastDay = LastDay.SAME_DAY
    only_innovation: bool = False
    as_long_as: tuple[ClauseId, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """What shows that a duty is kept; *every* so often (an assumption) it is asked for."""

    text: Text
    every: Span | None = None
