"""
CSV files as people have them: `,` or `;`, with or without a byte-order mark,
UTF-8 or the old encoding of Windows.

DuckDB reads the rows; here is found out how.
"""

import codecs
import csv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from eligibility.documents.document import refused
from eligibility.errors import InputError
from eligibility.language import Lang, Text
from eligibility.screening.output import unwritable
from eligibility.screening.table import Table, exactly, literal, named

if TYPE_CHECKING:
    import duckdb

__all__ = ["MAX_LINE", "open_csv", "rejects"]

MAX_LINE = 2 * 1024 * 1024
"""Longest line in bytes: a real row is a few hundred."""

_FAR = 4 * MAX_LINE
"""Bytes of a line from which on the whole file is refused: DuckDB leaves out some that are longer unsaid."""

_CHUNK = 1 << 20
_DELIMITERS = (";", ",", "\t", "|")


def open_csv(path: Path, aside: Path) -> Table:
    """
    The CSV file as a table of texts.

    Raises:
        InputError: no header, a header with a name twice or beyond MAX_LINE,
            broken UTF-8 or UTF-16, a line that DuckDB would leave out unsaid.
    """
    form, source = _form(path, str(path)), path
    if form.encoding != "utf-8" or form.is_mixed:
        source = aside / "utf-8.csv"
        _rewrite(path, source, form.encoding)
        _form(source, str(path))
    names, delimiter = _header(source, str(path))
    named(names, str(path))
    columns = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in names)
    scan = (
        f"read_csv({literal(exactly(source))}, header = true, auto_detect = false,"
        f" delim = {literal(delimiter)}, quote = '\"', escape = '\"', columns = {{{columns}}},"
        f" strict_mode = true, null_padding = false, max_line_size = {MAX_LINE},"
        " store_rejects = true, ignore_errors = true, hive_partitioning = false)"
    )
    return Table(
        str(path),
        "csv",
        scan,
        dict.fromkeys(names, "string"),
        by_hand=True,
        delimiter=delimiter,
        bom=form.bom or form.encoding != "utf-8",
        rejects=source,
    )


@dataclass(frozen=True, slots=True)
class _Form:
    """
    How a file is written: `utf-8`, `utf-16` or `cp1252`; whether a UTF-8
    byte-order mark begins it; whether its lines end in several ways.
    """

    encoding: str
    bom: bool = False
    is_mixed: bool = False


def _form(path: Path, name: str) -> _Form:
    """
    The form of a file.

    A file that is UTF-8 up to a broken sign is broken, and not another
    encoding: its accents would be read as two signs each.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    accents, line, ends = False, 1, _Ends()
    with path.open("rb") as file:
        first = file.read(4)
        file.seek(0)
        if first[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            return _Form("utf-16")
        more = True
        while more:
            chunk = file.read(_CHUNK)
            more = bool(chunk)
            try:
                text = decoder.decode(chunk, final=not more)
            except UnicodeDecodeError as error:
                before = error.object[: error.start]
                if not accents and before.isascii():
                    return _Form("cp1252")
                raise _broken(name, "UTF-8", line + before.count(b"\n")) from None
            accents = accents or not text.removeprefix("\ufeff").isascii()
            line += ends.count(chunk)
            if ends.since > _FAR:
                raise _long(name, line)
    return _Form("utf-8", first[:3] == codecs.BOM_UTF8, ends.are_mixed)


class _Ends:
    """How the lines of a file end, counted a chunk at a time, and how many bytes follow the last end."""

    def __init__(self) -> None:
        self.feeds = self.returns = self.both = self.since = 0
        self.after_return = False

    def count(self, chunk: bytes) -> int:
        """Adds a chunk, and gives its line feeds."""
        feeds, returns = chunk.count(b"\n"), chunk.count(b"\r")
        self.feeds += feeds
        self.returns += returns
        last = max(chunk.rfind(b"\n"), chunk.rfind(b"\r") if returns else -1)
        self.since = len(chunk) - last - 1 + (self.since if last < 0 else 0)
        if returns:
            self.both += chunk.count(b"\r\n")
        if self.after_return and chunk.startswith(b"\n"):
            self.both += 1
        self.after_return = chunk.endswith(b"\r")
        return feeds

    @property
    def are_mixed(self) -> bool:
        """Whether lines end in more than one way; in a cell they may."""
        ways = (self.both, self.feeds - self.both, self.returns - self.both)
        return sum(map(bool, ways)) > 1


def _broken(name: str, encoding: str, line: int = 0) -> Exception:
    return refused(
        "not-utf8",
        name,
        Text(
            f"le fichier est en {encoding}, sauf un signe qui ne l'est pas",
            f"the file is {encoding} but for one sign that is not",
        ),
        Text(
            "enregistrez-le à nouveau en choisissant l'encodage UTF-8",
            "save it again and choose the encoding UTF-8",
        ),
        line=line,
        column=1,
    )


def _rewrite(path: Path, target: Path, encoding: str) -> None:
    """Writes *path* as UTF-8 with lines that all end alike; `\ufffd` for a byte that Windows has not."""
    errors = "replace" if encoding == "cp1252" else "strict"
    try:
        with (
            path.open(encoding=encoding, errors=errors) as old,
            target.open("w", encoding="utf-8", newline="\n") as new,
        ):
            while text := old.read(_CHUNK):
                new.write(text)
    except UnicodeDecodeError:
        raise _broken(str(path), "UTF-16") from None
    except OSError as error:
        raise unwritable(target, error) from None


def _header(path: Path, name: str) -> tuple[list[str], str]:
    """The names in the first row, and the sign between them."""
    lines: list[str] = []
    length = quotes = 0
    with path.open(encoding="utf-8-sig", newline="") as file:
        # A name in quotes may go over several lines.
        while (not lines or quotes % 2) and (line := file.readline(MAX_LINE)):
            lines.append(line)
            length += len(line)
            quotes += line.count('"')
            if length >= MAX_LINE:
                raise _long(name, 1)
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


def _long(name: str, line: int) -> InputError:
    return refused(
        "long-line",
        name,
        Text("cette ligne est démesurée", "this line is far too long"),
        Text("est-ce bien un fichier CSV ?", "is it really a CSV file?"),
        line=line,
        column=1,
    )


def rejects(connection: "duckdb.DuckDBPyConnection", table: Table | None, lang: Lang) -> list[str]:
    """
    The lines of a CSV file that are no rows, in words, once the others are read.

    Raises:
        InputError: quotes that do not close, and so swallow the lines below.
    """
    if table is None or table.rejects is None:
        return []
    found = connection.execute(
        "SELECT line, any_value(error_type)::VARCHAR, min(byte_position)"
        " FROM reject_errors GROUP BY line ORDER BY line"
    ).fetchall()
    with table.rejects.open("rb") as file:
        for line, kind, start in found:
            if kind not in _SWALLOWING:
                continue
            if _line_at(file, start - 1).count(b'"') % 2:
                raise refused(
                    "open-quote",
                    table.name,
                    Text(
                        "des guillemets s'ouvrent et ne se ferment pas comme il faut",
                        "quotes open and do not close as they should",
                    ),
                    Text(
                        "fermez-les avant le séparateur ; dans un texte, doublez-les",
                        "close them before the next cell; within a text, double them",
                    ),
                    line=line,
                    column=1,
                )
    said = (
        (line, _REJECTED.get(kind, Text(kind.lower(), kind.lower()))) for line, kind, _ in found
    )
    return [Text(f"ligne {line} : {why.fr}", f"line {line}: {why.en}")[lang] for line, why in said]


def _line_at(file: BinaryIO, position: int) -> bytes:
    """The line around a byte, which may end before a row does."""
    first = max(0, position - MAX_LINE)
    file.seek(first)
    around = file.read(2 * MAX_LINE)
    end = b"\n" if b"\n" in around else b"\r"
    start = around.rfind(end, 0, position - first) + 1
    return around[start:].partition(end)[0]


_SWALLOWING = ("UNQUOTED VALUE", "LINE SIZE OVER MAXIMUM")
_REJECTED = {
    "MISSING COLUMNS": Text("il manque des cellules", "cells are missing"),
    "TOO MANY COLUMNS": Text("trop de cellules", "too many cells"),
    "UNQUOTED VALUE": Text("guillemets mal fermés", "quotes that do not close"),
    "LINE SIZE OVER MAXIMUM": Text("ligne démesurée", "a line far too long"),
    "INVALID ENCODING": Text("signe qui n'est pas en UTF-8", "a sign that is not UTF-8"),
}


def _outside_quotes(line: str, sign: str) -> int:
    return sum(part.count(sign) for part in line.split('"')[::2])
