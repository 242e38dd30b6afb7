"""
`eligibility rules test`: the worked examples beside the rules, on dossiers and on awards.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

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
from eligibility.language import Lang, Text
from eligibility.rulebook import load_region

if TYPE_CHECKING:
    from eligibility.decisions.examples import Mismatch

__all__ = ["run_tests"]

_DOSSIER = {"met": "M", "not_met": "N", "unknown": "?", "not_applicable": "-"}
_AWARD = {"kept": "T", "breached": "X", "pending": "C", "unknown": "?"}


def run_tests(rules: RulesOption = None, lang: LangOption = None) -> None:
    from eligibility.awards.examples import run_award_examples
    from eligibility.decisions.examples import run_examples
    from eligibility.engines.join_worker import JoinWorker
    from eligibility.engines.worker import Worker

    tongue = language(lang)
    folder = rules or default_region_folder()
    try:
        region = load_region(folder)
        with Worker() as worker:
            dossiers = run_examples(region, folder, worker)
        with JoinWorker() as matcher:
            awards = run_award_examples(region, folder, matcher)
    except EligibilityError as error:
        fail(error, tongue)
    _statuses(dossiers.seen, _DOSSIER)
    _statuses(awards.seen, _AWARD)
    _mismatches((*dossiers.mismatches, *awards.mismatches), tongue)
    for clause, lacking in (*dossiers.gaps(), *awards.gaps()):
        never = Text("jamais vue", "never seen")[tongue]
        print(f"{clause}: {never} {', '.join(lacking)}")
    ran = dossiers.ran + awards.ran
    wrong = len(dossiers.mismatches) + len(awards.mismatches)
    print(
        Text(
            f"{ran} exemples, {wrong} écart(s)"
            " (M remplie, N non remplie, ? inconnue, - sans objet ;"
            " T terminé, X manquement, C en cours)",
            f"{ran} examples, {wrong} mismatch(es)"
            " (M met, N not met, ? unknown, - not applicable;"
            " T over, X breached, C running)",
        )[tongue]
    )
    if not (dossiers.passed and awards.passed):
        raise typer.Exit(1)


run_tests.__doc__ = say(
    "Joue les exemples placés à côté des règles ; dit quels statuts chaque clause a pris.",
    "Runs the worked examples beside the rules; says which statuses each clause took.",
)


def _statuses(seen: Mapping[str, Collection[str]], marks: dict[str, str]) -> None:
    for clause, statuses in seen.items():
        letters = "".join(mark if status in statuses else "." for status, mark in marks.items())
        print(f"{clause:24} {letters}")


def _mismatches(found: "Iterable[Mismatch]", lang: Lang) -> None:
    for each in found:
        print(f"{each.place}: {each.example[lang]}")
        expected = Text("attendu", "expected")[lang]
        came = Text("trouvé", "found")[lang]
        print(f"  {each.what}: {expected} {each.expected} ; {came} {each.found}")
