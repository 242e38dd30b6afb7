"""
`eligibility check`: dossiers in, conclusions with reasons out.
"""

import json
import sys
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

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
    print_errors,
    say,
    say_in,
    utc_now,
)
from eligibility_cli.files import document, exclusive, readings
from eligibility_cli.ledger_options import usage

from eligibility.decisions import Decision, Outcome, decide
from eligibility.engines.worker import Worker
from eligibility.errors import EligibilityError
from eligibility.facts import read_dossier
from eligibility.language import Lang
from eligibility.rulebook import Program, Region, in_force, load_region, program

__all__ = ["Checker", "check"]


def check(
    dossiers: Annotated[
        list[Path],
        typer.Argument(
            metavar="DOSSIER",
            help=say(
                "Fichiers de dossier, YAML ou JSON ; - pour l'entrée standard.",
                "Dossier files, YAML or JSON; - for standard input.",
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
    as_json: JsonOption = False,
    as_markdown: Annotated[
        bool,
        typer.Option(
            "--markdown", help=say("Le texte à envoyer ou à classer.", "The text to send or file.")
        ),
    ] = False,
    record: Annotated[
        str | None,
        typer.Option(
            "--record",
            metavar="REGISTRE",
            help=say(
                "Enregistrer chaque conclusion : un fichier, ou l'adresse d'une base PostgreSQL.",
                "Record each conclusion: a file, or the URL of a PostgreSQL database.",
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
    exit_code: Annotated[
        bool,
        typer.Option(
            "--exit-code",
            help=say(
                "Statut 10 si un dossier est inéligible, sinon 11 si un est incomplet.",
                "Status 10 if any dossier is ineligible, else 11 if any is incomplete.",
            ),
        ),
    ] = False,
    rules: RulesOption = None,
    lang: LangOption = None,
) -> None:
    tongue = language(lang)
    try:
        exclusive(json=as_json, markdown=as_markdown)
        chosen = readings(reading or [])
        folder = rules or default_region_folder()
        region = load_region(folder)
        keep, done = _recorder(record, folder, officer)
    except EligibilityError as error:
        fail(error, tongue)
    day = on.date() if on else None
    outcomes: set[Outcome] = set()
    failed = False
    with ExitStack() as stack:
        stack.callback(done)
        checker = Checker(region, chosen, stack, lambda: _face(as_json, as_markdown))
        for index, path in enumerate(dossiers):
            try:
                decision = checker.decision(path, day)
                number = keep(decision)
            except EligibilityError as error:
                sys.stdout.flush()
                print_errors(error, tongue)
                failed = True
                continue
            outcomes.add(decision.outcome)
            _face(as_json, as_markdown)(decision, tongue, index == 0, number)
            sys.stdout.flush()
    if failed:
        raise typer.Exit(2)
    if exit_code and Outcome.INELIGIBLE in outcomes:
        raise typer.Exit(10)
    if exit_code and Outcome.INCOMPLETE in outcomes:
        raise typer.Exit(11)


check.__doc__ = say(
    "Vérifie des dossiers et donne les motifs, clause par clause.",
    "Checks dossiers and gives the reasons, clause by clause.",
)


def _recorder(
    where: str | None, folder: Path, officer: str | None
) -> tuple[Callable[[Decision], int | None], Callable[[], None]]:
    """What records a decision and gives its number, and what ends it; without a ledger, nothing."""
    if where is None:
        if officer is not None:
            raise usage(
                "--officer nomme qui enregistre : ajoutez --record",
                "--officer names who records: add --record",
            )
        return lambda _: None, lambda: None
    from eligibility.ledger.records import decision_act
    from eligibility.ledger.store import Ledger

    ledger = Ledger.open(where, create=True, now=utc_now)

    def keep(decision: Decision) -> int:
        (entry,) = ledger.append([decision_act(decision, folder, officer)], utc_now)
        return entry.number

    return keep, ledger.close


class Checker:
    """Keeps what it made, a program and a worker for each scheme: dossiers of a call share them."""

    def __init__(
        self, region: Region, chosen: dict[str, str], stack: ExitStack, face: Callable[[], object]
    ) -> None:
        self.region = region
        self.chosen = chosen
        self.stack = stack
        self.face = face
        self.made: dict[tuple[str, str], tuple[Program, Worker]] = {}

    def decision(self, path: Path, day: date | None) -> Decision:
        """The decision on the dossier in a file, on *day* or that of its submission."""
        dossier = read_dossier(document(path), self.region.catalogue, self.region.scheme_ids)
        as_of = day or dossier.submitted_on or datetime.now().astimezone().date()
        made, worker = self.ready(dossier.scheme, as_of)
        self.face()  # while the worker makes itself ready
        return decide(dossier, made, as_of=as_of, engine=worker)

    def ready(self, scheme: str, as_of: date) -> tuple[Program, Worker]:
        """What evaluates a scheme under the rules of a day."""
        rulebook = in_force(self.region, as_of)
        key = (scheme, rulebook.digest)
        if key not in self.made:
            made = program(rulebook, scheme, as_of, self.chosen)
            worker = self.stack.enter_context(Worker())
            worker.prepare(made)
            self.made[key] = (made, worker)
        return self.made[key]


_Face = Callable[[Decision, Lang, bool, int | None], None]
"""Prints a decision in a language, whether it is the first one, its number in the ledger if any."""


def _face(as_json: bool, as_markdown: bool) -> _Face:
    """The way to show decisions; the modules it needs are imported here."""
    if as_json:
        from eligibility.advice import advise
        from eligibility.advice.plain import summary
        from eligibility.decisions.plain import plain

        def as_object(decision: Decision, lang: Lang, _: bool, number: int | None) -> None:
            found = {**plain(decision, lang), "advice": summary(advise(decision), lang)}
            if number is not None:
                found["recorded"] = number
            print(json.dumps(found, ensure_ascii=is_ascii()))

        return as_object
    if as_markdown:
        from eligibility.decisions.letter import letter

        def as_letter(decision: Decision, lang: Lang, first: bool, _: int | None) -> None:
            print(("" if first else "\n---\n\n") + letter(decision, lang))

        return as_letter
    from eligibility_cli.report import report

    def as_report(decision: Decision, lang: Lang, first: bool, number: int | None) -> None:
        report(decision, lang, first=first)
        if number is not None:
            print(say_in(lang, f"Enregistré : n° {number}", f"Recorded: number {number}"))

    return as_report
