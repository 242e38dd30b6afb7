"""Files that are no workbook, no longer a whole one, or would become too large."""

import shutil
import struct
import zipfile
from pathlib import Path
from typing import Any

import pytest

from eligibility.errors import InputError
from eligibility.screening import workbook_parts
from tests.screening.workbooks import SHEET, Made, made, of_rows, opened, refusal, rewritten

__all__ = ["made"]


def test_a_workbook_with_a_password_is_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "locked.xlsx"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(4096))
    assert "password" in refusal(path)


def test_a_file_cut_short_is_refused_wherever(made: Made) -> None:
    path = made(of_rows(["id"], *([f"dossier {at}"] for at in range(500))))
    whole = path.read_bytes()
    for share in range(1, 20):
        path.write_bytes(whole[: len(whole) * share // 20])
        assert "cut short" in refusal(path)


def test_every_byte_of_the_cells_is_checked(made: Made) -> None:
    path = made(of_rows(["id"], *([f"dossier {at}"] for at in range(50))))
    with zipfile.ZipFile(path) as archive:
        part = archive.getinfo(SHEET)
        at = part.header_offset + 30 + len(part.filename) + part.compress_size // 2
    content = bytearray(path.read_bytes())
    content[at] ^= 0xFF
    path.write_bytes(content)
    assert "damaged" in refusal(path)


@pytest.mark.parametrize("content", [b"id;scheme\n1;x\n", b"PK\x03\x04", b"\x00" * 100])
def test_another_kind_of_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.xlsx"
    path.write_bytes(content)
    assert "not an Excel workbook" in refusal(path)


def test_a_zip_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    assert "not an Excel workbook" in refusal(path)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        opened(tmp_path / "missing.xlsx")


def test_a_workbook_without_a_cell_is_refused(made: Made) -> None:
    assert refusal(made(lambda book: book.add_worksheet())) == "no sheet has any cell"


def test_a_workbook_too_large_once_unpacked_is_refused(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = made(of_rows(["id"], ["x" * 30_000]))
    monkeypatch.setattr(workbook_parts, "MAX_BYTES", 20_000)
    assert "once unpacked" in refusal(path)


def test_a_lie_about_the_size_of_a_part_is_found_out(made: Made) -> None:
    path = made(of_rows(["id"], *([f"dossier {at}"] for at in range(5000))))
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo(SHEET).file_size
    content = path.read_bytes()
    real, less = struct.pack("<I", size), struct.pack("<I", 1000)
    assert content.count(real) == 2
    path.write_bytes(content.replace(real, less))
    assert "damaged" in refusal(path)


def test_a_lonely_cell_in_the_far_corner_does_not_fill_the_memory(made: Made) -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write_string(0, 0, "id")
        sheet.write_string(1_048_575, 16_383, "x")

    path = made(fill)
    assert "row 1048576 and has 16384 columns" in refusal(path)
    for old, new in ((b' r="', b" r = '"), (b"XFD", b"xfd")):
        changed = rewritten(path, lambda xml, old=old, new=new: _quoted(xml, old, new))  # type: ignore[misc]
        assert "far too large" in refusal(changed)


def _quoted(xml: bytes, old: bytes, new: bytes) -> bytes:
    xml = xml.replace(old, new)
    return xml.replace(b'1"', b"1'").replace(b'6"', b"6'") if b"'" in new else xml


def test_more_rows_than_excel_has_are_refused(made: Made) -> None:
    path = made(of_rows(["id"], ["x"]))
    far = rewritten(
        path,
        lambda xml: xml.replace(b'<row r="2"', b'<row r="1048577"').replace(b"A2", b"A1048577"),
    )
    assert "row 1048577" in refusal(far)


def test_a_name_with_accents_and_spaces_is_no_obstacle(made: Made, tmp_path: Path) -> None:
    path = tmp_path / "criblage été 2023.XLSX"
    shutil.move(made(of_rows(["id"], ["1"])), path)
    assert opened(path) == (["id"], [("1",)])


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/sharedStrings.xml", b'uniqueCount="2"', b'uniqueCount="9999999999997"'),
        (SHEET, b'r="A2"', b'r="inlineStr1"'),
        (SHEET, b'<c r="A2"', b'<c s="0"r="XFDZ1048576"'),
        ("xl/workbook.xml", b"UTF-8", b"F-8"),
        ("xl/workbook.xml", b"<workbook", b"<!DOCTYPE a><workbook"),
        ("xl/_rels/workbook.xml.rels", b"<Relationships", b"<Relations"),
    ],
)
def test_nonsense_in_a_part_is_refused_before_it_takes_the_memory(
    made: Made, part: str, old: bytes, new: bytes
) -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write_column(0, 0, ["id", "x"])
        sheet.write_formula(2, 0, "=1/0", None, "#DIV/0!")

    path = made(fill)
    assert opened(path) == (["id"], [("x",), ("#DIV/0!",)])
    assert "damaged" in refusal(rewritten(path, lambda xml: xml.replace(old, new), part))
