"""
A file's content before anyone has said what it means.

Scalars keep what was typed: `no`, `01234567` and `1:30` stay text until the
type of the fact is known.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from eligibility.errors import Fault, InputError, Place
from eligibility.language import Text

__all__ = ["MAX_DEPTH", "Document", "Form", "Path", "Scalar", "Value", "refused"]

MAX_DEPTH = 30
"""Deepest nesting that a file may have."""

Path = tuple[str | int, ...]
"""Keys and positions from the root of a document to a value."""


class Form(Enum):
    """How a scalar was written, which decides what it may be."""

    PLAIN = "plain"  # YAML without quotes: text, number, date, truth or nothing
    QUOTED = "quoted"  # in quotes or as a block: text only
    NUMBER = "number"  # a JSON number
    LITERAL = "literal"  # JSON true, false or null


@dataclass(frozen=True, slots=True)
class Scalar:
    """What was typed, and in which form."""

    text: str
    form: Form

    @property
    def is_null(self) -> bool:
        """True for `null`, `~` and nothing at all: not known yet."""
        return self.form in (Form.PLAIN, Form.LITERAL) and self.text in ("", "~", "null")

    @property
    def shown(self) -> str:
        """What was typed, cut to fit a message."""
        text = self.text if len(self.text) <= 60 else self.text[:57] + "..."
        return f'"{text}"' if self.form is Form.QUOTED else text


Value = Scalar | list["Value"] | dict[str, "Value"]


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed file: its name for messages, its content, and the place of every part of it."""

    name: str
    root: Value
    locate: Callable[[Path], tuple[int, int]]

    def place(self, path: Path = ()) -> Place:
        """Where the value at *path* stands; the nearest known ancestor when it is absent."""
        line, column = self.locate(path)
        return Place(self.name, line, column)


def refused(
    code: str, name: str, message: Text, hint: Text | None = None, *, line: int = 0, column: int = 0
) -> InputError:
    """The error for a file that cannot be taken at all."""
    return InputError([Fault(code, Place(name, line, column), message, hint)])
