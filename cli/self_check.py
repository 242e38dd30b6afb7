"""
`eligibility self-check`: a company answers questions, and sees what a dossier would give.
"""

import shlex
import sys
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from eligibility_cli.asking import QUIT, Conversation, Quit
from eligibility_cli.console import (
    LangOption,
    ReadingOption,
    RulesOption,
    default_region_folder,
    fail,
    language,
    print_errors,
    print_lines,
    say,
)
from eligibility_cli.files import document, readings
from eligibility_cli.lines import Lines, NoMoreLines
from eligibility_cli.pages import Page
from eligibility_cli.scheme_choice import choose
from eligibility_cli.self_files import (
    DEFAULT,
    as_text,
    free,
    keep,
    must_be_a_file,
    must_be_free,
    reread,
    resumption,
)

from eligibility.decisions import decide
from eligibility.engines.worker import Worker
from eligibility.errors import EligibilityError, InputError
from eligibility.facts import Dossier, read_dossier
from eligibility.interview import Interview
from eligibility.language import Lang
from eligibility.rulebook import in_force, load_region, program
from eligibility.rulebook.blank import known_scheme

__all__ = ["self_check"]


def self_check(
    scheme: Annotated[
        str | None,
        typer.Option(
            "--scheme",
            metavar="ID",
            help=say(
                "Dispositif visé (par défaut : à choisir dans une liste).",
                "The scheme in view (default: chosen from a list).",
            ),
            show_default=False,
        ),
    ] = None,
    resumed: Annotated[
        Path | None,
        typer.Option(
            "--from",
            metavar="DOSSIER",
            help=say(
                "Dossier à reprendre : ce qu'il contient n'est plus demandé.",
                "Dossier to resume: what it holds is not asked again.",
            ),
            show_default=False,
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="DOSSIER",
            help=say(
                "Fichier de dossier à créer (par défaut : demandé à la fin).",
                "Dossier file to create (default: asked for at the end).",
            ),
            show_default=False,
        ),
    ] = None,
    on: Annotated[
        datetime | None,
        typer.Option(
            "--on",
            formats=["%Y-%m-%d"],
            metavar="AAAA-MM-JJ",
            help=say(
                "Jour d'application (par défaut : le dépôt du dossier repris, sinon aujourd'hui).",
                "Day of evaluation (default: the submission of the dossier resumed, else today).",
            ),
            show_default=False,
        ),
    ] = None,
    reading: ReadingOption = None,
    rules: RulesOption = None,
    lang: LangOption = None,
) -> None:
    page = Page(language(lang))
    lines = Lines(page.lang, page.below)
    try:
        chosen = readings(reading or [])
        if out is not None:
            must_be_free(out)
        region = load_region(rules or default_region_folder())
        known = None
        if resumed is not None:
            must_be_a_file(resumed)
            known = read_dossier(document(resumed), region.catalogue, region.scheme_ids)
        day = _day(on, known)
        rulebook = in_force(region, day)
        if scheme is not None:
            known_scheme(scheme, region.scheme_ids)
        elif known is None:
            scheme = choose(rulebook, page, lines)
        name = scheme or (known.scheme if known else "")
        made = program(rulebook, name, day, chosen)
    except EligibilityError as error:
        fail(error, page.lang)
    except Quit:
        return
    except (NoMoreLines, KeyboardInterrupt) as end:
        _nothing_said(page)
        raise typer.Exit(130 if isinstance(end, KeyboardInterrupt) else 2) from None
    dossier = known or Dossier(f"AUTOCONTROLE-{day.isoformat()}", name, None, {})
    dossier = replace(dossier, scheme=name, warnings=())
    conversation = Conversation(page, lines, Interview((made,), dossier, day))
    page.line(made.scheme.title[page.lang], "bold")
    again = _options(on, reading, rules, lang)
    _SelfCheck(conversation, out, resumed, again).run()


self_check.__doc__ = say(
    "Une entreprise se contrôle : des questions, le résultat, et le dossier à déposer.",
    "A company checks itself: questions, the result, and the dossier to submit.",
)


@dataclass(frozen=True)
class _SelfCheck:
    """One interview from its first question to its file."""

    conversation: Conversation
    out: Path | None
    resumed: Path | None
    again: tuple[str, ...]

    @property
    def page(self) -> Page:
        return self.conversation.page

    def run(self) -> None:
        """Asks, concludes, writes; whatever cuts it short, the answers are kept."""
        try:
            self.conversation.greet()
            self.conversation.questions()
            self.conversation.recap()
            self.conclude()
        except Quit:
            self.save_for_later()
        except KeyboardInterrupt:
            print()
            self.save_for_later()
            raise typer.Exit(130) from None
        except NoMoreLines:
            self.page.line(
                self.page.say(
                    "L'entrée s'est terminée avant le résultat.",
                    "The input ended before the result.",
                )
            )
            self.save_for_later()
            raise typer.Exit(2) from None
        except EligibilityError as error:
            self.save_for_later()
            fail(error, self.page.lang)

    def conclude(self) -> None:
        """Shows the conclusion for exactly what the file will say, then writes the file."""
        from eligibility_cli.self_result import show_result

        interview, name = self.conversation.interview, self.out or free(DEFAULT)
        (made,) = interview.programs
        catalogue = made.rulebook.catalogue
        text = as_text(interview.dossier, catalogue, self.page.lang)
        dossier = reread(text, name, catalogue, interview.dossier)
        with Worker() as worker:
            decision = decide(dossier, made, as_of=interview.as_of, engine=worker)
        show_result(decision, self.page)
        self.page.blank()
        self.write(text)

    def write(self, text: str) -> None:
        """Writes the file, to `--out` or where the person says."""
        name = self.out
        while True:
            if name is None:
                name = self.name()
                if name is None:
                    return
            try:
                path = keep(name, text) if name == self.out else _create(name, text)
            except InputError as error:
                print_errors(error, self.page.lang)
                name = None
                continue
            self.page.line(self.page.say(f"Dossier enregistré : {path}", f"Dossier saved: {path}"))
            return

    def name(self) -> Path | None:
        """The name that the person gives; None to write nothing; at the end of input the default."""
        default = free(DEFAULT)
        try:
            text = self.conversation.lines.next(
                self.page.say(
                    f"Fichier à créer (Entrée : {default} ; - : aucun) > ",
                    f"File to create (Enter: {default}; -: none) > ",
                )
            )
        except NoMoreLines:
            return default
        if text == "-" or text.casefold() in QUIT:
            return None
        with suppress(RuntimeError):  # `~` of somebody who is not here: a name like any other
            return Path(text).expanduser() if text else default
        return Path(text)

    def save_for_later(self) -> None:
        """Keeps the answers of an interview cut short, and says where and how to resume."""
        interview = self.conversation.interview
        if not interview.dossier.stated:
            _nothing_said(self.page)
            return
        catalogue = interview.programs[0].rulebook.catalogue
        text = as_text(interview.dossier, catalogue, self.page.lang)
        try:
            path = keep(resumption(self.out, self.resumed), text)
        except InputError as error:
            print_errors(error, self.page.lang)
            self.page.line(
                self.page.say(
                    "Vos réponses n'ont pas pu être enregistrées ; les voici :",
                    "Your answers could not be saved; here they are:",
                )
            )
            print(text)
            return
        self.page.line(self.page.say(f"Réponses enregistrées : {path}", f"Answers saved: {path}"))
        self.page.line(self.page.say("Pour reprendre :", "To resume:"))
        # Never broken: it is there to be copied.
        command = ("eligibility", "self-check", "--from", str(path), *self.again)
        print_lines([f"  {shlex.join(command)}"], sys.stdout)


def _options(
    on: datetime | None, reading: list[str] | None, rules: Path | None, lang: Lang | None
) -> tuple[str, ...]:
    """The options that an interview has to be resumed with."""
    found = ["--on", on.date().isoformat()] if on else []
    for each in reading or []:
        found += ["--reading", each]
    if rules is not None:
        found += ["--rules", str(rules)]
    if lang is not None:
        found += ["--lang", lang.value]
    return tuple(found)


def _create(name: Path, text: str) -> Path:
    must_be_free(name)
    return keep(name, text)


def _day(on: datetime | None, known: Dossier | None) -> date:
    if on is not None:
        return on.date()
    submitted = known.submitted_on if known else None
    return submitted or datetime.now().astimezone().date()


def _nothing_said(page: Page) -> None:
    page.line(page.say("Aucune réponse à enregistrer.", "No answer to save."))
