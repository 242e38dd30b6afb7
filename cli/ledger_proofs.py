"""
`eligibility ledger verify`, `checkpoint`, `prove`, `export`: what shows that the record is intact.
"""

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from eligibility_cli.console import LangOption, fail, language, say, say_in
from eligibility_cli.files import create
from eligibility_cli.ledger_options import (
    KeyOption,
    LedgerArgument,
    NumberArgument,
    OutOption,
    source_at,
    usage,
)

from eligibility.errors import EligibilityError, Fault, InputError, Place
from eligibility.language import Lang, Text

if TYPE_CHECKING:
    from eligibility.ledger.note import SigningKey
    from eligibility.ledger.source import Source
    from eligibility.ledger.verification import Verification

__all__ = ["checkpoint", "export", "prove", "verify"]


def verify(
    where: Annotated[str | None, typer.Argument(metavar="REGISTRE", show_default=False)] = None,
    checkpoint: Annotated[
        Path | None,
        typer.Option(
            "--checkpoint",
            help=say(
                "Point de contrôle publié : le registre le prolonge-t-il ?",
                "Published checkpoint: does the ledger still extend it?",
            ),
            show_default=False,
        ),
    ] = None,
    proof: Annotated[
        Path | None,
        typer.Option(
            "--proof",
            help=say(
                "Preuve d'inclusion, vérifiée sans le registre.",
                "Inclusion proof, checked without the ledger.",
            ),
            show_default=False,
        ),
    ] = None,
    verifier: Annotated[
        str | None,
        typer.Option(
            "--verifier",
            help=say("Clé publique qui a signé.", "Public key that signed."),
            show_default=False,
        ),
    ] = None,
    lang: LangOption = None,
) -> None:
    from eligibility_cli.ledger_checks import check_ledger, check_proof

    tongue = language(lang)
    try:
        if (where is None) == (proof is None):
            raise usage(
                "donnez un registre, ou une preuve avec --proof",
                "give a ledger, or a proof with --proof",
            )
        if verifier is not None and checkpoint is None:
            raise usage(
                "--verifier vérifie la signature d'un point de contrôle : ajoutez --checkpoint",
                "--verifier checks the signature of a checkpoint: add --checkpoint",
            )
        if proof is not None:
            passed = check_proof(proof, checkpoint, verifier, tongue)
        else:
            passed = check_ledger(source_at(str(where)), checkpoint, verifier, tongue)
    except EligibilityError as error:
        fail(error, tongue)
    if not passed:
        raise typer.Exit(1)


verify.__doc__ = say(
    "Dit si le registre est intact, et nomme la première entrée qui ne l'est pas.",
    "Says whether the ledger is intact, and names the first entry that is not.",
)


def checkpoint(
    where: LedgerArgument,
    out: OutOption,
    key: KeyOption = None,
    lang: LangOption = None,
) -> None:
    from eligibility.ledger.note import Checkpoint, signed

    tongue = language(lang)
    try:
        found = _sound(source_at(where), tongue)
        pen = _signing_key(key)
        create(out, signed(Checkpoint(found.origin, found.size, found.root), pen))
    except EligibilityError as error:
        fail(error, tongue)
    print(
        say_in(
            tongue,
            f"{found.size} entrées signées. Clé publique, à publier avec le point de contrôle :",
            f"{found.size} entries signed. Public key, to be published with the checkpoint:",
        )
    )
    print(pen.verifier)


checkpoint.__doc__ = say(
    "Écrit un point de contrôle signé, à publier ou à horodater ailleurs.",
    "Writes a signed checkpoint, to be published or time-stamped elsewhere.",
)


def prove(
    where: LedgerArgument,
    number: NumberArgument,
    out: OutOption,
    lang: LangOption = None,
) -> None:
    from eligibility.ledger.proof import proof_of
    from eligibility.ledger.store import Ledger

    tongue = language(lang)
    try:
        book = Ledger.open(where)
        entry = book.entry(number)
        made = proof_of(entry, *book.tree())
        create(out, json.dumps(made.plain, indent=1) + "\n")
    except EligibilityError as error:
        fail(error, tongue)
    print(
        say_in(
            tongue,
            f"L'entrée n° {number} est prouvée parmi {made.checkpoint.size} ; à vérifier avec "
            f"`eligibility ledger verify --proof {out}`.",
            f"Entry {number} is proved among {made.checkpoint.size}; to be checked with "
            f"`eligibility ledger verify --proof {out}`.",
        )
    )


prove.__doc__ = say(
    "Écrit la preuve qu'une entrée est dans le registre, vérifiable sans lui.",
    "Writes the proof that an entry is in the ledger, to be checked without it.",
)


def export(
    where: LedgerArgument,
    out: OutOption,
    redact: Annotated[
        bool,
        typer.Option(
            "--redact",
            help=say("Sans les données scellées.", "Without the sealed facts."),
        ),
    ] = False,
    lang: LangOption = None,
) -> None:
    from eligibility.ledger.archive import write_archive

    tongue = language(lang)
    try:
        source = source_at(where)
        found = _sound(source, tongue)
        write_archive(source, found, out, redact=redact)
    except EligibilityError as error:
        fail(error, tongue)
    print(
        say_in(
            tongue,
            f"{found.size} entrées dans {out} ; `verify` et `replay` le lisent.",
            f"{found.size} entries in {out}; `verify` and `replay` read it.",
        )
    )


export.__doc__ = say(
    "Écrit une archive qui se suffit : entrées, règles, preuve.",
    "Writes an archive that stands alone: entries, rules, proof.",
)


def _sound(source: "Source", tongue: Lang) -> "Verification":
    """The verification of a source that has no flaw; ends with status 1 where it has one."""
    from eligibility_cli.ledger_checks import print_flaws

    from eligibility.ledger.verify import verify as verified

    found = verified(source)
    if not found.passed:
        print_flaws(found, source.name, tongue)
        raise typer.Exit(1)
    return found


def _signing_key(path: Path | None) -> "SigningKey":
    """The key in a file, made there when it is not; only its owner may read it."""
    from eligibility.ledger.note import BadNoteError, SigningKey

    where = path or _user_key()
    try:
        if not where.exists():
            where.parent.mkdir(parents=True, exist_ok=True)
            fresh = SigningKey.fresh("eligibility")
            handle = os.open(where, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w") as file:
                file.write(fresh.text)
            return fresh
        return SigningKey.parse(where.read_text())
    except (OSError, UnicodeDecodeError, BadNoteError):
        raise InputError(
            [
                Fault(
                    "bad-key",
                    Place(str(where)),
                    Text("cette clé ne peut être lue ou créée", "this key cannot be read or made"),
                    Text("donnez un autre fichier avec --key", "give another file with --key"),
                )
            ]
        ) from None


def _user_key() -> Path:
    named = os.environ.get("ELIGIBILITY_KEY")
    if named:
        return Path(named)
    from platformdirs import user_config_path

    return user_config_path("eligibility", appauthor=False) / "ledger.key"
