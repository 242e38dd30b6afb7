"""
`eligibility schemes`: the aid schemes as a whole.
"""

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from eligibility_cli.console import (
    JsonOption,
    LangOption,
    ReadingOption,
    RulesOption,
    default_region_folder,
    fail,
    is_ascii,
    language,
    say,
)
from eligibility_cli.files import document, readings
from eligibility_cli.rules import DayOption

from eligibility.errors import EligibilityError
from eligibility.language import Lang
from eligibility.logic import Status
from eligibility.rulebook import Rulebook, Scheme, in_force, load_region
from eligibility.schemes.find import meant_for, named

if TYPE_CHECKING:
    from eligibility.schemes.audit import Audited

__all__ = ["schemes"]

schemes = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help=say(
        "Les dispositifs d'aide : les lister, les lire, trouver ceux qui conviennent.",
        "The aid schemes: list them, read them, find those that fit.",
    ),
)
ForOption = Annotated[
    str | None,
    typer.Option(
        "--for",
        metavar="DEMANDEUR",
        help=say(
            "Seulement ceux qui s'adressent à ce demandeur (company, farm, individual…).",
            "Only those for this applicant (company, farm, individual…).",
        ),
        show_default=False,
    ),
]


def _today() -> datetime:
    return datetime.now().astimezone()


def _rulebook(folder: Path | None, on: datetime | None, lang: Lang) -> Rulebook:
    try:
        return in_force(load_region(folder or default_region_folder()), (on or _today()).date())
    except EligibilityError as error:
        fail(error, lang)


def list_schemes(
    applicant: ForOption = None,
    on: DayOption = None,
    as_json: JsonOption = False,
    rules: RulesOption = None,
    lang: LangOption = None,
) -> None:
    tongue = language(lang)
    rulebook = _rulebook(rules, on, tongue)
    try:
        found = meant_for(rulebook, applicant)
    except EligibilityError as error:
        fail(error, tongue)
    if as_json:
        for scheme in found:
            print(json.dumps(_row(scheme, tongue), ensure_ascii=is_ascii()))
        return
    from eligibility_cli.schemes_report import listing

    listing(found, rulebook, tongue)


list_schemes.__doc__ = say(
    "Les dispositifs : leur nom, à qui ils s'adressent, s'ils sont ouverts.",
    "The schemes: their names, whom they are for, whether they are open.",
)
schemes.command("list")(list_schemes)


def show_scheme(
    name: Annotated[
        str,
        typer.Argument(
            metavar="DISPOSITIF",
            help=say(
                "Identifiant ou nom, même ancien, d'un dispositif.",
                "Id or name, even a former one, of a scheme.",
            ),
            show_default=False,
        ),
    ],
    on: DayOption = None,
    rules: RulesOption = None,
    lang: LangOption = None,
) -> None:
    tongue = language(lang)
    rulebook = _rulebook(rules, on, tongue)
    try:
        scheme = named(rulebook, name)
    except EligibilityError as error:
        fail(error, tongue)
    from eligibility_cli.shown import shown_lines

    for line in shown_lines(rulebook, scheme.id, tongue) or ():
        print(line)


show_scheme.__doc__ = say(
    "Un dispositif relu en phrases : demandeurs, clauses, lectures, citations.",
    "A scheme read back in sentences: applicants, clauses, readings, quotes.",
)
schemes.command("show")(show_scheme)


def match(
    dossier: Annotated[
        Path,
        typer.Argument(
            metavar="DOSSIER",
            help=say(
                "Fichier de dossier, YAML ou JSON ; - pour l'entrée standard. Son `scheme` "
                "n'est pas lu, et peut manquer.",
                "Dossier file, YAML or JSON; - for standard input. Its `scheme` is not read, "
                "and may be absent.",
            ),
            show_default=False,
        ),
    ],
    on: Annotated[
        datetime | None,
        typer.Option(
            "--on",
            formats=["%Y-%m-%d"],
            metavar="AAAA-MM-JJ",
            help=say(
                "Jour d'application (par défaut : le dépôt du dossier, sinon aujourd'hui).",
                "Day of evaluation (default: the submission, else today).",
            ),
            show_default=False,
        ),
    ] = None,
    reading: ReadingOption = None,
    top: Annotated[
        int | None,
        typer.Option(
            "--top",
            min=1,
            metavar="N",
            help=say(
                "Seulement les N premiers de chaque groupe.", "Only the first N of each group."
            ),
            show_default=False,
        ),
    ] = None,
    as_json: JsonOption = False,
    rules: RulesOption = None,
    lang: LangOption = None,
) -> None:
    from eligibility.facts import read_dossier
    from eligibility.schemes import matches
    from eligibility.schemes.match import programs_of

    tongue = language(lang)
    try:
        chosen = readings(reading or [])
        region = load_region(rules or default_region_folder())
        given = read_dossier(
            document(dossier), region.catalogue, region.scheme_ids, scheme_needed=False
        )
        as_of = (on.date() if on else None) or given.submitted_on or _today().date()
        rulebook = in_force(region, as_of)
        found = matches(given, programs_of(rulebook, as_of, chosen), as_of)
    except EligibilityError as error:
        fail(error, tongue)
    if as_json:
        from eligibility.schemes.words import plain

        for each in found:
            print(json.dumps(plain(each, tongue), ensure_ascii=is_ascii()))
    else:
        from eligibility_cli.schemes_report import report

        report(given, found, rulebook, as_of, tongue, top)
    sys.stdout.flush()


match.__doc__ = say(
    "Quels dispositifs conviennent à un dossier, pourquoi pas les autres, que demander.",
    "Which schemes fit a dossier, why not the others, what to ask.",
)
schemes.command("match")(match)


def audit_schemes(
    ambitions: Annotated[
        Path | None,
        typer.Option(
            "--ambitions",
            metavar="FICHIER",
            help=say(
                "Les ambitions du Pacte Vert et ce qui est déclaré de chaque dispositif (YAML).",
                "The ambitions of the Pacte Vert and what is declared of each scheme (YAML).",
            ),
            show_default=False,
        ),
    ] = None,
    on: DayOption = None,
    as_json: JsonOption = False,
    rules: RulesOption = None,
    lang: LangOption = None,
) -> None:
    from eligibility.schemes.ambitions import load_ambitions
    from eligibility.schemes.audit import audit

    tongue = language(lang)
    rulebook = _rulebook(rules, on, tongue)
    try:
        known = load_ambitions(ambitions, rulebook) if ambitions else None
    except EligibilityError as error:
        fail(error, tongue)
    found = audit(rulebook, known)
    if as_json:
        for each in found:
            print(json.dumps(_audited(each), ensure_ascii=is_ascii()))
    else:
        from eligibility_cli.audit_report import report

        report(found, known, tongue)
    if any(status is Status.NOT_MET for each in found for _, status in each.findings):
        raise typer.Exit(1)


audit_schemes.__doc__ = say(
    "La conception de chaque dispositif au regard du Pacte Vert ; statut 1 si une règle est enfreinte.",
    "The design of each scheme under the Pacte Vert; status 1 if a rule is broken.",
)
schemes.command("audit")(audit_schemes)


def _audited(each: "Audited") -> dict[str, object]:
    declared = each.declared
    return {
        "schema": "eligibility/audit@1",
        "scheme": each.scheme.id,
        "serves": None if declared.serves is None else sorted(declared.serves),
        "contradicts": None if declared.contradicts is None else sorted(declared.contradicts),
        "findings": [
            {"clause": clause.id, "status": status.value} for clause, status in each.findings
        ],
    }


def _row(scheme: Scheme, lang: Lang) -> dict[str, object]:
    return {
        "scheme": scheme.id,
        "title": scheme.title[lang],
        "summary": scheme.summary[lang],
        "state": scheme.state.value,
        "applicants": list(scheme.applicants),
        "aliases": [alias.name for alias in scheme.aliases],
        "texts": list(scheme.texts),
        "in_force_from": scheme.in_force_from.isoformat(),
        "in_force_until": scheme.in_force_until.isoformat() if scheme.in_force_until else None,
        "clauses": [clause.id for clause in scheme.clauses],
    }
