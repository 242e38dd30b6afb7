"""
Files that commands read and write, and the options that several of them parse.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

from eligibility.documents import Document, read_bytes, read_document
from eligibility.documents.reading import MAX_BYTES, too_large

__all__ = ["create", "document", "exclusive", "readings"]


def document(path: Path) -> Document:
    """The document in a file; `-` is standard input."""
    if str(path) != "-":
        return read_document(path)
    data = sys.stdin.buffer.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise too_large("<stdin>")
    return read_bytes(data, "<stdin>")


def create(path: Path, text: str) -> None:
    """
    Writes a new file, whole or not at all; one that exists is never overwritten.

    Raises:
        InputError: the file exists, or cannot be written.
    """
    from eligibility.errors import Fault, InputError, Place
    from eligibility.language import Text

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


def readings(given: Sequence[str], option: str = "--reading") -> dict[str, str]:
    """
    `ID=ALTERNATIVE` as pairs.

    Raises:
        UnknownReadingError: one that has not this form.
    """
    from eligibility.errors import Fault, UnknownReadingError
    from eligibility.language import Text

    pairs = {}
    for text in given:
        name, mark, alternative = text.partition("=")
        if not mark or not name or not alternative:
            raise UnknownReadingError(
                [
                    Fault(
                        "reading-form",
                        None,
                        Text(
                            f"`{option} {text}` est incomplet", f"`{option} {text}` is incomplete"
                        ),
                        Text(
                            f"écrivez par exemple {option} SRDEII-A27/equity=zero-is-positive",
                            f"write such as {option} SRDEII-A27/equity=zero-is-positive",
                        ),
                    )
                ]
            )
        pairs[name] = alternative
    return pairs


def exclusive(**options: object) -> None:
    """
    Refuses options that cannot be used together.

    Raises:
        EligibilityError: two of them are used.
    """
    from eligibility.errors import EligibilityError, Fault
    from eligibility.language import Text

    used = ["--" + name.replace("_", "-") for name, value in options.items() if value]
    if len(used) > 1:
        raise EligibilityError(
            [
                Fault(
                    "usage",
                    None,
                    Text(
                        f"{' et '.join(used)} ne s'emploient pas ensemble",
                        f"{' and '.join(used)} cannot be used together",
                    ),
                    Text("choisissez l'une d'elles", "choose one of them"),
                )
            ]
        )
