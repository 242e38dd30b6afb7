"""
`eligibility appreciate`: a dossier in, the officer's sheet of criteria and priorities out.
"""

import json
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
    say,
)
from eligibility_cli.files import readings

from eligibility.appreciation import sheet
from eligibility.appreciation.grid import load_grid
from eligibility.appreciation.proposal import propose
from eligibility.errors import EligibilityError
from eligibility.rulebook import load_region

__all__ = ["appreciate"]


def appreciate(
    dossier: Annotated[
        Path,
        typer.Argument(
            metavar="DOSSIER",
            help=say(
                "Fichier de dossier, YAML ou JSON ; - pour l'entrée standard.",
                "Dossier file, YAML or JSON; - for standard input.",
            ),
            show_default=False,
        ),
    ],
    grid: Annotated[
        Path | None,
        typer.Option(
            "--grid",
            metavar="GRILLE",
            help=say(
                "Grille de la Région (YAML) : poids, notes et intensités qu'elle a choisis.",
                "A grid of the Region (YAML): the weights, marks and intensities it chose.",
            ),
            show_default=False,
        ),
    ] = None,
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
    with ExitStack() as stack:
        try:
            chosen = readings(reading or [])
            region = load_region(rules or default_region_folder())
            checker = Checker(region, chosen, stack, lambda: None)
            decision = checker.decision(dossier, on.date() if on else None)
            found = sheet(decision)
            weighed = load_grid(grid, decision.program.rulebook) if grid else None
        except EligibilityError as error:
            fail(error, tongue)
    proposal = propose(found, weighed) if weighed else None
    if as_json:
        from eligibility.appreciation.plain import plain

        print(json.dumps(plain(found, proposal, tongue), ensure_ascii=is_ascii()))
    else:
        from eligibility_cli.appreciation_report import report

        report(found, proposal, tongue)


appreciate.__doc__ = say(
    "La fiche d'appréciation : chaque critère et chaque priorité, remplis ou à apprécier.",
    "The appreciation sheet: each criterion and priority, filled or to be judged.",
)
