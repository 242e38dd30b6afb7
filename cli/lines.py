"""
Lines that a person types, or that a pipe hands over: bounded, decoded, shown back.
"""

import re
import sys
from collections.abc import Callable

from eligibility_cli.console import printable

from eligibility.facts.problems import CONTROL_CLASS
from eligibility.language import Lang, Text

__all__ = ["Lines", "NoMoreLines"]

_LONGEST = 40_000
"""Bytes of a line: more than the longest text that a dossier may hold."""

_CONTROL = re.compile(f"[{CONTROL_CLASS}]")
_TOO_LONG = Text(
    "cette ligne est trop longue ; raccourcissez-la", "this line is too long; make it shorter"
)
_NOT_UTF8 = Text(
    "cette ligne n'est pas en UTF-8 et n'a pas pu être lue ; réglez le terminal sur UTF-8, ou "
    "écrivez sans accents",
    "this line is not UTF-8 and could not be read; set the terminal to UTF-8, or write without "
    "accents",
)
_COMMANDS = Text(
    "cette ligne contient un caractère de commande (une flèche du clavier, par exemple) ; "
    "retapez-la",
    "this line holds a control character (an arrow key, for example); type it again",
)


class NoMoreLines(Exception):
    """The input has ended: Ctrl-D, or the end of a pipe or a file."""


class Lines:
    """Standard input, a line at a time; *tell* prints what is wrong with a line."""

    def __init__(self, lang: Lang, tell: Callable[[str], None]) -> None:
        self.lang = lang
        self.tell = tell

    def next(self, prompt: str) -> str:
        """
        The next line that can be read, without spaces around it.

        Raises:
            NoMoreLines: there is none.
        """
        while True:
            print(printable(prompt), end="", flush=True)
            data = _bytes(_LONGEST + 1)
            if not data:
                print()
                raise NoMoreLines
            if len(data) > _LONGEST and not data.endswith(b"\n"):
                while data and not data.endswith(b"\n"):
                    data = _bytes(_LONGEST)
                self._refuse(_TOO_LONG)
                continue
            text = _decoded(data)
            if text is None:
                self._refuse(_NOT_UTF8)
                continue
            text = text.rstrip("\r\n").strip()
            if not sys.stdin.isatty():
                print(printable(text), flush=True)  # as a terminal would show it
            if _CONTROL.search(text):
                self.tell(_COMMANDS[self.lang])
                continue
            return text

    def _refuse(self, why: Text) -> None:
        if not sys.stdin.isatty():
            print()
        self.tell(why[self.lang])


def _bytes(most: int) -> bytes:
    """What can be read of a line; nothing where there is no input, or none that can be read."""
    if sys.stdin is None:  # closed before the start
        return b""
    try:
        return sys.stdin.buffer.readline(most)
    except OSError:
        return b""


def _decoded(data: bytes) -> str | None:
    """The text of a line; None when it is neither UTF-8 nor what the terminal says it writes."""
    for encoding in ("utf-8", sys.stdin.encoding):
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return None
