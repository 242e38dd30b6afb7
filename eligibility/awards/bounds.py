"""
A day that may not be known: between which days it lies.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

__all__ = ["Bounds"]


@dataclass(frozen=True, slots=True)
class Bounds:
    """The earliest and the latest day that it can be; None = no such limit is known."""

    earliest: date | None
    latest: date | None

    @classmethod
    def exactly(cls, day: date) -> "Bounds":
        """A day that is known."""
        return cls(day, day)

    @classmethod
    def around(cls, every: Iterable["Bounds"]) -> "Bounds":
        """The bounds within which any one of *every* lies; there is at least one."""
        found = tuple(every)
        lows = [each.earliest for each in found]
        highs = [each.latest for each in found]
        return cls(
            None if None in lows else min(day for day in lows if day),
            None if None in highs else max(day for day in highs if day),
        )

    @classmethod
    def last(cls, every: Iterable["Bounds"]) -> "Bounds":
        """The bounds of the last of *every* day."""
        found = tuple(every)
        lows = [each.earliest for each in found if each.earliest]
        highs = [each.latest for each in found]
        return cls(
            max(lows, default=None),
            None if None in highs else max((day for day in highs if day), default=None),
        )

    @property
    def day(self) -> date | None:
        """The day, where it is known."""
        return self.earliest if self.earliest == self.latest else None

    def eve(self) -> "Bounds":
        """The day before."""
        one = timedelta(days=1)
        return Bounds(
            self.earliest - one if self.earliest else None,
            self.latest - one if self.latest else None,
        )
