"""
The answers of a self-check as a file: written once, under a name that is free.
"""

import os
from itertools import chain, count
from pathlib import Path

from eligibility_cli.console import say_in
from eligibility_cli.files import create

from eligibility.documents import read_bytes
from eligibility.errors import Fault, InputError, Place
from eligibility.facts import Catalogue, Dossier, read_dossier
from eligibility.facts.writing import yaml_dossier
from eligibility.language import Lang, Text

__all__ = [
    "DEFAULT",
    "as_text",
    "free",
    "keep",
    "must_be_a_file",
    "must_be_free",
    "reread",
    "resumption",
]

DEFAULT = Path("dossier.yaml")
_RESUME = ".reprise"


def as_text(dossier: Dossier, catalogue: Catalogue, lang: Lang) -> str:
    """The file of *dossier*, with what can be done with it at its head."""
    comment = say_in(
        lang,
        "Autocontrôle de l'entreprise ; ce qui n'est pas connu n'y est pas.\n"
        "Pour reprendre : eligibility self-check --from, puis le nom de ce fichier\n"
        "Pour contrôler : eligibility check, puis le nom de ce fichier",
        "Self-check of the company; what is not known is not in it.\n"
        "To resume: eligibility self-check --from, then the name of this file\n"
        "To check: eligibility check, then the name of this file",
    )
    return yaml_dossier(dossier, catalogue, comment)


def reread(text: str, name: Path, catalogue: Catalogue, dossier: Dossier) -> Dossier:
    """The dossier as an officer will read it from the file, its warnings with their places."""
    return read_dossier(read_bytes(text.encode(), str(name)), catalogue, [dossier.scheme])


def free(path: Path) -> Path:
    """*path*, or the first like it, numbered, that no file has."""
    tries = chain([path], (path.with_name(f"{path.stem}-{n}{path.suffix}") for n in count(2)))
    return next(each for each in tries if not os.path.lexists(each))


def resumption(out: Path | None, resumed: Path | None) -> Path:
    """Where answers go when an interview is cut short: *out*, else beside the file it began with."""
    if out is not None and out == free(out):
        return out
    base = out or resumed or DEFAULT
    stem = base.stem.partition(_RESUME)[0] or base.stem
    return free(base.with_name(f"{stem}{_RESUME}.yaml"))


def keep(path: Path, text: str) -> Path:
    """
    The file that *text* was written to: *path*, or one like it if that was just taken.

    Raises:
        InputError: it cannot be written there.
    """
    while True:
        try:
            create(path, text)
        except InputError as error:
            if error.faults[0].code != "file-exists":
                raise
            path = free(path)
            continue
        return path


def must_be_free(path: Path) -> None:
    """Raises InputError where *path* exists, lies in no folder, or would not be read back."""
    cure = Text("choisissez un autre nom", "choose another name")
    if path != free(path):
        message = Text("ce fichier existe déjà", "this file already exists")
    elif not os.path.lexists(path.parent):
        message = Text("ce répertoire n'existe pas", "this folder does not exist")
    elif path.suffix.lower() == ".json":
        # A file of that name is read as JSON, and a dossier is written as YAML.
        message = Text("le dossier s'écrit en YAML", "the dossier is written as YAML")
        cure = Text(f"nommez-le {path.stem}.yaml", f"name it {path.stem}.yaml")
    else:
        return
    raise InputError([Fault("unwritable", Place(str(path)), message, cure)])


def must_be_a_file(path: Path) -> None:
    """Raises InputError for `-`: standard input carries the answers."""
    if str(path) == "-":
        raise InputError(
            [
                Fault(
                    "usage",
                    None,
                    Text(
                        "--from - n'est pas possible : l'entrée standard porte vos réponses",
                        "--from - is not possible: standard input carries your answers",
                    ),
                    Text("donnez le nom d'un fichier", "give the name of a file"),
                )
            ]
        )
