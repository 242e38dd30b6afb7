"""
A screening as an Excel sheet that a person reads: a conclusion in colour and
its reasons first, what programs read after them.

Every cell is text, and none can be a formula, whatever the dossiers hold.
"""

import io
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from eligibility.documents.document import refused
from eligibility.errors import InputError
from eligibility.language import Lang, Text
from eligibility.ledger.labels import OUTCOMES

if TYPE_CHECKING:
    from typing_extensions import Buffer
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

__all__ = ["COLUMNS", "MAX_ROWS", "too_many", "write_sheet"]

COLUMNS = (
    "id",
    "scheme",
    "outcome",
    "not_met",
    "unknown",
    "missing",
    "sensitive",
    "error",
    "reasons",
)
"""What a row holds: the columns of the contract, then the reasons in words."""

MAX_ROWS = 1_048_575
"""Rows that an Excel sheet holds below its header."""

_LONGEST = 32_767
"""UTF-16 units that a cell holds."""

_LINE, _HIGHEST, _WIDE, _LETTERS = 15.0, 409.0, 80, 85
"""Points that one line takes, and a row at most; the width of the reasons, and letters that surely fit."""

_FORBIDDEN = re.compile("[\ufffe\uffff]")
"""Signs that XML does not have."""


@dataclass(frozen=True, slots=True)
class _Column:
    """
    A column of the sheet.

    *at* is its place in a row, None for the conclusion; *shown* what a person
    reads above it, where that is not its name.
    """

    name: str
    at: int | None
    width: float
    shown: Text | None = None


def _column(name: str, width: float, shown: Text | None = None) -> _Column:
    return _Column(name, COLUMNS.index(name) if name in COLUMNS else None, width, shown)


_FOR_PEOPLE = (
    _column("id", 19, Text("Dossier", "Dossier")),
    _column("scheme", 37, Text("Dispositif", "Scheme")),
    _column("conclusion", 14, Text("Conclusion", "Conclusion")),
    _column("reasons", _WIDE, Text("Motifs", "Reasons")),
)
_FOR_PROGRAMS = (
    _column("outcome", 12),
    _column("not_met", 34),
    _column("unknown", 34),
    _column("missing", 44),
    _column("sensitive", 34),
    _column("error", 60),
)
_LAYOUT = (*_FOR_PEOPLE, *_FOR_PROGRAMS)

_OUTCOME, _ERROR, _REASONS = (COLUMNS.index(name) for name in ("outcome", "error", "reasons"))
_FAILED = Text("en erreur", "in error")

_INDENTED = {"align": "left", "indent": 1}

_COLOURS = {
    "eligible": ("#C6EFCE", "#006100"),
    "ineligible": ("#FFC7CE", "#9C0006"),
    "incomplete": ("#FFEB9C", "#7F4B00"),
    None: ("#D9D9D9", "#3F3F3F"),
}
"""The ground and the letters of each outcome; None = a row with an error."""


def write_sheet(
    path: Path,
    rows: Iterator[Sequence[str | None]],
    *,
    lang: Lang,
    title: str,
    name: str | None = None,
) -> None:
    """
    Writes *rows* (`COLUMNS`) as an Excel workbook; *path* is whole or as it was before.

    The header holds the names that programs rely on; the first ones are shown
    in the reader's language. *name* is what an error calls the file.

    Raises:
        InputError: more rows than a sheet holds.
        OSError: the file cannot be written.
    """
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    with TemporaryDirectory(dir=path.parent, prefix=".sheet-") as aside:
        made = Path(aside) / "sheet.xlsx"
        options = {
            "constant_memory": True,
            "tmpdir": aside,
            "use_zip64": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        try:
            with _Sink(made, "wb") as sink, Workbook(sink, options) as book:
                _fill(book, rows, lang, title, name or str(path))
        except FileCreateError as error:
            raise (
                error.args[0] if isinstance(error.args[0], OSError) else OSError(error)
            ) from None
        os.replace(made, path)


class _Sink(io.FileIO):
    """
    A file that drops what comes after its end, or after an error: the writer
    of a ZIP file that is let go of adds an end of its own, and would tell of
    the error once more.
    """

    is_over = False

    def write(self, data: "Buffer") -> int:
        """Writes all of *data*."""
        left = memoryview(data)
        while left and not self.is_over:
            try:
                left = left[super().write(left) :]
            except OSError:
                self.is_over = True
                raise
        return len(memoryview(data))

    def seek(self, offset: int, whence: int = 0, /) -> int:
        return 0 if self.is_over else super().seek(offset, whence)

    def tell(self) -> int:
        return 0 if self.is_over else super().tell()

    def flush(self) -> None:
        if not self.is_over:
            super().flush()

    def close(self) -> None:
        self.is_over = True
        super().close()


def _fill(
    book: "Workbook", rows: Iterator[Sequence[str | None]], lang: Lang, title: str, name: str
) -> None:
    book.set_properties({"title": title})
    sheet = book.add_worksheet(Text("Criblage", "Screening")[lang])
    _laid_out(book, sheet, lang)
    cells = _formats(book)
    last = 0
    for last, row in enumerate(rows, start=1):
        if last > MAX_ROWS:
            raise too_many(name)
        outcome = row[_OUTCOME]
        for column, (each, formats) in enumerate(cells):
            if each.at is None:
                text: str | None = (OUTCOMES[outcome] if outcome else _FAILED)[lang]
            elif each.at == _REASONS:
                text = row[_REASONS] or row[_ERROR]
            else:
                text = row[each.at]
            if text:
                sheet.write_string(last, column, _fitting(text), formats[outcome])
            else:
                sheet.write_blank(last, column, None, formats[outcome])
        if (height := _height(row[_REASONS] or row[_ERROR])) > _LINE:
            sheet.set_row(last, height)
    _bounded(sheet, last, title)


def too_many(name: str) -> InputError:
    """The error for more rows than a sheet holds."""
    return refused(
        "too-large",
        name,
        Text(
            f"une feuille Excel ne tient que {MAX_ROWS} lignes",
            f"an Excel sheet holds only {MAX_ROWS} rows",
        ),
        Text("écrivez un fichier .csv ou .parquet", "write a .csv or .parquet file"),
    )


def _fitting(text: str) -> str:
    """*text* as a cell can hold it."""
    if not text.isascii():
        text = _FORBIDDEN.sub("\ufffd", text)
    if len(text) > _LONGEST // 2 and len(text.encode("utf-16-le")) // 2 > _LONGEST:
        cut = text.encode("utf-16-le")[: 2 * (_LONGEST - 1)]
        text = cut.decode("utf-16-le", "ignore") + "…"
    # XlsxWriter takes such a text for XML of its own, and writes it as it is.
    if text.startswith("<r>") and text.endswith("</r>"):
        return text[: _LONGEST - 1] + " "
    return text


def _height(text: str | None) -> float:
    """How high a row must be for its reasons: not every program finds out by itself."""
    if not text:
        return _LINE
    lines = sum(-(-len(line) // _LETTERS) for line in text.splitlines())
    return min(_LINE * lines, _HIGHEST)


def _laid_out(book: "Workbook", sheet: "Worksheet", lang: Lang) -> None:
    """The header, and the widths."""
    base = {"bold": True, "font_color": "#FFFFFF", "valign": "vcenter", "border_color": "#FFFFFF"}
    for at, column in enumerate(_LAYOUT):
        of = dict(base, bg_color="#1F4E79" if column.shown else "#7F7F7F", right=1)
        if column.shown:
            # A number format shows a text in place of another: people and programs read the same cell.
            if column.name in ("conclusion", "reasons"):
                of |= _INDENTED
            of["num_format"] = f';;;"{column.shown[lang]}"'
        sheet.write_string(0, at, column.name, book.add_format(of))
        # Columns for programs can be folded away with one click.
        sheet.set_column(at, at, column.width, None, {} if column.shown else {"level": 1})
    sheet.set_row(0, 24)
    sheet.freeze_panes(1, 1)


def _formats(book: "Workbook") -> list[tuple[_Column, Mapping[str | None, "Format"]]]:
    """Each column with the format of its cells for each outcome."""
    plain = {"num_format": "@", "valign": "top", "bottom": 1, "bottom_color": "#D9D9D9"}
    text = book.add_format(plain)
    bold = book.add_format(plain | {"bold": True})
    wrapped = book.add_format(plain | _INDENTED | {"text_wrap": True})
    faint = book.add_format(plain | {"font_color": "#7F7F7F"})
    coloured = {
        outcome: book.add_format(
            plain | _INDENTED | {"bg_color": ground, "font_color": letters, "bold": True}
        )
        for outcome, (ground, letters) in _COLOURS.items()
    }
    found: list[tuple[_Column, Mapping[str | None, Format]]] = []
    for column in _LAYOUT:
        if column.name in ("conclusion", "outcome"):
            found.append((column, coloured))
            continue
        chosen = {"id": bold, "reasons": wrapped}.get(column.name, text if column.shown else faint)
        found.append((column, dict.fromkeys(_COLOURS, chosen)))
    return found


def _bounded(sheet: "Worksheet", last: int, title: str) -> None:
    """What depends on the last row, and how the sheet is printed."""
    sheet.autofilter(0, 0, last, len(_LAYOUT) - 1)
    sheet.ignore_errors(
        {"number_stored_as_text": f"A1:{chr(ord('A') + len(_LAYOUT) - 1)}{last + 1}"}
    )
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    # On paper only what people read.
    sheet.print_area(0, 0, last, len(_FOR_PEOPLE) - 1)
    sheet.set_header("&L" + title.replace("&", "&&")[:200])
    sheet.set_footer("&R&P / &N")
