"""
`eligibility schema`: JSON Schemas of the files, for editors.
"""

import json
from enum import StrEnum
from typing import Annotated

import typer
from eligibility_cli.console import (
    LangOption,
    RulesOption,
    default_region_folder,
    fail,
    language,
    say,
)

from eligibility.errors import EligibilityError

__all__ = ["schema"]


class What(StrEnum):
    """The kinds of file that have a schema."""

    RULE = "rule"
    DOSSIER = "dossier"
    AWARD = "award"


def schema(
    what: Annotated[
        What,
        typer.Argument(
            help=say("rule (règles), dossier ou award (aide).", "rule, dossier or award."),
            show_default=False,
        ),
    ],
    rules: RulesOption = None,
    lang: LangOption = None,
) -> None:
    tongue = language(lang)
    try:
        if what is What.RULE:
            from eligibility.rulebook.schemas import rule_schema

            found = rule_schema()
        else:
            from eligibility.awards.schema import award_schema
            from eligibility.rulebook import load_region
            from eligibility.rulebook.schemas import dossier_schema

            region = load_region(rules or default_region_folder())
            made = dossier_schema if what is What.DOSSIER else award_schema
            found = made(region, tongue)
    except EligibilityError as error:
        fail(error, tongue)
    print(json.dumps(found, indent=2, ensure_ascii=True))


schema.__doc__ = say(
    "Le schéma JSON des fichiers de règles, de dossiers ou d'aides, pour les éditeurs.",
    "The JSON Schema of rule files, dossiers or awards, for editors.",
)
