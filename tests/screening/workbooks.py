"""Workbooks that the tests make, and what is read of them."""

import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest
from xlsxwriter import Workbook

from eligibility.errors import InputError
from eligibility.screening.workbook import open_workbook

Rows = list[tuple[str | None, ...]]


def opened(path: Path) -> tuple[list[str], Rows]:
    """The columns and the rows that the database sees."""
    with duckdb.connect() as connection:
        table = open_workbook(path, connection)
        assert set(table.columns.values()) <= {"string"}
        assert (table.kind, table.by_hand) == ("xlsx", True)
        found = connection.execute(f"SELECT * FROM {table.scan}").fetchall()
        assert table.rows == len(found)
        return list(table.columns), found


def refusal(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        opened(path)
    (fault, *_) = caught.value.faults
    assert fault.place is not None
    assert fault.place.file == str(path)
    assert fault.hint is not None
    return fault.message.en


@pytest.fixture
def made(tmp_path: Path) -> Callable[[Callable[[Any], None]], Path]:
    """Writes a workbook whose content a function makes."""

    def write(fill: Callable[[Any], None]) -> Path:
        path = tmp_path / "table.xlsx"
        with Workbook(str(path)) as book:
            fill(book)
        return path

    return write


Made = Callable[[Callable[[Any], None]], Path]


SHEET = "xl/worksheets/sheet1.xml"


def rewritten(path: Path, change: Callable[[bytes], bytes], which: str = SHEET) -> Path:
    """The same workbook with another XML in one part."""
    new = path.with_name("rewritten.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as target:
        for part in old.infolist():
            content = old.read(part)
            if part.filename == which:
                content = change(content)
            target.writestr(part.filename, content)
    return new


def of_rows(*rows: Sequence[object]) -> Callable[[Any], None]:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)

    return fill
