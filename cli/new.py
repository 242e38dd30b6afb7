"""
`eligibility new`: files to fill in.
"""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from eligibility_cli.console import (
    LangOption,
    RulesOption,
    default_region_folder,
    fail,
    language,
    say,
)

from eligibility.errors import EligibilityError, Fault
from eligibility.language import Text
from eligibility.rulebook import in_force, load_region

__all__ = ["new"]

new = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help=say("Écrit un fichier à compléter.", "Writes a file to fill in."),
)


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
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            help=say(
                "Fichier à créer (par défaut : la sortie standard).",
                "File to create (default: standard output).",
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
        if out is None:
            print(text, end="")
        else:
            _create(out, text)
    except EligibilityError as error:
        fail(error, tongue)


dossier.__doc__ = say(
    "Un dossier vierge et commenté, avec les seules données utiles au dispositif.",
    "A blank, commented dossier with only the facts that the scheme needs.",
)
new.command("dossier")(dossier)


def _create(path: Path, text: str) -> None:
    """Writes a new file; one that exists is never overwritten."""
    from eligibility.errors import InputError, Place

    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise InputError(
            [
                Fault(
                    "file-exists",
                    Place(str(path)),
                    Text("ce fichier existe déjà", "this file already exists"),
                    Text("choisissez un autre nom", "choose another name"),
                )
            ]
        ) from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InputError(
            [
                Fault(
                    "unwritable",
                    Place(str(path)),
                    Text(f"impossible d'écrire : {reason}", f"cannot write: {reason}"),
                )
            ]
        ) from None
