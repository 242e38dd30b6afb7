"""
Excel workbooks as tables of text: what a person would have typed in each cell.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from eligibility.documents.document import refused
from eligibility.documents.reading import unreadable
from eligibility.language import Text
from eligibility.screening.table import Table, named
from eligibility.screening.workbook_parts import inspected, spoilt

if TYPE_CHECKING:
    import duckdb
    from python_calamine import CalamineSheet, CalamineWorkbook

__all__ = ["NAME", "open_workbook"]

NAME = "workbook_rows"
"""What the rows are called in the database."""

_BATCH = 16_384
_MIDNIGHT = dt.time()

Row = list[str | None]


def open_workbook(path: Path, connection: "duckdb.DuckDBPyConnection") -> Table:
    """
    The first sheet with anything in it, in the order of its rows, as a table of texts.

    Hidden sheets come last. The first row that is not empty names the columns;
    empty rows are passed over.

    Raises:
        InputError: not a workbook, protected by a password, too large, no
            header, a header with a name twice.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    name = str(path)
    try:
        errors = inspected(path)
        with CalamineWorkbook.from_path(path) as book:
            sheet = _first(book)
            rows = () if sheet is None else _rows(sheet, errors.get(sheet.name, {}), name)
            header, content = _table(iter(rows), name)
    except (CalamineError, OverflowError, ValueError):  # the last two: days beyond the calendar
        raise spoilt(name) from None
    except OSError as error:
        raise unreadable(name, error) from None
    connection.register(NAME, content)
    return Table(
        name,
        "xlsx",
        NAME,
        dict.fromkeys(header, "string"),
        by_hand=True,
        rows=content.num_rows,
        registered={NAME: content},
    )


def _first(book: "CalamineWorkbook") -> "CalamineSheet | None":
    """The first sheet with a cell; those that a person does not see come last."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    sheets = [each for each in book.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]
    for each in sorted(sheets, key=lambda sheet: sheet.visible != SheetVisibleEnum.Visible):
        sheet = book.get_sheet_by_name(each.name)
        if sheet.start is not None:
            return sheet
    return None


def _rows(
    sheet: "CalamineSheet", errors: Mapping[tuple[int, int], str], name: str
) -> Iterator[Row]:
    """The rows that hold anything, as texts."""
    assert sheet.start is not None
    assert sheet.end is not None
    (top, left), (bottom, right) = sheet.start, sheet.end
    in_row: dict[int, list[tuple[int, str]]] = {}
    for (row, column), text in errors.items():
        if not (top <= row <= bottom and left <= column <= right):
            raise spoilt(name)
        in_row.setdefault(row, []).append((column - left, text))
    for at, cells in enumerate(sheet.iter_rows()):
        texts = [_WORDS[type(cell)](cell) for cell in cells]
        for column, text in in_row.get(at, ()):
            texts[column] = text
        if any(text is not None and not text.isspace() for text in texts):
            yield texts


def _table(rows: Iterator[Row], name: str) -> tuple[Sequence[str], pa.Table]:
    """The names of the columns, and the rows below them."""
    first = next(rows, None)
    if first is None:
        raise refused(
            "no-header",
            name,
            Text("aucune feuille du classeur n'a de cellule remplie", "no sheet has any cell"),
            Text(
                "nommez les colonnes sur la première ligne de la première feuille",
                "name the columns in the first row of the first sheet",
            ),
        )
    header = [text or "" for text in first]
    batches = list(_batches(rows))
    while header and not header[-1].strip() and _is_empty(batches, len(header) - 1):
        header.pop()
    named(header, name)
    schema = pa.schema([(each, pa.string()) for each in header])
    kept = [pa.RecordBatch.from_arrays(batch[: len(header)], schema=schema) for batch in batches]
    return header, pa.Table.from_batches(kept, schema)


def _batches(rows: Iterator[Row]) -> Iterator[list[pa.Array]]:
    """The columns of some thousands of rows at a time."""
    while some := list(islice(rows, _BATCH)):
        yield [pa.array(column, pa.string()) for column in zip(*some, strict=True)]


def _is_empty(batches: Sequence[Sequence[pa.Array]], column: int) -> bool:
    return all(batch[column].null_count == len(batch[column]) for batch in batches)


def _number(cell: float) -> str:
    return str(int(cell)) if cell.is_integer() else repr(cell)


def _moment(cell: dt.datetime) -> str:
    """A day where no hour was written."""
    return (cell.date() if cell.time() == _MIDNIGHT else cell).isoformat()


_WORDS: Mapping[type, Callable[..., str | None]] = {
    str: lambda text: text or None,
    float: _number,
    int: str,
    bool: lambda truth: "true" if truth else "false",
    dt.datetime: _moment,
    dt.date: dt.date.isoformat,
    dt.time: dt.time.isoformat,
    dt.timedelta: str,
}
"""How each kind of cell is written."""
