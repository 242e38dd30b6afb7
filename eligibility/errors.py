"""
What can go wrong, where, and how to mend it.

    EligibilityError
    ├── InputError          a dossier or another user's file does not fit
    ├── RulebookError       a rule file does not fit
    ├── NotInForceError     no rules were in force on that day
    ├── UnknownReadingError a reading or an alternative that the rules do not have
    ├── EngineError         the two engines disagree, or one gave no answer
    └── LedgerError         a ledger cannot be opened, read or written

An error holds every fault of a file at once. A fault is written in the style
of a compiler: place, the thing in backticks, what is wrong; the cure on a
line of its own.
"""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from eligibility.language import Lang, Text

__all__ = [
    "EligibilityError",
    "EngineError",
    "Fault",
    "InputError",
    "LedgerError",
    "NotInForceError",
    "Place",
    "RulebookError",
    "UnknownReadingError",
    "did_you_mean",
]


@dataclass(frozen=True, slots=True)
class Place:
    """A point in a file: lines and columns count from 1, 0 = the whole file."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: a stable *code* for scripts, words for people."""

    code: str
    place: Place | None
    message: Text
    hint: Text | None = None
    field: str | None = None

    def told(self, lang: Lang) -> str:
        """The fault as lines of text, without a final line break."""
        head = f"{self.place}: " if self.place else ""
        tail = f"\n  {self.hint[lang]}" if self.hint else ""
        return f"{head}{self.message[lang]}{tail}"


class EligibilityError(Exception):
    """Every fault found in one piece of work; never empty."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(self.told(Lang.EN))

    def told(self, lang: Lang) -> str:
        """All faults, one after the other, as lines of text."""
        return "\n".join(fault.told(lang) for fault in self.faults)


class InputError(EligibilityError):
    """A file that a user wrote cannot be read or does not fit."""


class RulebookError(EligibilityError):
    """A rule file cannot be read or does not fit."""


class NotInForceError(EligibilityError):
    """No version was in force on the day asked for; no other version is taken instead."""


class UnknownReadingError(EligibilityError):
    """A reading, or an alternative of one, that no clause of the rules bears."""


class EngineError(EligibilityError):
    """No conclusion: the engines disagree, or one of them gave no answer."""


class LedgerError(EligibilityError):
    """A ledger cannot be opened, read or written; what was recorded stays as it was."""


def did_you_mean(word: str, known: Iterable[str]) -> Text | None:
    """The cure that offers the nearest of the *known* words, or None when none is near."""
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    if not near:
        return None
    return Text(f"vouliez-vous dire `{near[0]}` ?", f"did you mean `{near[0]}`?")
