"""
JSON lines: a document a line, read one at a time, whatever the size of the file.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from eligibility.documents.document import Document, refused
from eligibility.documents.reading import MAX_BYTES, too_large, unreadable
from eligibility.documents.strict_json import parse_json
from eligibility.errors import InputError, Place
from eligibility.language import Text

__all__ = ["json_lines"]


def json_lines(path: Path, *, limit: int = MAX_BYTES) -> Iterator[Document | InputError]:
    """
    The document of each line that is not blank, or what is wrong with it.

    A line beyond *limit* bytes is one error, and the next line goes on.

    Raises:
        InputError: no such file, a folder, not allowed, or no line at all.
    """
    name, number, found = str(path), 0, False
    try:
        file = path.open("rb")
    except OSError as error:
        raise unreadable(name, error) from None
    with file:
        while line := file.readline(limit + 1):
            number += 1
            if number == 1:
                line = line.removeprefix(b"\xef\xbb\xbf")
            if len(line) > limit and not line.endswith(b"\n"):
                _skip_rest(file, limit)
                found = True
                yield _at(too_large(name, limit), name, number)
            elif line.strip():
                found = True
                yield _document(line, name, number)
    if not found:
        raise refused("empty-file", name, Text("le fichier est vide", "the file is empty"))


def _skip_rest(file: BinaryIO, limit: int) -> None:
    while (rest := file.readline(limit)) and not rest.endswith(b"\n"):
        continue


def _document(line: bytes, name: str, number: int) -> Document | InputError:
    try:
        document = parse_json(line.decode("utf-8"), name)
    except UnicodeDecodeError as error:
        return refused(
            "not-utf8",
            name,
            Text("la ligne n'est pas du texte en UTF-8", "the line is not text encoded in UTF-8"),
            line=number,
            column=error.start + 1,
        )
    except InputError as error:
        return _at(error, name, number)
    locate = document.locate
    return replace(document, locate=lambda path: (number, locate(path)[1]))


def _at(error: InputError, name: str, number: int) -> InputError:
    """The faults of one line, told at that line of the file."""
    return InputError(
        replace(fault, place=Place(name, number, max(1, fault.place.column if fault.place else 1)))
        for fault in error.faults
    )
