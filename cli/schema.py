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


def schema(
    what: Annotated[
        What,
        typer.Argument(
            help=say("rule (règles) ou dossier.", "rule or dossier."), show_default=False
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
            from eligibility.rulebook import load_region
            from eligibility.rulebook.schemas import dossier_schema

            region = load_region(rules or default_region_folder())
            found = dossier_schema(region, tongue)
    except EligibilityError as error:
        fail(error, tongue)
    print(json.dumps(found, indent=2, ensure_ascii=True))


schema.__doc__ = say(
    "Le schéma JSON des fichiers de règles ou de dossiers, pour les éditeurs.",
    "The JSON Schema of rule files or dossiers, for editors.",
)
