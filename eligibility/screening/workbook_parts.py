"""
An Excel file looked over before it is read: how large it would become, and
the cells that hold an error (`#N/A`), which the reader of cells passes over.

The file is a zip of XML. Its parts are searched as bytes, a piece at a time.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO
from xml.etree import ElementTree as ET

from eligibility.documents.document import refused
from eligibility.errors import InputError
from eligibility.language import Text

__all__ = ["MAX_BYTES", "MAX_CELLS", "MAX_ROWS", "Errors", "inspected", "spoilt"]

MAX_BYTES = 2 * 1024**3
"""What all the parts together may be once unpacked: a sheet of a million rows and 30 columns is half."""

MAX_CELLS = 40_000_000
"""Cells between the corners of one sheet: each takes about 80 bytes while it is read."""

MAX_ROWS = 1_048_576
"""Rows of a sheet, as Excel has them."""

Errors = Mapping[str, Mapping[tuple[int, int], str]]
"""For each sheet by its name the text of the error at (row, column), both counted from 0."""

_Cells = dict[tuple[int, int], str]

_OLD = bytes.fromhex("d0cf11e0")
"""How an .xls begins, and also what Excel wraps around a workbook with a password."""

_PIECE = 1 << 20
_LONGEST_ROW = 1 << 22
_LONGEST_CELL = 1 << 26
_SMALL = 1 << 24
_TIDY = bytes.maketrans(b"\t\r\n'", b'   "')
# Each begins with plain signs, which is ten times as quick as with a choice.
_COLUMN = re.compile(rb' r="([A-Za-z]{1,3})')
_ROW = re.compile(rb' r="[A-Za-z]{0,3}([0-9]{1,10})')
_PLAIN = rb'[A-Za-z]{0,3}[0-9]{1,7}"'
_SUSPECT = re.compile(rb' r="(?!' + _PLAIN + rb")")
_LOST = re.compile(rb'<(?:\w+:)?(?:c|row) (?:[^>]* )?r="(?!' + _PLAIN + rb")")
_COUNT = re.compile(rb' uniqueCount="([0-9]{1,20})')
_ERROR = re.compile(
    rb'<(?:\w+:)?c (?P<of>[^>]*\bt="e"[^>]*)>'
    rb"(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>(?P<text>[^<]{1,40})</",
    re.DOTALL,
)
_AT = re.compile(rb'\br="([A-Za-z]{1,3})([0-9]{1,7})"')


def inspected(path: Path) -> Errors:
    """
    The error cells of each sheet that has any.

    Raises:
        InputError: not a zip of XML, cut short, protected by a password, or
            too large once unpacked.
        OSError: the system does not give the file.
    """
    with path.open("rb") as file:
        if file.read(4) == _OLD:
            raise _protected(str(path))
        try:
            with zipfile.ZipFile(file) as archive:
                return _searched(archive, str(path))
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError):
            raise spoilt(str(path)) from None


def spoilt(name: str) -> InputError:
    """The error for a file that is no Excel workbook, or no longer a whole one."""
    return refused(
        "unreadable-table",
        name,
        Text(
            "le fichier n'est pas un classeur Excel, ou il est abîmé ou tronqué",
            "the file is not an Excel workbook, or is damaged or cut short",
        ),
        Text(
            "rouvrez-le dans le tableur, puis enregistrez-le au format .xlsx",
            "open it again in the spreadsheet program and save it as .xlsx",
        ),
    )


def _protected(name: str) -> InputError:
    return refused(
        "unreadable-table",
        name,
        Text(
            "le classeur est protégé par un mot de passe, ou c'est un ancien .xls",
            "the workbook is protected by a password, or is an old .xls",
        ),
        Text(
            "enregistrez-le sans mot de passe au format .xlsx",
            "save it without a password as .xlsx",
        ),
    )


def _too_large(name: str, fr: str, en: str) -> InputError:
    return refused(
        "too-large",
        name,
        Text(fr, en),
        Text(
            "copiez les seules lignes utiles dans un nouveau classeur, ou exportez-le en .csv",
            "copy only the rows that matter into a new workbook, or export it as .csv",
        ),
    )


def _searched(archive: zipfile.ZipFile, name: str) -> Errors:
    parts = archive.infolist()
    # The sizes are those that the file gives; zipfile reads no further than they say.
    if sum(part.file_size for part in parts) > MAX_BYTES:
        gib = MAX_BYTES // 1024**3
        raise _too_large(
            name,
            f"le classeur, une fois décompressé, dépasse {gib} Gio",
            f"the workbook is larger than {gib} GiB once unpacked",
        )
    errors: dict[str, _Cells] = {}
    for part in parts:
        with archive.open(part) as stream:
            found = _part(stream, part.file_size, name)
        if found:
            errors[part.filename] = found
    if not errors:
        return {}
    sheets = _sheets(archive, name)
    return {sheets[part]: cells for part, cells in errors.items() if part in sheets}


def _part(stream: IO[bytes], size: int, name: str) -> _Cells:
    """The error cells in one part; every byte is read, so that a lie about its size shows."""
    errors: _Cells = {}
    height = width = 0
    for piece in map(_tidied, _pieces(stream, size, name)):
        # A place that is no place would be taken for a column of a trillion.
        if _SUSPECT.search(piece) and _LOST.search(piece):
            raise spoilt(name)
        rows = piece.split(b"/row>" if b"/row>" in piece else b":row>")
        # Rows and cells need not say where they stand.
        height += len(rows) - 1
        stated = max(map(int, set(_ROW.findall(piece))), default=0)
        height = max(height, stated)
        width = max(
            width,
            *map(_number, set(_COLUMN.findall(piece))),
            *(row.count(b"</c>") + row.count(b":c>") for row in rows),
        )
        if height > MAX_ROWS or height * width > MAX_CELLS:
            raise _too_large(
                name,
                f"une feuille va jusqu'à la ligne {height} et compte {width} colonnes :"
                " c'est démesuré",
                f"a sheet goes down to row {height} and has {width} columns: that is far too large",
            )
        if b't="e"' in piece:
            errors |= _errors(piece, name)
    return errors


def _pieces(stream: IO[bytes], size: int, name: str) -> Iterator[bytes]:
    """
    The rows of a sheet, some at a time, or some cells where a row is absurdly long.

    Nothing of a part that is no sheet: it is read to its end all the same.
    """
    rest, is_sheet = b"", False
    while piece := stream.read(_PIECE):
        rest += piece
        if not is_sheet:
            # Room is made for as many texts as the part says that it has.
            if any(int(count) > size for count in _COUNT.findall(_tidied(rest))):
                raise spoilt(name)
            is_sheet = b"<sheetData" in rest or b":sheetData" in rest
            if not is_sheet:
                rest = rest[-64:]
                continue
        end = max(rest.rfind(b"</row>"), rest.rfind(b":row>"))
        if end < 0 and len(rest) > _LONGEST_ROW:
            end = rest.rfind(b"<c ")
        if end > 0:
            yield rest[:end]
            rest = rest[end:]
        elif len(rest) > _LONGEST_CELL:
            raise spoilt(name)
    if is_sheet:
        yield rest


def _tidied(piece: bytes) -> bytes:
    """The same XML with one kind of quote and of space, and none around `=`."""
    piece = piece.translate(_TIDY).replace(b'"r=', b'" r=')
    return re.sub(b" *= *", b"=", piece) if b" =" in piece or b"= " in piece else piece


def _errors(piece: bytes, name: str) -> _Cells:
    found: _Cells = {}
    for cell in _ERROR.finditer(piece):
        at = _AT.search(cell["of"])
        if at is None:
            raise spoilt(name)
        found[int(at[2]) - 1, _number(at[1]) - 1] = cell["text"].decode("utf-8", "replace")
    return found


def _number(letters: bytes) -> int:
    """The number of a column by its letters: A is 1."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number


def _sheets(archive: zipfile.ZipFile, name: str) -> Mapping[str, str]:
    """The name of each sheet by the part that holds it."""
    targets = {
        _local(link, "Id"): _local(link, "Target")
        for link in _elements(archive, "xl/_rels/workbook.xml.rels", "Relationship", name)
    }
    return {
        _placed(targets.get(_local(sheet, "id"), "")): _local(sheet, "name")
        for sheet in _elements(archive, "xl/workbook.xml", "sheet", name)
    }


def _placed(target: str) -> str:
    return target[1:] if target.startswith("/") else f"xl/{target}"


def _elements(archive: zipfile.ZipFile, part: str, tag: str, name: str) -> Iterator[ET.Element]:
    try:
        info = archive.getinfo(part)
        content = archive.read(info) if info.file_size <= _SMALL else b""
        # Without a document type there are no entities that could grow.
        if b"<!DOCTYPE" in content:
            raise spoilt(name)
        root = ET.fromstring(content)  # noqa: S314
    except (LookupError, ValueError, ET.ParseError):
        raise spoilt(name) from None
    return (each for each in root.iter() if each.tag.rpartition("}")[2] == tag)


def _local(element: ET.Element, attribute: str) -> str:
    """An attribute by its name without its namespace."""
    return next(
        (value for key, value in element.items() if key.rpartition("}")[2] == attribute), ""
    )
