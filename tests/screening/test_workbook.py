"""Excel workbooks read as texts."""

import datetime as dt
from typing import Any

from tests.screening.workbooks import Made, made, of_rows, opened, refusal, rewritten

__all__ = ["made"]


def test_cells_become_what_a_person_would_have_typed(made: Made) -> None:
    def fill(book: Any) -> None:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        hour = book.add_format({"num_format": "hh:mm"})
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["id", 2023, "c"])
        sheet.write_row(1, 0, [12, 1234.5, -0.25])
        sheet.write_row(2, 0, [True, False, 1e22])
        sheet.write_datetime(3, 0, dt.date(2023, 2, 1), day)
        sheet.write_datetime(3, 1, dt.datetime.fromisoformat("2023-02-01T12:30"), moment)
        sheet.write_datetime(3, 2, dt.time(8, 15), hour)
        sheet.write_string(4, 0, "000000018")
        sheet.write_string(4, 1, "  =1+1 ")
        sheet.write_formula(4, 2, "=A1", None, "computed")

    assert opened(made(fill)) == (
        ["id", "2023", "c"],
        [
            ("12", "1234.5", "-0.25"),
            ("true", "false", "10000000000000000000000"),
            ("2023-02-01", "2023-02-01T12:30:00", "08:15:00"),
            ("000000018", "  =1+1 ", "computed"),
        ],
    )


def test_a_cell_with_an_error_is_not_an_empty_one(made: Made) -> None:
    errors = ["#N/A", "#VALUE!", "#REF!", "#DIV/0!", "#NUM!", "#NAME?", "#NULL!"]

    def fill(book: Any) -> None:
        # The name must be found again behind its escapes, and the sheet not be the first part.
        book.add_worksheet("blank")
        sheet = book.add_worksheet("A & <B>")
        for column in range(2, 9):
            sheet.write_string(3, column, f"c{column}")
            sheet.write_formula(5, column, "=1/0", None, errors[column - 2])
        sheet.write_formula(6, 8, "=1/0", None, "#N/A")

    _, rows = opened(made(fill))
    assert rows == [tuple(errors), (*[None] * 6, "#N/A")]


def test_errors_are_found_however_the_xml_is_written(made: Made) -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["id", "b"])
        sheet.write_string(1, 0, "x")
        sheet.write_formula(1, 1, "=1/0", None, "#DIV/0!")

    path = made(fill)
    expected = (["id", "b"], [("x", "#DIV/0!")])
    assert opened(path) == expected
    assert opened(rewritten(path, lambda xml: xml.replace(b' t="e"', b"\n t = 'e'"))) == expected

    def prefixed(xml: bytes) -> bytes:
        for tag in (b"c", b"row", b"v", b"f", b"sheetData", b"worksheet"):
            for end in (b">", b" "):
                xml = xml.replace(b"<" + tag + end, b"<x:" + tag + end)
            xml = xml.replace(b"</" + tag + b">", b"</x:" + tag + b">")
        return xml.replace(b"xmlns=", b"xmlns:x=")

    assert opened(rewritten(path, prefixed)) == expected


def test_empty_rows_and_columns_at_the_end_are_nothing(made: Made) -> None:
    path = made(
        of_rows(
            ["id", "b", "", ""],
            ["", "", "", ""],
            ["1", "", "", ""],
            ["", "  ", "", ""],
            ["2", "x", "", ""],
        )
    )
    assert opened(path) == (["id", "b"], [("1", None), ("2", "x")])


def test_a_named_column_may_be_empty(made: Made) -> None:
    assert opened(made(of_rows(["id", "b"], ["1", ""]))) == (["id", "b"], [("1", None)])


def test_a_header_alone_is_a_table_without_rows(made: Made) -> None:
    assert opened(made(of_rows(["id", "b"]))) == (["id", "b"], [])


def test_a_column_without_a_name_is_refused_when_it_holds_anything(made: Made) -> None:
    assert refusal(made(of_rows(["id", ""], ["1", "x"]))) == "column 2 has no name"


def test_a_name_twice_is_refused(made: Made) -> None:
    assert refusal(made(of_rows(["id", "id"]))) == "the column `id` is there twice"


def test_the_first_sheet_that_a_person_sees_with_anything_in_it_is_read(made: Made) -> None:
    def fill(book: Any) -> None:
        lists = book.add_worksheet("lists")
        lists.write_string(0, 0, "words")
        book.add_worksheet("empty").activate()
        book.add_chartsheet("chart").set_chart(_chart(book))
        data = book.add_worksheet("data")
        data.write_column(4, 3, ["id", "1"])
        book.add_worksheet("notes").write_string(0, 0, "note")
        lists.hide()

    assert opened(made(fill)) == (["id"], [("1",)])


def _chart(book: Any) -> Any:
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=data!$A$1:$A$2"})
    return chart


def test_a_hidden_sheet_is_read_where_there_is_no_other(made: Made) -> None:
    def fill(book: Any) -> None:
        book.add_worksheet("empty")
        hidden = book.add_worksheet("hidden")
        hidden.write_column(0, 0, ["id", "1"])
        hidden.hide()

    assert opened(made(fill)) == (["id"], [("1",)])


def test_rows_keep_their_order(made: Made) -> None:
    count = 40_000
    _, rows = opened(made(of_rows(["id"], *([at] for at in range(count)))))
    assert rows == [(str(at),) for at in range(count)]
