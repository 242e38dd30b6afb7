"""
Rows of a screening into a file of any kind.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from eligibility.documents.document import refused
from eligibility.language import Lang, Text
from eligibility.rulebook import Region
from eligibility.screening.output import (
    Writer,
    csv_writer,
    lines_writer,
    parquet_writer,
    unwritable,
    written,
)
from eligibility.screening.table import Table, kind_of, literal

__all__ = ["ResultFile", "as_rows", "kind_beside", "write_result"]

_FREE = ("id", "scheme", "error")
"""The columns that hold what strangers wrote."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultFile:
    """
    Where a result goes: written at *part*, called *target* in errors.

    *table* is what was read: a CSV file comes out as it came in. *rows* are
    those to be written, where it is known.
    """

    part: Path
    target: Path
    kind: str
    table: Table | None
    region: Region
    lang: Lang
    rows: int = 0

    @property
    def as_text(self) -> bool:
        """Whether lists are texts in a file of this kind."""
        return self.kind in ("csv", "xlsx")


def kind_beside(source: Path, target: Path) -> str:
    """
    The kind of file at *target*, which is to hold the result for the table at *source*.

    Raises:
        InputError: none that is known; a folder; the table itself, or a file
            in the folder that is read.
    """
    kind_of(source)
    kind = kind_of(target, "--out ")
    try:
        same = target.samefile(source)
    except OSError:
        same = target.absolute() == source.absolute()
    if same or (source.is_dir() and target.resolve().is_relative_to(source.resolve())):
        raise refused(
            "same-file",
            str(target),
            Text(
                "le résultat serait écrit dans le tableau de départ",
                "the result would be written into the table that is read",
            ),
            Text("donnez un autre nom à --out", "give --out another name"),
        )
    if target.is_dir():
        raise refused(
            "is-a-folder",
            str(target),
            Text("--out nomme un dossier du disque", "--out names a folder"),
            Text(
                f"nommez un fichier : {target / 'resultat.csv'}",
                f"name a file: {target / 'result.csv'}",
            ),
        )
    return kind


def write_result(
    file: ResultFile,
    columns: Mapping[str, str],
    chunks: Callable[[Mapping[str, str]], Iterator[pa.Table]],
) -> None:
    """
    Writes the rows that *chunks* gives for *columns* (names and SQL expressions).

    Raises:
        InputError: the disk is full, or there are more rows than the kind holds.
    """
    start: Callable[[pa.Schema], Writer]
    match file.kind:
        case "xlsx":
            _write_sheet(file, chunks(columns))
            return
        case "csv":
            columns = {
                name: _inert(each) if name in _FREE else each for name, each in columns.items()
            }
            delimiter = file.table.delimiter if file.table else ","
            bom = file.table.bom if file.table else False
            start = csv_writer(file.part, delimiter, bom=bom)
        case "jsonl":
            items = ", ".join(f"{literal(name)}, {each}" for name, each in columns.items())
            columns = {"line": f"json_object({items})::VARCHAR"}
            start = lines_writer(file.part)
        case _:
            start = parquet_writer(file.part)
    written(chunks(columns), start, file.target)


def as_rows(errors: list[str], schema: pa.Schema) -> pa.Table:
    """Lines that are no rows, as rows of *schema* with an error and nothing else."""
    if schema.names == ["line"]:
        from eligibility.screening.run import LISTS

        blank = dict.fromkeys(("id", "scheme", "outcome", *LISTS))
        lines = [json.dumps({**blank, "error": each}, ensure_ascii=False) for each in errors]
        return pa.table({"line": lines}, schema)
    return pa.Table.from_pylist([{"error": each} for each in errors], schema)


def _inert(expression: str) -> str:
    """*expression* as a text that no spreadsheet takes for a formula."""
    text = f"({expression})"
    begins = f"left({text}, 1) IN ('=', '+', '-', '@', chr(9), chr(13))"
    return f"CASE WHEN {begins} THEN '''' || {text} ELSE {text} END"


def _write_sheet(file: ResultFile, chunks: Iterator[pa.Table]) -> None:
    from eligibility.screening.reasons import reasons_text, words_of
    from eligibility.screening.sheet import COLUMNS, MAX_ROWS, too_many, write_sheet

    if file.rows > MAX_ROWS:
        raise too_many(str(file.target))
    words = words_of(file.region)

    def rows() -> Iterator[tuple[str | None, ...]]:
        for chunk in chunks:
            for row in chunk.select(list(COLUMNS[:-1])).to_pylist():
                lists = (row["not_met"], row["unknown"], row["missing"])
                yield (*row.values(), reasons_text(*lists, words, file.lang))

    try:
        write_sheet(
            file.part, rows(), lang=file.lang, title=file.target.stem, name=str(file.target)
        )
    except OSError as error:
        raise unwritable(file.target, error) from None
