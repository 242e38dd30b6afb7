"""
CSV files as people have them: `,` or `;`, with or without a byte-order mark,
UTF-8 or the old encoding of Windows.

DuckDB reads the rows; here is found out how.
"""

import codecs
import csv
from pathlib import Path

from eligibility.documents.document import refused
from eligibility.language import Text
from eligibility.screening.table import Table, literal, named

__all__ = ["MAX_LINE", "open_csv"]

MAX_LINE = 2 * 1024 * 1024
"""Longest line in bytes: a real row is a few hundred."""

_CHUNK = 1 << 20
_DELIMITERS = (";", ",", "\t", "|")


def open_csv(path: Path, aside: Path) -> Table:
    """
    The CSV file as a table of texts.

    Raises:
        InputError: no header, a header with a name twice, broken UTF-8, a line
            beyond MAX_LINE.
    """
    encoding, bom = _encoding(path)
    source = path
    if encoding != "utf-8":
        source = aside / "utf-8.csv"
        _transcode(path, source, encoding)
    names, delimiter = _header(source, str(path))
    named(names, str(path))
    columns = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in names)
    scan = (
        f"read_csv({literal(str(source))}, header = true, auto_detect = false,"
        f" delim = {literal(delimiter)}, quote = '\"', escape = '\"', columns = {{{columns}}},"
        f" strict_mode = true, null_padding = false, max_line_size = {MAX_LINE},"
        " store_rejects = true, ignore_errors = true)"
    )
    return Table(
        str(path),
        "csv",
        scan,
        dict.fromkeys(names, "string"),
        by_hand=True,
        delimiter=delimiter,
        bom=bom or encoding != "utf-8",
        rejects=True,
    )


def _encoding(path: Path) -> tuple[str, bool]:
    """
    `utf-8`, `utf-16` or `cp1252`, and whether a UTF-8 byte-order mark begins the file.

    A file that is UTF-8 up to a broken sign is broken, and not another
    encoding: its accents would be read as two signs each.
    """
    with path.open("rb") as file:
        first = file.read(4)
        file.seek(0)
        if first[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            return "utf-16", False
        decoder = codecs.getincrementaldecoder("utf-8")()
        accents, line, start = False, 1, 0
        while chunk := file.read(_CHUNK):
            try:
                text = decoder.decode(chunk, final=len(chunk) < _CHUNK)
            except UnicodeDecodeError as error:
                before = error.object[: error.start]
                accents = accents or not before.isascii()
                if not accents:
                    return "cp1252", False
                raise _broken(str(path), line + before.count(b"\n"), error.start) from None
            accents = accents or not text.removeprefix("\ufeff").isascii()
            line += chunk.count(b"\n")
            start += len(chunk)
    return "utf-8", first[:3] == codecs.BOM_UTF8


def _broken(name: str, line: int, _: int) -> Exception:
    return refused(
        "not-utf8",
        name,
        Text(
            "le fichier est en UTF-8, sauf un signe qui ne l'est pas",
            "the file is UTF-8 but for one sign that is not",
        ),
        Text(
            "enregistrez-le à nouveau en choisissant l'encodage UTF-8",
            "save it again and choose the encoding UTF-8",
        ),
        line=line,
        column=1,
    )


def _transcode(path: Path, target: Path, encoding: str) -> None:
    """Writes *path* as UTF-8; a byte that Windows gives no sign is kept as it is."""
    with (
        path.open(encoding=encoding, errors="replace", newline="") as old,
        target.open("w", encoding="utf-8", newline="") as new,
    ):
        while text := old.read(_CHUNK):
            new.write(text)


def _header(path: Path, name: str) -> tuple[list[str], str]:
    """The names in the first row, and the sign between them."""
    lines, length, quotes = [], 0, 0
    with path.open(encoding="utf-8-sig", newline="") as file:
        # A name in quotes may go over several lines.
        while (not lines or quotes % 2) and (line := file.readline(MAX_LINE)):
            lines.append(line)
            length += len(line)
            quotes += line.count('"')
            if length >= MAX_LINE:
                raise refused(
                    "long-line",
                    name,
                    Text("la première ligne est démesurée", "the first line is far too long"),
                    Text("est-ce bien un fichier CSV ?", "is it really a CSV file?"),
                    line=1,
                    column=1,
                )
    line = "".join(lines)
    if "\0" in line:
        raise refused(
            "not-text",
            name,
            Text("ce n'est pas du texte", "this is not text"),
            Text(
                "enregistrez le tableau en CSV, avec l'encodage UTF-8",
                "save the table as CSV, with the encoding UTF-8",
            ),
            line=1,
            column=1,
        )
    delimiter = max(_DELIMITERS, key=lambda sign: _outside_quotes(line, sign))
    names = next(csv.reader([line], delimiter=delimiter), [])
    if not any(each.strip() for each in names):
        raise refused(
            "no-header",
            name,
            Text("la première ligne ne nomme aucune colonne", "the first line names no column"),
            Text("donnez un nom à chaque colonne", "name every column"),
            line=1,
            column=1,
        )
    return names, delimiter


def _outside_quotes(line: str, sign: str) -> int:
    return sum(part.count(sign) for part in line.split('"')[::2])
