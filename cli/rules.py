"""
`eligibility rules`: read, check and compare the rules.
"""

import json
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from eligibility_cli.console import (
    JsonOption,
    LangOption,
    RulesOption,
    default_region_folder,
    fail,
    language,
    say,
)

from eligibility.errors import EligibilityError, Fault, InputError, did_you_mean
from eligibility.language import Lang, Text
from eligibility.rulebook import Region, Rulebook, in_force, load_region

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["rules"]

rules = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help=say("Lire, contrôler et comparer les règles.", "Read, check and compare the rules."),
)
DayOption = Annotated[
    datetime | None,
    typer.Option(
        "--on",
        formats=["%Y-%m-%d"],
        metavar="AAAA-MM-JJ",
        help=say(
            "Règles en vigueur ce jour (par défaut : aujourd'hui).",
            "Rules of that day (default: today).",
        ),
        show_default=False,
    ),
]


def _region(folder: Path | None, lang: Lang, *, cached: bool = True) -> Region:
    try:
        return load_region(folder or default_region_folder(), cached=cached)
    except EligibilityError as error:
        fail(error, lang)


def _rulebook(folder: Path | None, on: datetime | None, lang: Lang) -> Rulebook:
    region = _region(folder, lang)
    day = on.date() if on else datetime.now().astimezone().date()
    try:
        return in_force(region, day)
    except EligibilityError as error:
        fail(error, lang)


def _print_faults(faults: "Iterable[Fault]", lang: Lang) -> None:
    for fault in faults:
        print(fault.told(lang))


def list_rules(
    on: DayOption = None,
    as_json: JsonOption = False,
    rules: RulesOption = None,
    lang: LangOption = None,
) -> None:
    tongue = language(lang)
    rulebook = _rulebook(rules, on, tongue)
    for part in rulebook.parts:
        if not as_json:
            print(f"\n{part.id}  {part.title[tongue]}")
        for clause in part.clauses:
            if as_json:
                row = {
                    "clause": clause.id,
                    "of": part.id,
                    "kind": clause.kind,
                    "stage": clause.stage,
                    "title": clause.title[tongue],
                    "lines": clause.citation.lines,
                }
                print(json.dumps(row, ensure_ascii=True))
            else:
                print(f"  {clause.id:22} {clause.kind:14} {clause.title[tongue]}")


list_rules.__doc__ = say(
    "Toutes les clauses, par texte et par dispositif.", "Every clause, by text and scheme."
)
rules.command("list")(list_rules)


def show(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NOM",
            help=say(
                "Clause, lecture, dispositif, donnée ou notion (company.is_pme).",
                "Clause, reading, scheme, fact or predicate (company.is_pme).",
            ),
            show_default=False,
        ),
    ],
    on: DayOption = None,
    rules: RulesOption = None,
    lang: LangOption = None,
) -> None:
    from eligibility_cli.shown import shown_lines

    tongue = language(lang)
    rulebook = _rulebook(rules, on, tongue)
    lines = shown_lines(rulebook, name, tongue)
    if lines is None:
        _unknown_name(rulebook, name, tongue)
    for line in lines:
        print(line)


show.__doc__ = say(
    "Relit une clause en une phrase, avec sa citation et ses lectures.",
    "Reads a clause back as a sentence, with its quote and readings.",
)
rules.command("show")(show)


def _unknown_name(rulebook: Rulebook, name: str, lang: Lang) -> NoReturn:
    known = [
        *(clause.id for clause in rulebook.clauses()),
        *(reading.id for reading in rulebook.readings()),
        *(scheme.id for scheme in rulebook.schemes),
        *rulebook.catalogue.facts,
        *rulebook.region.derived,
    ]
    text = Text(f"rien ne porte le nom `{name}`", f"nothing is called `{name}`")
    hint = did_you_mean(name, known) or Text(
        "la liste : eligibility rules list", "the list: eligibility rules list"
    )
    fail(InputError([Fault("unknown-name", None, text, hint)]), lang)


def lint(rules: RulesOption = None, lang: LangOption = None) -> None:
    from eligibility.rulebook.lint import lint as doubts

    tongue = language(lang)
    region = _region(rules, tongue, cached=False)
    found = doubts(region)
    _print_faults(found, tongue)
    clauses = sum(len(part.clauses) for part in region.parts)
    print(
        Text(
            f"{clauses} clauses, {len(found)} défaut(s)",
            f"{clauses} clauses, {len(found)} fault(s)",
        )[tongue]
    )
    if found:
        raise typer.Exit(1)


lint.__doc__ = say("Cherche les défauts des règles.", "Looks for faults in the rules.")
rules.command("lint")(lint)


def cite(
    source: Annotated[
        Path,
        typer.Option(
            "--source", help=say("Le document source, en texte.", "The source document, as text.")
        ),
    ],
    rules: RulesOption = None,
    lang: LangOption = None,
) -> None:
    from eligibility.documents import read_path
    from eligibility.rulebook.cite import check_citations

    tongue = language(lang)
    region = _region(rules, tongue)
    try:
        text = read_path(source, limit=64 * 1024 * 1024).decode("utf-8", errors="replace")
    except EligibilityError as error:
        fail(error, tongue)
    report = check_citations(region, text)
    _print_faults(report.faults, tongue)
    for lines, words in report.uncovered:
        print(
            Text(
                f"{source}: L{lines} : aucune clause ne rend compte de « {words} »",
                f"{source}: L{lines}: no clause accounts for “{words}”",
            )[tongue]
        )
    print(
        Text(
            f"{report.checked} citations, {len(report.faults)} défaut(s), "
            f"{len(report.uncovered)} phrase(s) sans clause",
            f"{report.checked} quotes, {len(report.faults)} fault(s), "
            f"{len(report.uncovered)} sentence(s) without a clause",
        )[tongue]
    )
    if report.faults or report.uncovered:
        raise typer.Exit(1)


cite.__doc__ = say(
    "Vérifie chaque citation dans le document source, et que chaque phrase a sa clause.",
    "Checks every quote in the source document, and that every sentence has its clause.",
)
rules.command("cite")(cite)


def diff(
    old: Annotated[
        str,
        typer.Argument(
            metavar="ANCIEN", help=say("Dossier de règles ou jour.", "Folder of rules or day.")
        ),
    ],
    new: Annotated[
        str,
        typer.Argument(
            metavar="NOUVEAU", help=say("Dossier de règles ou jour.", "Folder of rules or day.")
        ),
    ],
    rules: RulesOption = None,
    lang: LangOption = None,
) -> None:
    from eligibility.rulebook.diff import changes

    tongue = language(lang)
    none = Text("(rien)", "(nothing)")[tongue]
    count = 0
    for each in changes(_side(old, rules, tongue), _side(new, rules, tongue), tongue):
        count += 1
        print(f"{each.subject}: {each.what[tongue]}")
        print(f"  - {each.before or none}")
        print(f"  + {each.after or none}")
    print(Text(f"{count} différence(s)", f"{count} difference(s)")[tongue])


diff.__doc__ = say(
    "Dit en phrases ce qui sépare deux versions des règles.",
    "Tells two versions of the rules apart, in sentences.",
)
rules.command("diff")(diff)


def _side(text: str, folder: Path | None, lang: Lang) -> Rulebook:
    """The rules of a day, or the last ones of a folder."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        region = _region(Path(text), lang)
        return in_force(region, max(s.in_force_from for s in region.strategies))
    try:
        return in_force(_region(folder, lang), day)
    except EligibilityError as error:
        fail(error, lang)


def _add_others() -> None:
    from eligibility_cli.rules_coverage import print_coverage
    from eligibility_cli.rules_sql import print_sql
    from eligibility_cli.rules_test import run_tests

    rules.command("test")(run_tests)
    rules.command("coverage")(print_coverage)
    rules.command("sql")(print_sql)


_add_others()
