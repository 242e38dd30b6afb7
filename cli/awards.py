"""
What the commands on awards share: where awards come from, options, errors that do not stop.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from eligibility_cli.console import say
from eligibility_cli.files import document

from eligibility.errors import EligibilityError, Fault, InputError
from eligibility.facts.values import EARLIEST, LATEST
from eligibility.language import Text

if TYPE_CHECKING:
    from eligibility.awards.award import Award
    from eligibility.rulebook import Region

__all__ = ["AwardsArgument", "DayOption", "awards_in", "day_of"]

AwardsArgument = Annotated[
    list[Path],
    typer.Argument(
        metavar="AIDE",
        help=say(
            "Fichiers d'aide, YAML ou JSON ; .jsonl : une aide par ligne ; - : l'entrée standard.",
            "Award files, YAML or JSON; .jsonl: one award a line; -: standard input.",
        ),
        show_default=False,
    ),
]
DayOption = Annotated[
    datetime | None,
    typer.Option(
        "--on",
        formats=["%Y-%m-%d"],
        metavar="AAAA-MM-JJ",
        help=say(
            "Jour du constat (par défaut : aujourd'hui).", "Day of the finding (default: today)."
        ),
        show_default=False,
    ),
]


def day_of(on: datetime | None) -> date:
    """
    The day asked for, else today.

    Raises:
        EligibilityError: a day that no award can be about.
    """
    day = on.date() if on else datetime.now().astimezone().date()
    if not EARLIEST <= day <= LATEST:
        raise EligibilityError(
            [
                Fault(
                    "day-out-of-bounds",
                    None,
                    Text(
                        f"`--on {day}` est un jour hors limites", f"`--on {day}` is out of bounds"
                    ),
                    Text(
                        f"choisissez un jour entre {EARLIEST} et {LATEST}",
                        f"choose a day from {EARLIEST} to {LATEST}",
                    ),
                )
            ]
        )
    return day


def awards_in(paths: Iterable[Path], region: "Region") -> Iterator["Award | EligibilityError"]:
    """Each award of each file in order, or what is wrong with it; the others go on."""
    from eligibility.awards.reader import read_award
    from eligibility.documents.json_lines import json_lines

    for path in paths:
        try:
            documents = json_lines(path) if path.suffix == ".jsonl" else [document(path)]
            for each in documents:
                if isinstance(each, InputError):
                    yield each
                    continue
                try:
                    yield read_award(each, region)
                except InputError as error:
                    yield error
        except InputError as error:
            yield error
