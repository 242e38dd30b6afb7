"""
`eligibility advise`: dossiers in, the smallest sets of changes that make them eligible out.
"""

import json
import sys
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from eligibility_cli.check import Checker
from eligibility_cli.console import (
    JsonOption,
    LangOption,
    ReadingOption,
    RulesOption,
    default_region_folder,
    fail,
    is_ascii,
    language,
    print_errors,
    say,
)
from eligibility_cli.files import readings

from eligibility.advice import advise as advice_for
from eligibility.errors import EligibilityError
from eligibility.rulebook import load_region

__all__ = ["advise"]


def advise(
    dossiers: Annotated[
        list[Path],
        typer.Argument(
            metavar="DOSSIER",
            help=say(
                "Fichiers de dossier, YAML ou JSON ; - pour l'entrée standard.",
                "Dossier files, YAML or JSON; - for standard input.",
            ),
            show_default=False,
        ),
    ],
    on: Annotated[
        datetime | None,
        typer.Option(
            "--on",
            formats=["%Y-%m-%d"],
            metavar="AAAA-MM-JJ",
            help=say(
                "Jour d'application (par défaut : le dépôt du dossier, sinon aujourd'hui).",
                "Day of evaluation (default: the submission, else today).",
            ),
            show_default=False,
        ),
    ] = None,
    reading: ReadingOption = None,
    as_json: JsonOption = False,
    rules: RulesOption = None,
    lang: LangOption = None,
) -> None:
    tongue = language(lang)
    try:
        chosen = readings(reading or [])
        region = load_region(rules or default_region_folder())
    except EligibilityError as error:
        fail(error, tongue)
    day = on.date() if on else None
    failed = False
    shown = 0
    with ExitStack() as stack:
        checker = Checker(region, chosen, stack, lambda: None)
        for path in dossiers:
            try:
                found = advice_for(checker.decision(path, day))
            except EligibilityError as error:
                sys.stdout.flush()
                print_errors(error, tongue)
                failed = True
                continue
            if as_json:
                from eligibility.advice.plain import plain

                print(json.dumps(plain(found, tongue), ensure_ascii=is_ascii()))
            else:
                from eligibility_cli.advice_report import report

                report(found, tongue, first=shown == 0)
            shown += 1
            sys.stdout.flush()
    if failed:
        raise typer.Exit(2)


advise.__doc__ = say(
    "Dit ce qu'il faudrait changer pour qu'un dossier devienne éligible, et qui le peut.",
    "Says what would have to change for a dossier to become eligible, and who can do it.",
)
