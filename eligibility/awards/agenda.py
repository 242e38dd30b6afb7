"""
What falls due for many awards: evidence to ask for, duties that end.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from eligibility.awards.award import Award
from eligibility.awards.duties import DatedDuty
from eligibility.awards.evidence import days_to_ask
from eligibility.rulebook import Clause

__all__ = ["Due", "What", "due_between"]


class What(StrEnum):
    """What there is to do, or to know, on a day."""

    EVIDENCE = "evidence"
    LAST_DAY = "last_day"


@dataclass(frozen=True, slots=True)
class Due:
    """One thing on one day, for the duties of one clause."""

    on: date
    what: What
    award: Award
    clause: Clause
    duties: tuple[DatedDuty, ...]


def due_between(
    award: Award, duties: Iterable[DatedDuty], first: date, last: date
) -> Iterator[Due]:
    """
    What falls due from *first* to *last*, both included, clause by clause.

    The last day of a duty is told as such, and its evidence is asked for then.
    """
    found: dict[tuple[str, date, What], list[DatedDuty]] = {}
    for duty in duties:
        for day in days_to_ask(duty, None if last == date.max else last):
            if first <= day <= last:
                what = What.LAST_DAY if day == duty.until else What.EVIDENCE
                found.setdefault((duty.clause.id, day, what), []).append(duty)
    for (_, day, what), some in found.items():
        yield Due(day, what, award, some[0].clause, tuple(some))
