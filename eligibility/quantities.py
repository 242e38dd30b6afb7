"""
Exact quantities: euros in whole cents, spans of calendar time.

Nothing here is a float: a number is read from its decimal text into a scaled
integer, and a span is added by the calendar, never by a mean length.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from eligibility.language import Lang

__all__ = ["LIMIT", "Span", "rounded", "scaled", "unscaled"]

LIMIT = 2**53 - 1
"""Greatest absolute value of a scaled number: what a double, JSON and every engine keep exactly."""

_NUMBER = re.compile(r"[-+]?(?:0|[1-9]\d{0,39})(?:\.\d{1,40})?(?:[eE][-+]?\d{1,3})?", re.ASCII)
_NOISE = Decimal("1e-6")
_SPAN = re.compile(r"([1-9]\d{0,3}) (day|month|year)s?", re.ASCII)


def scaled(text: str, decimals: int) -> int:
    """
    The number written in *text*, times 10**decimals.

    A value within 1e-6 of a whole unit is that unit, so that what a double
    wrote (`0.30000000000000004`) is what was meant.

    Raises:
        ValueError: with `"syntax"`, `"decimals"` or `"range"` as its only
            argument: not a decimal number, more decimals than allowed, or
            beyond LIMIT.
    """
    if not _NUMBER.fullmatch(text):
        raise ValueError("syntax")
    value = Decimal(text)
    if value and value.adjusted() > 18:
        raise ValueError("range")
    value = value.scaleb(decimals)
    whole = value.to_integral_value()
    if abs(value - whole) > _NOISE:
        raise ValueError("decimals")
    if abs(whole) > LIMIT:
        raise ValueError("range")
    return int(whole)


def rounded(value: Fraction, decimals: int) -> int:
    """*value* times 10**decimals as the nearest integer, halves away from zero."""
    shifted = abs(value) * 10**decimals
    nearest = int(shifted + Fraction(1, 2))
    return nearest if value >= 0 else -nearest


def unscaled(value: int, decimals: int) -> int | float:
    """The JSON number for a scaled integer: whole numbers stay integers."""
    unit = int(10**decimals)
    return value // unit if value % unit == 0 else value / unit


@dataclass(frozen=True, slots=True)
class Span:
    """A length of calendar time, as the rules state it: `18 months`, `8 years`."""

    count: int
    unit: str

    @classmethod
    def parse(cls, text: str) -> "Span":
        """The span written as `8 years`; raises ValueError for anything else."""
        found = _SPAN.fullmatch(text)
        if not found:
            raise ValueError(text)
        return cls(int(found[1]), found[2])

    def __str__(self) -> str:
        return f"{self.count} {self.unit}{'s' if self.count > 1 else ''}"

    def said(self, lang: Lang) -> str:
        """The span in words: `8 ans`, `18 months`."""
        if lang == Lang.EN:
            return str(self)
        word = {"day": "jour", "month": "mois", "year": "an"}[self.unit]
        return f"{self.count} {word}{'s' if self.count > 1 and self.unit != 'month' else ''}"

    def after(self, start: date) -> date:
        """
        The same day of the month, *count* months or years on.

        Where that day does not exist, the last day of that month: 29 February
        2024 and 3 years is 28 February 2027. Raises OverflowError past the
        year 9999.
        """
        if self.unit == "day":
            ordinal = start.toordinal() + self.count
            if ordinal > date.max.toordinal():
                raise OverflowError(str(self))
            return date.fromordinal(ordinal)
        months = start.year * 12 + start.month - 1
        months += self.count * (12 if self.unit == "year" else 1)
        year, month = divmod(months, 12)
        if year > 9999:
            raise OverflowError(str(self))
        last = calendar.monthrange(year, month + 1)[1]
        return date(year, month + 1, min(start.day, last))
