"""
`eligibility new`: files to fill in.
"""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from eligibility_cli.console import (
    LangOption,
    RulesOption,
    default_region_folder,
    fail,
    language,
    say,
)
from eligibility_cli.files import create, document, exclusive

from eligibility.errors import EligibilityError
from eligibility.rulebook import in_force, load_region

if TYPE_CHECKING:
    from eligibility.facts import Dossier

__all__ = ["new"]

new = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help=say("Écrit un fichier à compléter.", "Writes a file to fill in."),
)
OutOption = Annotated[
    Path | None,
    typer.Option(
        "--out",
        help=say(
            "Fichier à créer (par défaut : la sortie standard).",
            "File to create (default: standard output).",
        ),
        show_default=False,
    ),
]


@new.callback()
def _options() -> None:
    return


def dossier(
    scheme: Annotated[
        str | None,
        typer.Option(
            "--scheme",
            help=say("Dispositif demandé.", "The scheme applied for."),
            show_default=False,
        ),
    ] = None,
    out: OutOption = None,
    on: Annotated[
        datetime | None,
        typer.Option(
            "--on",
            formats=["%Y-%m-%d"],
            metavar="AAAA-MM-JJ",
            help=say("Jour d'application.", "Day of evaluation."),
            show_default=False,
        ),
    ] = None,
    rules: RulesOption = None,
    lang: LangOption = None,
) -> None:
    from eligibility.rulebook.blank import blank_dossier

    tongue = language(lang)
    try:
        region = load_region(rules or default_region_folder())
        day = on.date() if on else datetime.now().astimezone().date()
        text = blank_dossier(in_force(region, day), scheme, day, tongue)
        _give(out, text)
    except EligibilityError as error:
        fail(error, tongue)


dossier.__doc__ = say(
    "Un dossier vierge et commenté, avec les seules données utiles au dispositif.",
    "A blank, commented dossier with only the facts that the scheme needs.",
)
new.command("dossier")(dossier)


def award(
    scheme: Annotated[
        str | None,
        typer.Option(
            "--scheme",
            help=say("Dispositif de l'aide.", "The scheme of the aid."),
            show_default=False,
        ),
    ] = None,
    dossier_file: Annotated[
        Path | None,
        typer.Option(
            "--dossier",
            metavar="DOSSIER",
            help=say(
                "Dossier dont reprendre ce qui est connu.", "Dossier to take what is known from."
            ),
            show_default=False,
        ),
    ] = None,
    recorded: Annotated[
        tuple[str, int] | None,
        typer.Option(
            "--from",
            metavar="REGISTRE N",
            help=say(
                "Conclusion enregistrée dont reprendre ce qui est connu.",
                "Recorded decision to take what is known from.",
            ),
            show_default=False,
        ),
    ] = None,
    out: OutOption = None,
    rules: RulesOption = None,
    lang: LangOption = None,
) -> None:
    from eligibility.awards.blank import blank_award
    from eligibility.facts import read_dossier
    from eligibility.rulebook.blank import known_scheme

    tongue = language(lang)
    try:
        exclusive(**{"scheme": scheme, "dossier": dossier_file, "from": recorded})
        region = load_region(rules or default_region_folder())
        known = None
        if dossier_file is not None:
            known = read_dossier(document(dossier_file), region.catalogue, region.scheme_ids)
        elif recorded is not None:
            known = _recorded(*recorded)
        elif scheme is not None:
            known_scheme(scheme, region.scheme_ids)
        _give(out, blank_award(region, scheme, known, tongue))
    except EligibilityError as error:
        fail(error, tongue)


award.__doc__ = say(
    "Un fichier d'aide à compléter, pour suivre les devoirs qui la suivent.",
    "An award file to complete, to follow the duties that come with it.",
)
new.command("award")(award)


def _give(out: Path | None, text: str) -> None:
    if out is None:
        print(text, end="")
    else:
        create(out, text)


def _recorded(where: str, number: int) -> "Dossier":
    """
    The dossier of a recorded decision, as far as the ledger keeps it.

    Raises:
        LedgerError: no such decision, or its sealed facts were erased.
    """
    from eligibility_cli.ledger_options import source_at

    from eligibility.errors import Fault, LedgerError
    from eligibility.language import Text
    from eligibility.replay import recorded_dossier

    found = recorded_dossier(source_at(where), number)
    if found is None:
        raise LedgerError(
            [
                Fault(
                    "no-decision",
                    None,
                    Text(
                        f"l'entrée n° {number} n'est pas une conclusion de ce registre",
                        f"entry {number} is no decision of this ledger",
                    ),
                    Text("`ledger log` les liste", "`ledger log` lists them"),
                )
            ]
        )
    return found
