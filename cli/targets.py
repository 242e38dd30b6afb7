"""
`eligibility targets`: a table in, what the Region's targets come to on it out.
"""

import json
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from eligibility_cli.console import (
    JsonOption,
    LangOption,
    RowDayOption,
    RulesOption,
    default_region_folder,
    fail,
    is_ascii,
    language,
    say,
)

from eligibility.documents import read_document
from eligibility.errors import EligibilityError
from eligibility.facts import Catalogue
from eligibility.rulebook import in_force, load_region

if TYPE_CHECKING:
    from eligibility.screening.portfolio import Measure, Portfolio

__all__ = ["targets"]


def targets(
    table: Annotated[
        Path,
        typer.Argument(
            metavar="TABLEAU",
            help=say(
                "Le tableau : .csv, .parquet ou .xlsx, un dossier par ligne.",
                "The table: .csv, .parquet or .xlsx, one dossier a row.",
            ),
            show_default=False,
        ),
    ],
    column_map: Annotated[
        Path | None,
        typer.Option(
            "--map",
            metavar="FICHIER.yaml",
            help=say(
                "La correspondance : leurs colonnes, nos données.",
                "The mapping: their columns, our facts.",
            ),
            show_default=False,
        ),
    ] = None,
    scheme: Annotated[
        str | None,
        typer.Option(
            "--scheme",
            help=say(
                "Le dispositif de toutes les lignes, où aucune colonne ne le dit.",
                "The scheme of every row, where no column tells it.",
            ),
            show_default=False,
        ),
    ] = None,
    on: RowDayOption = None,
    as_json: JsonOption = False,
    rules: RulesOption = None,
    lang: LangOption = None,
) -> None:
    from eligibility.screening.mapping import ColumnMap, read_mapping
    from eligibility.screening.portfolio import measured, targets_of
    from eligibility.screening.screen import Request

    tongue = language(lang)
    today = datetime.now().astimezone().date()
    day = on.date() if on else today
    try:
        region = load_region(rules or default_region_folder())
        columns = ColumnMap()
        if column_map is not None:
            columns = read_mapping(read_document(column_map), region.catalogue)
        request = Request(
            source=table,
            target=table,
            region=region,
            columns=columns,
            scheme=scheme,
            on=on.date() if on else None,
            today=today,
            lang=tongue,
        )
        found = measured(request, targets_of(in_force(region, day)))
    except EligibilityError as error:
        fail(error, tongue)
    if as_json:
        print(json.dumps(_plain(found, day, region.catalogue), ensure_ascii=is_ascii()))
    else:
        from eligibility_cli.targets_report import report

        report(found, day, tongue, region.catalogue)
    if found.errors:
        raise typer.Exit(3)


targets.__doc__ = say(
    "Où en sont les cibles chiffrées de la Région sur les dossiers d'un tableau.",
    "Where the Region's targets stand on the dossiers of a table.",
)


def _plain(found: "Portfolio", day: date, catalogue: Catalogue) -> dict[str, object]:
    return {
        "schema": "eligibility/targets@1",
        "on": day.isoformat(),
        "rows": found.rows,
        "errors": found.errors,
        "targets": [_measure(each, catalogue) for each in found.measures],
    }


def _measure(each: "Measure", catalogue: Catalogue) -> dict[str, object]:
    """Percent, dossiers, or the total in the unit of its fact (euros, jobs)."""
    target = each.target
    scale = 10 ** catalogue[target.fact].scale if target.fact else 1
    return {
        "clause": each.clause.id,
        "form": target.form.value,
        "at_least": _number(Fraction(target.at_least, scale)),
        "by": target.by.isoformat() if target.by else None,
        "least": None if each.least is None else _number(each.least / scale),
        "most": None if each.most is None else _number(each.most / scale),
        "reached": each.reached,
        "among": each.among,
        "unknown": each.unknown,
    }


def _number(value: Fraction) -> float | int:
    return value.numerator if value.denominator == 1 else round(float(value), 4)
