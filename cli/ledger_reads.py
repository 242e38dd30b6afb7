"""
`eligibility ledger log`, `show`, `stats`: the record read.
"""

import json
from datetime import datetime
from typing import Annotated

import typer
from eligibility_cli.console import JsonOption, LangOption, fail, is_ascii, language, say
from eligibility_cli.ledger_options import LedgerArgument, NumberArgument, source_at, usage

from eligibility.errors import EligibilityError, did_you_mean
from eligibility.language import Text
from eligibility.ledger.labels import OUTCOMES, RULINGS

__all__ = ["log", "show", "stats"]


def log(
    where: LedgerArgument,
    scheme: Annotated[
        str | None, typer.Option("--scheme", help=say("Dispositif.", "Scheme."), show_default=False)
    ] = None,
    outcome: Annotated[
        str | None,
        typer.Option(
            "--outcome",
            help=say("Conclusion ou acte.", "Outcome or ruling."),
            show_default=False,
        ),
    ] = None,
    officer: Annotated[
        str | None, typer.Option("--officer", help=say("Agent.", "Officer."), show_default=False)
    ] = None,
    since: Annotated[
        datetime | None,
        typer.Option(
            "--since",
            formats=["%Y-%m-%d"],
            help=say("Enregistré ce jour ou après (UTC).", "Recorded that day or after (UTC)."),
            show_default=False,
        ),
    ] = None,
    until: Annotated[
        datetime | None,
        typer.Option(
            "--until",
            formats=["%Y-%m-%d"],
            help=say("Enregistré ce jour ou avant (UTC).", "Recorded that day or before (UTC)."),
            show_default=False,
        ),
    ] = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    from eligibility_cli.ledger_views import log_rows, print_log

    tongue = language(lang)
    first, last = (each.strftime("%Y-%m-%d") if each else None for each in (since, until))
    wanted = {"scheme": scheme, "outcome": outcome, "officer": officer}
    try:
        if outcome is not None and outcome not in (known := (*OUTCOMES, *RULINGS)):
            raise usage(
                f"--outcome « {outcome} » : aucun résultat de ce nom",
                f"--outcome “{outcome}”: there is no such result",
                did_you_mean(outcome, known) or Text(", ".join(known), ", ".join(known)),
            )
        rows = log_rows(
            source_at(where),
            {name: value for name, value in wanted.items() if value is not None},
            first or "",
            f"{last}T24" if last else "9999",
        )
        if as_json:
            for row in rows:
                print(json.dumps(row, ensure_ascii=is_ascii()))
        else:
            print_log(rows, tongue)
    except EligibilityError as error:
        fail(error, tongue)


log.__doc__ = say("Les entrées, dans l'ordre.", "The entries, in order.")


def show(
    where: LedgerArgument,
    number: NumberArgument,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    from eligibility_cli.ledger_views import print_entry

    tongue = language(lang)
    try:
        print_entry(source_at(where), number, tongue, as_json=as_json)
    except EligibilityError as error:
        fail(error, tongue)


show.__doc__ = say(
    "Une entrée : la conclusion et ses motifs, l'acte de l'agent.",
    "One entry: the conclusion and its reasons, the officer's act.",
)


def stats(where: LedgerArgument, as_json: JsonOption = False, lang: LangOption = None) -> None:
    from eligibility_cli.ledger_views import counted, print_stats

    tongue = language(lang)
    try:
        found = counted(source_at(where))
    except EligibilityError as error:
        fail(error, tongue)
    if as_json:
        print(json.dumps(found, ensure_ascii=is_ascii()))
    else:
        print_stats(found, tongue)


stats.__doc__ = say(
    "Compte les conclusions, les actes, les écarts, les clauses en défaut.",
    "Counts conclusions, rulings, departures, clauses that fail.",
)
