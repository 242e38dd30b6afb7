"""
How a thing is said in French and in English.

Amounts, numbers and days are exact inside (cents, scaled integers, dates);
only here do they become words.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

__all__ = ["Lang", "Text", "amount", "day", "listed", "number", "one_of"]

NBSP = "\N{NO-BREAK SPACE}"
_MONTHS = {
    "fr": [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}


class Lang(StrEnum):
    """A language that users read; French is theirs, English is the code's."""

    FR = "fr"
    EN = "en"


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence or word, in both languages."""

    fr: str
    en: str

    def __getitem__(self, lang: Lang) -> str:
        return self.fr if lang == Lang.FR else self.en


def number(scaled: int, decimals: int, lang: Lang) -> str:
    """*scaled* / 10**decimals in words of the language: `1 234,50`, `1,234.50`, no idle zeros."""
    unit = 10**decimals
    whole, rest = divmod(abs(scaled), unit)
    digits = f"{whole:,}"
    if lang == Lang.FR:
        digits = digits.replace(",", NBSP)
    if rest:
        mark = "," if lang == Lang.FR else "."
        digits += mark + f"{rest:0{decimals}d}"
    return ("-" if scaled < 0 else "") + digits


def amount(cents: int, lang: Lang) -> str:
    """An amount of *cents* as a person writes it: `1 234,50 €`, `€1,234.50`."""
    text = number(cents, 2, lang)
    if lang == Lang.FR:
        return f"{text}{NBSP}€"
    return f"-€{text[1:]}" if cents < 0 else f"€{text}"


def day(when: date, lang: Lang) -> str:
    """A day in full: `1er février 2023`, `1 February 2023`."""
    month = _MONTHS[lang][when.month - 1]
    first = "1er" if lang == Lang.FR and when.day == 1 else str(when.day)
    return f"{first} {month} {when.year}"


def listed(items: Iterable[str], lang: Lang, *, last: Text = Text("et", "and")) -> str:
    """`a, b et c`; *last* stands before the last item."""
    parts = list(items)
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last[lang]} {parts[-1]}"


def one_of(items: Iterable[str], lang: Lang) -> str:
    """`a, b ou c`."""
    return listed(items, lang, last=Text("ou", "or"))
