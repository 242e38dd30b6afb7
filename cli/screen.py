"""
`eligibility screen`: a table in, a table out.
"""

import json
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from eligibility_cli.console import (
    LangOption,
    ReadingOption,
    RowDayOption,
    RulesOption,
    default_region_folder,
    fail,
    is_ascii,
    language,
    say,
    say_in,
)
from eligibility_cli.files import exclusive, readings

from eligibility.documents.reading import read_document
from eligibility.errors import EligibilityError
from eligibility.rulebook import load_region

__all__ = ["Engine", "screen"]


class Engine(StrEnum):
    """What runs the screening."""

    DUCKDB = "duckdb"
    SPARK = "spark"


def screen(
    table: Annotated[
        str,
        typer.Argument(
            metavar="TABLEAU",
            help=say(
                "Le tableau : .csv, .jsonl, .parquet ou .xlsx, un dossier par ligne.",
                "The table: .csv, .jsonl, .parquet or .xlsx, one dossier a row.",
            ),
            show_default=False,
        ),
    ],
    out: Annotated[
        str | None,
        typer.Option(
            "--out",
            metavar="RÉSULTAT",
            help=say(
                "Le résultat : .csv, .jsonl, .parquet ou .xlsx.",
                "The result: .csv, .jsonl, .parquet or .xlsx.",
            ),
            show_default=False,
        ),
    ] = None,
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
    explain_columns: Annotated[
        bool,
        typer.Option(
            "--explain-columns",
            help=say(
                "Proposer une correspondance, et dire ce qui n'est pas compris.",
                "Propose a mapping, and say what is not understood.",
            ),
        ),
    ] = False,
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
    reading: ReadingOption = None,
    compare_rulebook: Annotated[
        Path | None,
        typer.Option(
            "--compare-rulebook",
            metavar="DOSSIER",
            help=say(
                "Et si les règles étaient celles de ce dossier du disque ? RÉSULTAT : ce qui change.",
                "What if the rules were those of this folder? RÉSULTAT: what changes.",
            ),
            show_default=False,
        ),
    ] = None,
    compare_reading: Annotated[
        list[str] | None,
        typer.Option(
            "--compare-reading",
            metavar="ID=ALTERNATIVE",
            help=say(
                "Et si cette lecture était retenue ? Peut être répété.",
                "What if this reading were taken? May be repeated.",
            ),
            show_default=False,
        ),
    ] = None,
    engine: Annotated[
        Engine,
        typer.Option(
            "--engine",
            help=say(
                "duckdb (ici même) ou spark (Parquet en entrée et en sortie).",
                "duckdb (right here) or spark (Parquet in and out).",
            ),
        ),
    ] = Engine.DUCKDB,
    master: Annotated[
        str,
        typer.Option(
            "--master",
            help=say(
                "Pour Spark : local[2], spark://…, yarn.", "For Spark: local[2], spark://…, yarn."
            ),
        ),
    ] = "local[*]",
    record: Annotated[
        str | None,
        typer.Option(
            "--record",
            metavar="REGISTRE",
            help=say(
                "Enregistrer l'examen : un fichier, ou l'adresse d'une base PostgreSQL.",
                "Record the screening: a file, or the URL of a PostgreSQL database.",
            ),
            show_default=False,
        ),
    ] = None,
    officer: Annotated[
        str | None,
        typer.Option(
            "--officer",
            help=say("L'agent qui enregistre.", "The officer who records."),
            show_default=False,
        ),
    ] = None,
    as_json: Annotated[
        bool,
        typer.Option(
            "--json", help=say("Le bilan en un objet JSON.", "The summary as one JSON object.")
        ),
    ] = False,
    rules: RulesOption = None,
    lang: LangOption = None,
) -> None:
    tongue = language(lang)
    try:
        region = load_region(rules or default_region_folder())
        if explain_columns:
            from eligibility_cli.columns import explain

            explain(Path(table), region, tongue)
            return
        if out is None:
            raise no_output()
        from eligibility_cli.progress import progress
        from eligibility_cli.screen_record import recording
        from eligibility_cli.tally import print_tally, tally_object

        from eligibility.screening.mapping import ColumnMap, read_mapping
        from eligibility.screening.screen import Request
        from eligibility.screening.screen import screen as run

        columns = ColumnMap()
        if column_map is not None:
            columns = read_mapping(read_document(column_map), region.catalogue)
        request = Request(
            source=Path(table),
            target=Path(out),
            region=region,
            readings=readings(reading or []),
            columns=columns,
            scheme=scheme,
            on=on.date() if on else None,
            today=datetime.now().astimezone().date(),
            lang=tongue,
        )
        if engine is Engine.SPARK:
            from eligibility_cli.cluster import screen_on_cluster

            exclusive(record=record, engine_spark=True)
            exclusive(compare_rulebook=compare_rulebook, engine_spark=True)
            exclusive(compare_reading=compare_reading, engine_spark=True)
            screen_on_cluster(request, table, out, master, as_json=as_json)
            return
        if compare_rulebook is not None or compare_reading:
            from eligibility_cli.comparison import compare_and_print

            for compared in (
                {"compare_rulebook": compare_rulebook},
                {"compare_reading": compare_reading},
            ):
                exclusive(record=record, **compared)
                exclusive(officer=officer, **compared)
            other = region if compare_rulebook is None else load_region(compare_rulebook)
            instead = {**request.readings, **readings(compare_reading or [], "--compare-reading")}
            if compare_and_print(request, other, instead, as_json=as_json):
                raise typer.Exit(3)
            return
        with recording(record, rules or default_region_folder(), officer, request) as keep:
            with progress(tongue) as tick:
                result = run(request, tick)
            number = keep(result)
    except EligibilityError as error:
        fail(error, tongue)
    if as_json:
        print(json.dumps(tally_object(result, number), ensure_ascii=is_ascii()))
    else:
        print_tally(result, request, tongue)
        if number is not None:
            print(say_in(tongue, f"Enregistré : n° {number}", f"Recorded: number {number}"))
    if result.tally.errors:
        raise typer.Exit(3)


screen.__doc__ = say(
    "Passe tout un tableau au crible : un dossier par ligne, une conclusion par dossier.",
    "Screens a whole table: one dossier a row, one conclusion a dossier.",
)


def no_output() -> EligibilityError:
    """The error where nobody said where the result goes."""
    from eligibility.errors import Fault
    from eligibility.language import Text

    return EligibilityError(
        [
            Fault(
                "usage",
                None,
                Text("--out manque", "--out is missing"),
                Text(
                    "nommez le fichier du résultat, par exemple --out resultat.xlsx",
                    "name the file of the result, such as --out result.xlsx",
                ),
            )
        ]
    )
