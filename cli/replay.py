"""
`eligibility replay`: recorded decisions evaluated again, from the record alone.
"""

import json
from collections import Counter
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from eligibility_cli.console import (
    JsonOption,
    LangOption,
    ReadingOption,
    console,
    fail,
    is_ascii,
    language,
    say,
    say_in,
)
from eligibility_cli.files import readings
from rich.table import Table
from rich.text import Text as Line

from eligibility.errors import EligibilityError, Fault, LedgerError
from eligibility.language import Lang, Text
from eligibility.ledger.labels import called

if TYPE_CHECKING:
    from eligibility.replay import Replayed

__all__ = ["replay"]

_VERDICTS = {
    "identical": Text("identique", "identical"),
    "different": Text("différent", "different"),
    "erased": Text(
        "non rejouable : données effacées ou retirées", "not replayable: erased or left out"
    ),
    "failed": Text("non rejouable", "not replayable"),
}
_COUNTED = {
    "identical": Text("identique(s)", "identical"),
    "different": Text("différente(s)", "different"),
    "erased": Text(
        "non rejouable(s) : données effacées ou retirées", "not replayable: erased or left out"
    ),
    "failed": Text("non rejouable(s) : erreur", "not replayable: error"),
}
_EVALUATED = {
    **_COUNTED,
    "different": Text(
        "évaluée(s) sous d'autres règles ou lectures", "evaluated under other rules or readings"
    ),
}
_CAUSES = {
    "rules": Text("les règles", "the rules"),
    "facts": Text("les données", "the facts"),
    "engine": Text(
        "le moteur, ou l'entrée elle-même (`ledger verify` le dit)",
        "the engine, or the entry itself (`ledger verify` tells)",
    ),
}


def replay(
    ledger: Annotated[
        str,
        typer.Argument(
            metavar="REGISTRE",
            help=say("Registre ou archive.", "Ledger or archive."),
            show_default=False,
        ),
    ],
    decision: Annotated[
        int | None,
        typer.Option(
            "--decision",
            min=0,
            help=say("Une seule entrée.", "One entry alone."),
            show_default=False,
        ),
    ] = None,
    rulebook: Annotated[
        Path | None,
        typer.Option(
            "--rulebook",
            help=say(
                "Sous d'autres règles : le dossier d'une région.",
                "Under other rules: a region's folder.",
            ),
            show_default=False,
        ),
    ] = None,
    reading: ReadingOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    from eligibility_cli.ledger_options import source_at
    from eligibility_cli.ledger_views import engines

    from eligibility.replay import Replayer
    from eligibility.rulebook import load_region

    tongue = language(lang)
    counts: Counter[str] = Counter()
    moves: Counter[tuple[str, str]] = Counter()
    changed: list[Replayed] = []
    try:
        region = load_region(rulebook) if rulebook else None
        chosen = readings(reading) if reading else None
        with ExitStack() as stack:
            replayer = Replayer(source_at(ledger), engines(stack), region=region, readings=chosen)
            for each in replayer.all(decision):
                if each.error and any(f.code == "unknown-reading" for f in each.error.faults):
                    raise each.error  # no decision could be read that way
                counts[each.verdict.value] += 1
                if each.after is not None:
                    moves[each.before, each.after] += 1
                if as_json:
                    print(json.dumps(_plain(each, tongue), ensure_ascii=is_ascii()))
                elif each.verdict.value != "identical":
                    changed.append(each)
        if decision is not None and not counts:
            raise LedgerError([_no_decision(decision)])
    except EligibilityError as error:
        fail(error, tongue)
    if not as_json:
        what_if = region is not None or chosen is not None
        if what_if:
            _what_if(changed, moves, tongue)
        else:
            _differences(changed, tongue)
        _summary(counts, tongue, _EVALUATED if what_if else _COUNTED)
    if counts["different"] or counts["failed"]:
        raise typer.Exit(1)


replay.__doc__ = say(
    "Rejoue les conclusions enregistrées : identiques, ou les différences clause par clause.",
    "Evaluates recorded decisions again: identical, or the differences clause by clause.",
)


def _no_decision(number: int) -> Fault:
    return Fault(
        "no-decision",
        None,
        Text(
            f"l'entrée n° {number} n'est pas une conclusion de ce registre",
            f"entry {number} is no decision of this ledger",
        ),
        Text("`ledger log` les liste", "`ledger log` lists them"),
    )


def _plain(each: "Replayed", lang: Lang) -> dict[str, object]:
    return {
        "number": each.number,
        "dossier": each.dossier,
        "verdict": each.verdict.value,
        "before": each.before,
        "after": each.after,
        "cause": each.cause.value if each.cause else None,
        "differences": [
            {"what": d.what, "before": d.before, "after": d.after} for d in each.differences
        ],
        "error": each.error.told(lang) if each.error else None,
    }


def _differences(changed: "list[Replayed]", lang: Lang) -> None:
    for each in changed:
        number = say_in(lang, f"n° {each.number}", f"no. {each.number}")
        print(f"{number}  {each.dossier}  {_VERDICTS[each.verdict.value][lang]}")
        if each.cause:
            cause = _CAUSES[each.cause.value][lang]
            print(say_in(lang, f"  cause : {cause}", f"  cause: {cause}"))
        for difference in each.differences:
            print(f"  {difference.what}")
            print(f"    - {difference.before}")
            print(f"    + {difference.after}")
        if each.error:
            print("  " + each.error.told(lang).replace("\n", "\n  "))


def _what_if(changed: "list[Replayed]", moves: Counter[tuple[str, str]], lang: Lang) -> None:
    """Counts, then the dossiers whose outcome or clauses change."""
    table = Table(box=None, padding=(0, 2, 0, 0))
    for head in (
        Text("n°", "no."),
        Text("dossier", "dossier"),
        Text("avant", "before"),
        Text("après", "after"),
        Text("clauses", "clauses"),
    ):
        table.add_column(head[lang])
    rows = moved = 0
    for each in changed:
        clauses = [
            f"{d.what} {d.before.split()[0]}→{d.after.split()[0]}"
            for d in each.differences
            if d.clause and d.before.split()[0] != d.after.split()[0]
        ]
        if each.before != each.after or clauses:
            rows += 1
            moved += each.after is not None
            after = called(each.after, lang) if each.after else _VERDICTS[each.verdict.value][lang]
            table.add_row(
                str(each.number),
                Line(each.dossier),
                called(each.before, lang),
                after,
                Line(", ".join(clauses)),
            )
    if rows:
        console().print(table)
    for reason, count in Counter(each.error.told(lang) for each in changed if each.error).items():
        print(f"{count:8}  {reason}")
    print(
        say_in(
            lang,
            f"{moved:8}  dont la conclusion ou une clause change",
            f"{moved:8}  whose conclusion or a clause changes",
        )
    )
    for (before, after), count in sorted(moves.items()):
        print(f"{count:8}  {called(before, lang)} → {called(after, lang)}")


def _summary(counts: Counter[str], lang: Lang, words: Mapping[str, Text]) -> None:
    said = [f"{counts[name]} {words[name][lang]}" for name in words if counts[name]]
    total = sum(counts.values())
    head = say_in(lang, f"{total} conclusion(s)", f"{total} decision(s)")
    mark = say_in(lang, " : ", ": ")
    print(f"{head}{mark}{', '.join(said)}" if said else head)
