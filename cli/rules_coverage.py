"""
`eligibility rules coverage`: every sentence of the source, executed or listed as what it is.
"""

import json
import textwrap
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from eligibility_cli.console import (
    JsonOption,
    LangOption,
    RulesOption,
    default_region_folder,
    fail,
    language,
    say,
    say_in,
)

from eligibility.errors import EligibilityError
from eligibility.language import Lang
from eligibility.rulebook import load_region

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from eligibility.rulebook.coverage import Covered

__all__ = ["print_coverage"]

_SHOWN = 20
"""Gaps that are named; `--json` names all."""


def print_coverage(
    inventory: Annotated[
        Path | None,
        typer.Option(
            "--inventory",
            exists=True,
            dir_okay=False,
            help=say(
                "L'inventaire (JSON, une entrée par ligne) auquel comparer les fichiers.",
                "The inventory (JSON, an entry a line) to hold the files against.",
            ),
            show_default=False,
        ),
    ] = None,
    as_json: JsonOption = False,
    rules: RulesOption = None,
    lang: LangOption = None,
) -> None:
    from eligibility.rulebook.coverage import coverage, inventory_ids

    tongue = language(lang)
    folder = rules or default_region_folder()
    try:
        found = coverage(folder, load_region(folder))
        ids = inventory_ids(inventory) if inventory else None
    except EligibilityError as error:
        fail(error, tongue)
    gaps = [each.id for one in found for each in one.entries if each.counted_as is None]
    listed = {each.id for one in found for each in one.entries}
    absent = sorted(set(ids) - listed) if ids is not None else []
    unknown = sorted(listed - set(ids)) if ids is not None else []
    if as_json:
        print(json.dumps(_plain(found, [*gaps, *absent], unknown)))
    else:
        _table(found, tongue)
        _named(gaps, say_in(tongue, "sans suite", "not looked at"))
        _named(absent, say_in(tongue, "absentes des fichiers", "not in the files"))
        _named(unknown, say_in(tongue, "absentes de l'inventaire", "not in the inventory"))
    if absent or unknown or any(one.gaps for one in found) or not found:
        raise typer.Exit(1)


print_coverage.__doc__ = say(
    "Dit, document par document, ce qu'est devenue chaque phrase de la source ; statut 1 s'il en manque.",
    "Says, document by document, what became of each sentence of the source; status 1 if any is missing.",
)


def _table(found: "Sequence[Covered]", lang: Lang) -> None:
    kinds = {
        "encoded": say_in(lang, "exécutées", "executed"),
        "information": say_in(lang, "information", "information"),
        "judgement": say_in(lang, "appréciation", "judgement"),
        "past": say_in(lang, "passées", "past"),
        "announced": say_in(lang, "annoncées", "announced"),
        "not_encodable": say_in(lang, "non codables", "not encodable"),
    }
    rows = [(one.document, one.count, one.counts, one.gaps) for one in found]
    sums = Counter[str]()
    for _, _, counts, _ in rows:
        sums.update(counts)
    rows.append(("total", sum(row[1] for row in rows), sums, sum(row[3] for row in rows)))
    width = max(len(row[0]) for row in rows)
    for document, count, counts, gaps in rows:
        parts = [f"{counts[kind]} {word}" for kind, word in kinds.items() if counts.get(kind)]
        if gaps:
            parts.append(f"{gaps} {say_in(lang, 'sans suite', 'not looked at')}")
        print(f"{document:{width}} {count:5}")
        print(textwrap.fill(", ".join(parts), 78, initial_indent="  ", subsequent_indent="  "))


def _named(ids: "Sequence[str]", what: str) -> None:
    if ids:
        more = f" … (+{len(ids) - _SHOWN})" if len(ids) > _SHOWN else ""
        text = f"{what} ({len(ids)}): {', '.join(ids[:_SHOWN])}{more}"
        print(textwrap.fill(text, 80, subsequent_indent="  ", break_on_hyphens=False))


def _plain(
    found: "Sequence[Covered]", gaps: "Sequence[str]", unknown: "Sequence[str]"
) -> "Mapping[str, object]":
    return {
        "schema": "eligibility/coverage@1",
        "documents": [
            {
                "document": one.document,
                "count": one.count,
                "gaps": one.gaps,
                "counts": dict(one.counts),
                "entries": [
                    {
                        "entry": each.id,
                        "clauses": list(each.clauses),
                        "kind": each.kind,
                        "reason": {"fr": each.reason.fr, "en": each.reason.en}
                        if each.reason
                        else None,
                    }
                    for each in one.entries
                ],
            }
            for one in found
        ],
        "gaps": list(gaps),
        "unknown": list(unknown),
    }
