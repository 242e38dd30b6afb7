"""
What every command shares: language, output that fits the terminal, errors.
"""

import codecs
import os
import re
import sys
import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn, TextIO

import typer

from eligibility.errors import EligibilityError
from eligibility.language import Lang

if TYPE_CHECKING:
    from rich.console import Console

__all__ = [
    "JsonOption",
    "LangOption",
    "ReadingOption",
    "RowDayOption",
    "RulesOption",
    "console",
    "default_region_folder",
    "fail",
    "is_ascii",
    "language",
    "make_output_safe",
    "print_errors",
    "print_lines",
    "printable",
    "say",
    "say_in",
    "utc_now",
]

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_PLAIN = {
    "€": "EUR",
    "’": "'",
    "‘": "'",
    "“": '"',
    "”": '"',
    "«": '"',
    "»": '"',
    "œ": "oe",
    "Œ": "OE",
    "–": "-",
    "—": "-",
    "…": "...",
    "\N{NO-BREAK SPACE}": " ",
    "✓": "+",
    "✗": "x",
    "·": "-",
    "━": "=",
    "╌": "-",
    "▶": ">",
    "▼": "v",
    "│": "|",
    "×": "x",
    "→": "->",
}


def _asked_language() -> Lang:
    """The language of the help texts, wanted before any option is parsed."""
    arguments = sys.argv[1:]
    for index, argument in enumerate(arguments):
        name, _, value = argument.partition("=")
        if name == "--lang":
            value = value or "".join(arguments[index + 1 : index + 2])
            return Lang(value) if value in ("fr", "en") else Lang.FR
    return Lang.EN if os.environ.get("ELIGIBILITY_LANG") == "en" else Lang.FR


_HELP = _asked_language()


def say(fr: str, en: str) -> str:
    """A help text in the language of this start."""
    return fr if _HELP is Lang.FR else en


def say_in(lang: Lang, fr: str, en: str) -> str:
    """A text of the output, in its language."""
    return fr if lang == Lang.FR else en


def utc_now() -> datetime:
    """The moment, for the record; nothing that is evaluated reads it."""
    return datetime.now(UTC)


LangOption = Annotated[
    Lang | None,
    typer.Option(
        "--lang",
        help=say("Langue : fr (par défaut) ou en.", "Language: fr (the default) or en."),
        show_default=False,
    ),
]
RulesOption = Annotated[
    Path | None,
    typer.Option(
        "--rules",
        help=say(
            "Dossier des règles d'une région (par défaut : Occitanie).",
            "Folder of a region's rules (default: Occitanie).",
        ),
        show_default=False,
    ),
]

ReadingOption = Annotated[
    list[str] | None,
    typer.Option(
        "--reading",
        metavar="ID=ALTERNATIVE",
        help=say(
            "Retenir une autre lecture du texte ; peut être répété.",
            "Take another reading of the text; may be repeated.",
        ),
        show_default=False,
    ),
]
RowDayOption = Annotated[
    datetime | None,
    typer.Option(
        "--on",
        formats=["%Y-%m-%d"],
        metavar="AAAA-MM-JJ",
        help=say(
            "Jour d'application de toutes les lignes (par défaut : le dépôt de chacune).",
            "Day of evaluation of every row (default: the submission of each).",
        ),
        show_default=False,
    ),
]
JsonOption = Annotated[
    bool,
    typer.Option("--json", help=say("Un objet JSON par ligne.", "One JSON object a line.")),
]


def language(lang: Lang | None) -> Lang:
    """The language chosen for this command, else that of the start."""
    return lang or _HELP


def default_region_folder() -> Path:
    """The rules that come with the package."""
    import eligibility_rules

    return Path(eligibility_rules.__path__[0]) / "occitanie"


def make_output_safe() -> None:
    """
    Makes any text printable: a terminal that is not UTF-8 gets plain letters
    instead of an error.
    """
    codecs.register_error("plain-letters", _plain_letters)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="plain-letters")


def _plain_letters(error: UnicodeError) -> tuple[str | bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = "".join(_letter(sign) for sign in error.object[error.start : error.end])
    return text, error.end


def _letter(sign: str) -> str:
    if sign in _PLAIN:
        return _PLAIN[sign]
    bare = unicodedata.normalize("NFKD", sign).encode("ascii", "ignore").decode()
    return bare or "?"


def is_ascii() -> bool:
    """Whether standard output takes plain letters only, as far as JSON is concerned."""
    return (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"


def printable(text: str) -> str:
    """*text* as standard output can show it, so that it is measured as it will stand there."""
    # What strangers wrote may hold terminal commands.
    text = _CONTROL.sub("?", text)
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return "".join(sign if sign.isascii() else _letter(sign) for sign in text)
    return text


def console(*, stderr: bool = False) -> "Console":
    """A Rich console that prints text as it is: no markup, no highlighting, no emoji."""
    from rich.console import Console

    return Console(stderr=stderr, markup=False, highlight=False, emoji=False, soft_wrap=False)


def print_errors(error: EligibilityError, lang: Lang) -> None:
    """Every fault, on standard error, unwrapped so that places can be clicked."""
    # A key of a hostile file may hold terminal commands.
    print(_CONTROL.sub("?", error.told(lang)), file=sys.stderr)


def print_lines(lines: Iterable[str], stream: TextIO) -> None:
    """Prints *lines*, which may hold what strangers wrote."""
    for line in lines:
        print(_CONTROL.sub("?", line), file=stream)


def fail(error: EligibilityError, lang: Lang) -> NoReturn:
    """Prints every fault and ends with status 2."""
    print_errors(error, lang)
    raise typer.Exit(2)
