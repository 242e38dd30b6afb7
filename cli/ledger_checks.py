"""
Verification of a ledger or a proof, told.
"""

import base64
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eligibility_cli.console import say_in

from eligibility.documents import read_path
from eligibility.errors import Fault, InputError, Place
from eligibility.language import Lang, Text
from eligibility.ledger.note import BadNoteError, Checkpoint, VerifyingKey, read_note
from eligibility.ledger.proof import BadProofError, Proof
from eligibility.ledger.verification import Verification, extends
from eligibility.ledger.verify import verify

if TYPE_CHECKING:
    from eligibility.ledger.source import Source

__all__ = ["check_ledger", "check_proof", "print_flaws"]


def check_ledger(
    source: "Source", checkpoint: Path | None, verifier: str | None, lang: Lang
) -> bool:
    """Prints what was verified; True where nothing is wrong."""
    note = _note(checkpoint, verifier) if checkpoint else None
    found = verify(source)
    root = base64.b64encode(found.root).decode()
    print(
        say_in(
            lang,
            f"{source.name} : {found.size} entrées, racine {root}",
            f"{source.name}: {found.size} entries, root {root}",
        )
    )
    if not found.passed:
        print_flaws(found, source.name, lang)
        return False
    sealed = say_in(
        lang,
        f"chaque entrée est entière et à sa place ; {found.sealed} donnée(s) scellée(s) conforme(s)",
        f"every entry is whole and in its place; {found.sealed} sealed fact(s) fit",
    )
    print(sealed)
    if found.erased:
        print(
            say_in(
                lang,
                f"{found.erased} entrée(s) aux données effacées ou retirées",
                f"{found.erased} entry/entries whose sealed facts were erased or left out",
            )
        )
    if note is None:
        print(
            say_in(
                lang,
                "une fin coupée ou un registre entièrement réécrit ne se voient qu'avec un point de\n"
                "contrôle ou une preuve gardés ailleurs : `--checkpoint`",
                "a tail cut off, or a ledger rewritten whole, only shows against a checkpoint or a\n"
                "proof kept elsewhere: `--checkpoint`",
            )
        )
    elif not _extends(found, *note, lang):
        return False
    print(say_in(lang, "conforme", "verified"))
    return True


def print_flaws(found: Verification, name: str, lang: Lang) -> None:
    """Every flaw, the first entry first."""
    for flaw in found.flaws[:50]:
        where = (
            name
            if flaw.number is None
            else say_in(lang, f"entrée n° {flaw.number}", f"entry {flaw.number}")
        )
        mark = " : " if lang == Lang.FR else ": "
        print(f"{where}{mark}{flaw.what[lang]}")
    rest = len(found.flaws) - 50
    if rest > 0:
        print(say_in(lang, f"et {rest} autre(s)", f"and {rest} more"))
    print(say_in(lang, "altéré", "altered"))


def check_proof(path: Path, checkpoint: Path | None, verifier: str | None, lang: Lang) -> bool:
    """Prints what the proof shows; True where it holds."""
    try:
        proof = Proof.parse(json.loads(read_path(path)))
    except (ValueError, BadProofError, RecursionError):
        raise _bad(
            path, "ce n'est pas une preuve d'inclusion", "this is no inclusion proof"
        ) from None
    if not proof.holds:
        print(
            say_in(
                lang,
                f"l'entrée n° {proof.number} n'est pas dans l'arbre que nomme la preuve",
                f"entry {proof.number} is not in the tree that the proof names",
            )
        )
        print(say_in(lang, "altéré", "altered"))
        return False
    root = base64.b64encode(proof.checkpoint.root).decode()
    print(
        say_in(
            lang,
            f"l'entrée n° {proof.number} est parmi les {proof.checkpoint.size} de racine {root}",
            f"entry {proof.number} is among the {proof.checkpoint.size} of root {root}",
        )
    )
    if checkpoint is None:
        print(
            say_in(
                lang,
                "la preuve seule ne dit pas d'où viennent ce nombre et cette racine : comparez-les à un\n"
                "point de contrôle publié, avec `--checkpoint`",
                "the proof alone does not tell where this number and this root are from: compare\n"
                "them with a published checkpoint, with `--checkpoint`",
            )
        )
        return True
    note, signed = _note(checkpoint, verifier)
    if note != proof.checkpoint:
        print(
            say_in(
                lang,
                "ce point de contrôle est d'un autre état du registre : demandez une preuve du même",
                "this checkpoint is of another state of the ledger: ask for a proof of the same",
            )
        )
        return False
    return _signature(signed, lang)


def _extends(found: Verification, checkpoint: Checkpoint, signed: bool | None, lang: Lang) -> bool:
    wrong = extends(found, checkpoint)
    if wrong is not None:
        print(wrong[lang])
        print(say_in(lang, "altéré", "altered"))
        return False
    if not _signature(signed, lang):
        return False
    print(
        say_in(
            lang,
            f"le registre prolonge le point de contrôle de {checkpoint.size} entrées",
            f"the ledger extends the checkpoint of {checkpoint.size} entries",
        )
    )
    return True


def _signature(signed: bool | None, lang: Lang) -> bool:
    if signed is None:
        print(
            say_in(
                lang,
                "la signature n'est pas vérifiée : donnez la clé publique avec `--verifier`",
                "the signature is not checked: give the public key with `--verifier`",
            )
        )
    elif signed:
        print(say_in(lang, "la signature est celle de cette clé", "the signature is of that key"))
    else:
        print(
            say_in(
                lang,
                "la signature n'est pas celle de cette clé",
                "the signature is not of that key",
            )
        )
    return signed is not False


def _note(path: Path, verifier: str | None) -> tuple[Checkpoint, bool | None]:
    try:
        key = VerifyingKey.parse(verifier) if verifier else None
    except BadNoteError:
        raise _bad(
            None, "--verifier n'est pas une clé publique", "--verifier is no public key"
        ) from None
    try:
        return read_note(read_path(path).decode("utf-8"), key)
    except (BadNoteError, UnicodeDecodeError):
        raise _bad(path, "ce n'est pas un point de contrôle", "this is no checkpoint") from None


def _bad(path: Path | None, fr: str, en: str) -> InputError:
    place: Any = Place(str(path)) if path else None
    return InputError([Fault("bad-file", place, Text(fr, en))])
