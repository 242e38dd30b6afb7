"""
What the commands on a ledger share: arguments, options, where a ledger or an archive is read from.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from eligibility_cli.console import say

from eligibility.errors import EligibilityError, Fault
from eligibility.language import Text

if TYPE_CHECKING:
    from eligibility.ledger.source import Source

__all__ = [
    "KeyOption",
    "LedgerArgument",
    "NumberArgument",
    "OfficerOption",
    "OutOption",
    "source_at",
    "usage",
]

LedgerArgument = Annotated[
    str,
    typer.Argument(
        metavar="REGISTRE",
        help=say(
            "Fichier SQLite, adresse PostgreSQL, ou archive .zip (lecture seule).",
            "SQLite file, PostgreSQL URL, or .zip archive (read only).",
        ),
        show_default=False,
    ),
]
NumberArgument = Annotated[
    int, typer.Argument(metavar="N", help=say("Numéro d'entrée.", "Entry number."), min=0)
]
OfficerOption = Annotated[
    str, typer.Option("--officer", help=say("L'agent qui agit.", "The officer who acts."))
]
OutOption = Annotated[
    Path,
    typer.Option("--out", help=say("Fichier à créer.", "File to create."), show_default=False),
]
KeyOption = Annotated[
    Path | None,
    typer.Option(
        "--key",
        help=say(
            "Clé qui signe (par défaut : celle de l'utilisateur, créée au premier usage).",
            "Key that signs (default: the user's, made when first used).",
        ),
        show_default=False,
    ),
]


def source_at(where: str) -> "Source":
    """
    The ledger or the archive at *where*, to be read.

    Raises:
        LedgerError: neither.
    """
    from eligibility.ledger.archive import Archive, is_archive
    from eligibility.ledger.store import Ledger

    return Archive(Path(where)) if is_archive(where) else Ledger.open(where)


def usage(fr: str, en: str, hint: Text | None = None) -> EligibilityError:
    """The error for options that are lacking, or do not go together."""
    return EligibilityError([Fault("usage", None, Text(fr, en), hint)])
