"""
`eligibility rules sql`: the screening as one query, for a warehouse.
"""

from datetime import datetime
from typing import Annotated

import typer
from eligibility_cli.console import (
    LangOption,
    ReadingOption,
    RowDayOption,
    RulesOption,
    default_region_folder,
    fail,
    language,
    say,
)
from eligibility_cli.files import readings

from eligibility.errors import EligibilityError
from eligibility.rulebook import load_region

__all__ = ["print_sql"]


def print_sql(
    dialect: Annotated[
        str,
        typer.Option(
            "--dialect", help=say("duckdb, postgres ou spark.", "duckdb, postgres or spark.")
        ),
    ] = "duckdb",
    on: RowDayOption = None,
    reading: ReadingOption = None,
    rules: RulesOption = None,
    lang: LangOption = None,
) -> None:
    tongue = language(lang)
    try:
        from eligibility.screening.dialects import as_query, natural_schema
        from eligibility.screening.plan import plan
        from eligibility.screening.statement import Question

        made = plan(load_region(rules or default_region_folder()), readings(reading or []))
        question = Question(
            binding=None,
            schema=natural_schema(made),
            by_hand=False,
            on=on.date() if on else None,
            today=datetime.now().astimezone().date(),
            lang=tongue,
        )
        print(as_query(made, question, dialect))
    except EligibilityError as error:
        fail(error, tongue)


print_sql.__doc__ = say(
    "Écrit l'examen d'un tableau en une requête SQL, pour un entrepôt de données.",
    "Writes the screening of a table as one SQL query, for a data warehouse.",
)
