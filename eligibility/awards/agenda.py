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

__all__ = ["Due", "What", "due_between"]


class What(StrEnum):
    """What there is to do, or to know, on a day."""

    EVIDENCE = "evidence"
    LAST_DAY = "last_day"


@dataclass(frozen=True, slots=True)
class Due:
    """One thing on one day."""

    on: date
    what: What
    award: Award
    duty: DatedDuty


def due_between(
    award: Award, duties: Iterable[DatedDuty], first: date, last: date
) -> Iterator[Due]:
    """
    What falls due from *first* to *last*, both included, in no order.

    The last day of a duty is told as such, and its evidence is asked for then.
    """
    for duty in duties:
        for day in days_to_ask(duty):
            if first <= day <= last:
                what = What.LAST_DAY if day == duty.until else What.EVIDENCE
                yield Due(day, what, award, duty)
