"""
`eligibility ledger rule`, `erase`, `upgrade`: what is added to the record, and by whom.
"""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer
from eligibility_cli.console import LangOption, fail, language, say, say_in, utc_now
from eligibility_cli.ledger_options import LedgerArgument, NumberArgument, OfficerOption, usage

from eligibility.errors import EligibilityError, Fault
from eligibility.language import Text
from eligibility.ledger.entry import Kind, Ruling

if TYPE_CHECKING:
    from eligibility.ledger.source import Source

__all__ = ["erase", "rule", "upgrade"]


def rule(
    where: LedgerArgument,
    number: NumberArgument,
    officer: OfficerOption,
    ruling: Annotated[
        Ruling,
        typer.Option(
            "--ruling",
            help=say(
                "award (attribue), reject (rejette), request (demande des pièces), "
                "withdraw (retrait de la demande).",
                "award, reject, request (more is asked), withdraw (the applicant withdraws).",
            ),
        ),
    ],
    motive: Annotated[
        str | None,
        typer.Option("--motive", help=say("Le motif.", "The motive."), show_default=False),
    ] = None,
    lang: LangOption = None,
) -> None:
    from eligibility_cli.ledger_views import ruling_text

    from eligibility.ledger.records import ruling_act
    from eligibility.ledger.store import Ledger

    tongue = language(lang)
    try:
        book = Ledger.open(where)
        act = ruling_act(book.entry(number), ruling, officer, motive)
        (entry,) = book.append([act], utc_now)
    except EligibilityError as error:
        fail(error, tongue)
    print(ruling_text(entry, tongue))
    print(say_in(tongue, f"Enregistré : n° {entry.number}", f"Recorded: number {entry.number}"))


rule.__doc__ = say(
    "Enregistre l'acte de l'agent sur une conclusion, qu'il la suive ou s'en écarte.",
    "Records the officer's act on a conclusion, whether it follows or departs.",
)


def erase(
    where: LedgerArgument,
    numbers: Annotated[
        list[int] | None,
        typer.Argument(metavar="[N]…", help=say("Entrées.", "Entries."), show_default=False),
    ] = None,
    before: Annotated[
        datetime | None,
        typer.Option(
            "--before",
            formats=["%Y-%m-%d"],
            help=say("Tout ce qui fut enregistré avant ce jour.", "All recorded before that day."),
            show_default=False,
        ),
    ] = None,
    officer: OfficerOption = "",
    motive: Annotated[
        str, typer.Option("--motive", help=say("Le motif.", "The motive."), show_default=False)
    ] = "",
    yes: Annotated[
        bool, typer.Option("--yes", help=say("Sans demander.", "Without asking."))
    ] = False,
    lang: LangOption = None,
) -> None:
    from eligibility.ledger.records import erasure_act
    from eligibility.ledger.store import Ledger

    tongue = language(lang)
    try:
        if bool(before) == bool(numbers):
            raise usage(
                "donnez des numéros d'entrées, ou un jour avec --before",
                "give entry numbers, or a day with --before",
            )
        if not officer.strip() or not motive.strip():
            raise usage(
                "un effacement nomme son agent et son motif : --officer, --motive",
                "an erasure names its officer and its motive: --officer, --motive",
            )
        book = Ledger.open(where)
        limit = before.replace(tzinfo=UTC) if before else None
        chosen = _erasable(book, numbers or [], limit)
    except EligibilityError as error:
        fail(error, tongue)
    count = len(chosen)
    if not yes:
        question = say_in(
            tongue,
            f"Effacer pour toujours les données scellées de {count} entrée(s) ?",
            f"Erase for ever the sealed facts of {count} entry/entries?",
        )
        answer = typer.prompt(
            question,
            prompt_suffix=say_in(tongue, " [oui/NON] ", " [yes/NO] "),
            default="",
            show_default=False,
        )
        if answer.strip().lower() not in ("o", "oui", "y", "yes"):
            print(say_in(tongue, "rien n'a été effacé", "nothing was erased"))
            raise typer.Exit(1)
    try:
        (entry,) = book.erase(chosen, erasure_act(chosen, officer, motive), utc_now)
    except EligibilityError as error:
        fail(error, tongue)
    print(
        say_in(
            tongue,
            f"{count} entrée(s) effacée(s) ; enregistré : n° {entry.number}",
            f"{count} entry/entries erased; recorded: number {entry.number}",
        )
    )


erase.__doc__ = say(
    "Efface les données scellées d'entrées ; le registre reste vérifiable.",
    "Erases the sealed facts of entries; the ledger can still be verified.",
)


def upgrade(where: LedgerArgument, lang: LangOption = None) -> None:
    from eligibility.ledger import schema
    from eligibility.ledger.database import HEAD

    tongue = language(lang)
    try:
        schema.upgrade(where)
    except EligibilityError as error:
        fail(error, tongue)
    print(say_in(tongue, f"Schéma {HEAD}.", f"Schema {HEAD}."))


upgrade.__doc__ = say(
    "Met le schéma d'un registre ancien à jour ; les entrées restent.",
    "Brings the schema of an old ledger up; the entries stay.",
)


def _erasable(book: "Source", numbers: list[int], limit: datetime | None) -> list[int]:
    """The decisions that were asked for and still have sealed facts."""
    there = {number for number, _ in book.sealed()}
    known = set()
    for stored in book.stored():
        entry = stored.entry(book.name)
        old = limit is not None and entry.recorded_at < limit
        if (
            entry.kind is Kind.DECISION
            and stored.number in there
            and (old or stored.number in numbers)
        ):
            known.add(stored.number)
    lacking = sorted(set(numbers) - known)
    if lacking or not known:
        named = ", ".join(map(str, lacking)) or "-"
        raise EligibilityError(
            [
                Fault(
                    "nothing-to-erase",
                    None,
                    Text(
                        f"rien à effacer (entrées sans données scellées : {named})",
                        f"nothing to erase (entries without sealed facts: {named})",
                    ),
                )
            ]
        )
    return sorted(known)
