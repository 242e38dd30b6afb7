"""Tables as clumsy and hostile people give them: told with a place and a cure, row by row where possible."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet
import pytest

from eligibility.facts import FactName
from eligibility.screening.mapping import ColumnMap
from tests.screening.screenings import HEADER, PASS, Case, line, table


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case(tmp_path)


def parquet(path: Path, **columns: Any) -> Path:
    """A Parquet file with these columns, `_` for `.`, beside `id` and `scheme`."""
    count = max(map(len, columns.values()), default=1)
    head = {"id": [f"R{at}" for at in range(count)], "scheme": [PASS] * count}
    named = {name.replace("__", "."): values for name, values in columns.items()}
    pa.parquet.write_table(pa.table({**head, **named}), path)
    return path


REFUSED: dict[str, tuple[str | bytes, str, str]] = {
    "nothing": ("", "empty-file", ""),
    "an empty line": ("\n", "no-header", "names no column"),
    "no header": (line() + "\n", "no-id-column", "id"),
    "a name twice": (f"{HEADER};id\n{line()};B\n", "bad-header", "`id` is there twice"),
    "capitals alone": (f"{HEADER};ID\n{line()};B\n", "bad-header", "`ID` is there twice"),
    "no name": (f"{HEADER};\n{line()};\n", "bad-header", "column 7"),
    "no id": (table(line()).replace("id", "num", 1), "no-id-column", "id"),
    "no scheme": (table(line()).replace("scheme", "aid", 1), "no-scheme-column", "scheme"),
    "broken UTF-8": (table(line(name="é")).encode() + b"\xff", "not-utf8", "UTF-8"),
    "half a sign at the end": (table(line(name="é")).encode() + b"\xc3", "not-utf8", "UTF-8"),
    "half a sign of UTF-16": (table(line()).encode("utf-16")[:-1], "not-utf8", "UTF-16"),
    "UTF-16 without a mark": (table(line()).encode("utf-16-le"), "not-text", "not text"),
    "a picture": (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", "not-text", "not text"),
    "a long header": ("x" * 3_000_000, "long-line", "too long"),
    "a quote that nobody closes": ('"' + "x\n" * 1_500_000, "long-line", "too long"),
}


@pytest.mark.parametrize(("content", "code", "says"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_table_is_refused_with_the_reason(
    case: Case, content: str | bytes, code: str, says: str
) -> None:
    fault = case.refusal(case.file(content))
    assert fault.code == code
    assert says in fault.message.en
    assert fault.hint is not None


@pytest.mark.parametrize("name", ["t.parquet", "t.xlsx"])
@pytest.mark.parametrize("content", [b"", b"PAR1", b"PK\x03\x04", b"\xff\xd8\xff\xe0" * 99])
def test_a_file_that_is_not_what_its_name_says_is_refused(
    case: Case, name: str, content: bytes
) -> None:
    assert case.refusal(case.file(content, name)).hint is not None


def test_a_truncated_parquet_file_is_refused(case: Case) -> None:
    path = parquet(case.folder / "t.parquet", company__equity=[1.0] * 1000)
    path.write_bytes(path.read_bytes()[:-50])
    assert case.refusal(path).code == "unreadable-table"


def test_a_header_without_rows_gives_a_header_without_rows(case: Case) -> None:
    source = case.file(f"{HEADER}\n")
    assert case.rows(source) == []
    assert case.result(source, "out.csv").tally.rows == 0
    assert (case.folder / "out.csv").read_text(encoding="utf-8").count("\n") == 1


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("sign", [";", ",", "\t", "|"])
def test_every_usual_sign_between_cells_and_end_of_line_is_read(
    case: Case, sign: str, end: str
) -> None:
    text = table(line(), line(id="B")).replace(";", sign).replace("\n", end)
    assert [row["id"] for row in case.rows(case.file(text))] == ["A", "B"]


def test_lines_that_end_in_several_ways_are_all_rows(case: Case) -> None:
    text = f"{HEADER}\r\n{line()}\n{line(id='B')}\r\n{line(id='C')}\r{line(id='D')}"
    assert [row["id"] for row in case.rows(case.file(text))] == ["A", "B", "C", "D"]


def test_line_ends_in_quotes_are_part_of_the_cell(case: Case) -> None:
    text = table(line(id='"a\nb"', name='"x\ny;z"'), line(id="C")).replace("\n", "\r\n", 1)
    assert [row["id"] for row in case.rows(case.file(text))] == ["a\nb", "C"]


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "utf-8", "utf-8-sig", "utf-16"])
def test_accents_come_out_as_they_are_in_every_usual_encoding(case: Case, encoding: str) -> None:
    content = table(line(id="né", equity="1\xa0234,50")).encode(encoding)
    (row,) = case.rows(case.file(content))
    assert (row["id"], row["error"]) == ("né", None)


def test_lines_that_are_no_rows_are_told_by_their_number_and_stop_no_other(case: Case) -> None:
    far = line(id="L", name="x" * 3_000_000)
    text = table(line(), "B;few", line() + ";many;cells", line(name='"a"b'), far, line(id="Z"))
    rows = case.rows(case.file(text))
    assert [row["id"] for row in rows] == ["A", "Z", None, None, None, None]
    assert [row["error"] for row in rows[2:]] == [
        "ligne 3 : il manque des cellules",
        "ligne 4 : trop de cellules",
        "ligne 5 : guillemets mal fermés",
        "ligne 6 : ligne démesurée",
    ]


@pytest.mark.parametrize("rows", [1, 3_000_000], ids=["a few rows", "many rows"])
def test_quotes_that_swallow_the_lines_below_are_refused_with_their_line(
    case: Case, rows: int
) -> None:
    source = case.file('id;scheme\nA;contrat-3s\nB;"x\n' + "C;contrat-3s\n" * rows)
    fault = case.refusal(source)
    assert (fault.code, fault.place and fault.place.line) == ("open-quote", 3)


def test_a_line_that_would_be_left_out_unsaid_is_refused(case: Case) -> None:
    source = case.file("id;scheme\nA;contrat-3s\nB;" + "x" * 40_000_000 + "\nC;contrat-3s\n")
    fault = case.refusal(source)
    assert (fault.code, fault.place and fault.place.line) == ("long-line", 3)


FIT = {
    "": None,
    "1000": None,
    "1 234,50 €": None,
    "1\u202f234": None,
    "1e3": None,
    "90071992547409.91": None,
    "90071992547409.92": "hors limites",
    "1e400": "hors limites",
    '"1,234"': "plus de 2 décimales",
    "0.005": "plus de 2 décimales",
    '"1.234,50"': "ce qui n'est pas un montant en euros",
    "NaN": "ce qui n'est pas un montant en euros",
    "inf": "ce qui n'est pas un montant en euros",
    "-": "ce qui n'est pas un montant en euros",
    "١٢": "ce qui n'est pas un montant en euros",
    "0x10": "ce qui n'est pas un montant en euros",
    "00012": "ce qui n'est pas un montant en euros",
}


def test_an_amount_is_read_or_told_and_never_guessed(case: Case) -> None:
    rows = case.rows(case.file(table(*(line(equity=text) for text in FIT))))
    for row, (text, problem) in zip(rows, FIT.items(), strict=True):
        if problem is None:
            assert row["error"] is None, text
        else:
            assert problem in row["error"], text
            assert text.strip('"') in row["error"]
            assert row["outcome"] is None


def test_a_truth_is_a_word_and_not_a_number(case: Case) -> None:
    good, bad = ("oui", "Non", "TRUE", "vrai", "faux", "yes"), ("0", "1", "O", "x", "1.0")
    rows = case.rows(case.file(table(*(line(tax=text) for text in (*good, *bad)))))
    assert [row["error"] is None for row in rows] == [True] * len(good) + [False] * len(bad)


ROWS = {
    "an empty id": ({"id": ""}, "pas d'`id`"),
    "a blank id": ({"id": "  "}, "pas d'`id`"),
    "a command in an id": ({"id": "\x07C"}, "caractère de commande"),
    "an id turned round": ({"id": "\u202eabc"}, "caractère de commande"),
    "an id far too long": ({"id": "é" * 10_001}, "plus long que 10000"),
    "no scheme": ({"scheme": ""}, "pas de `scheme`"),
    "an unknown scheme": ({"scheme": "nope"}, "`nope` n'existe pas"),
    "a scheme in capitals": ({"scheme": PASS.upper()}, "n'existe pas"),
    "no such day": ({"day": "2023-02-30"}, "pas un jour du calendrier"),
    "a day before the rules": ({"day": "2022-11-24"}, "aucune règle n'était en vigueur"),
    "a day out of bounds": ({"day": "0001-01-01"}, "hors limites"),
}


def test_a_row_that_does_not_fit_is_told_and_the_others_go_on(case: Case) -> None:
    lines = [line(**cells) for cells, _ in ROWS.values()]
    rows = case.rows(case.file(table(*lines, line(id=" B "))))
    for row, (what, (_, says)) in zip(rows, ROWS.items(), strict=False):
        assert says in row["error"], what
        assert row["outcome"] is None
    assert (rows[-1]["id"], rows[-1]["error"]) == ("B", None)


def test_a_day_before_the_rules_for_all_rows_is_an_error_of_each(case: Case) -> None:
    from datetime import date

    told = case.result(case.file(table(line(), line())), on=date(2022, 11, 24)).tally
    assert (told.rows, told.errors) == (2, 2)


@pytest.mark.parametrize("given", ["pass-transformation-ecologiqe", "", PASS.upper()])
def test_a_scheme_for_every_row_must_exist(case: Case, given: str) -> None:
    source = case.file("id\nA\n", "ids.csv")
    fault = case.refusal(source, scheme=given)
    assert fault.code == "unknown-scheme"
    assert fault.hint is not None
    constant = ColumnMap(constants={FactName("scheme"): given})
    assert case.refusal(source, columns=constant).code == "unknown-scheme"
    assert case.refusal(case.file(table(line())), scheme=PASS).code == "scheme-twice"
    assert [row["scheme"] for row in case.rows(source, scheme=PASS)] == [PASS]


def _link(make: Callable[[Path, Path], None]) -> Callable[[Path], Path]:
    def made(source: Path) -> Path:
        target = source.with_name("out.csv")
        make(source, target)
        return target

    return made


@pytest.mark.parametrize(
    "target",
    [
        lambda source: source,
        lambda source: source.parent / ".." / source.parent.name / source.name,
        _link(lambda source, target: target.symlink_to(source)),
        _link(lambda source, target: os.link(source, target)),
    ],
    ids=["itself", "by a detour", "a link", "a hard link"],
)
def test_the_table_is_never_overwritten(case: Case, target: Callable[[Path], Path]) -> None:
    source = case.file(table(line()))
    assert case.refusal(source, str(target(source))).code == "same-file"


@pytest.mark.parametrize("out", ["no/out.csv", "out", "out.txt", ".csv", "folder.csv", "x/../.."])
def test_a_place_that_cannot_hold_a_result_is_refused(case: Case, out: str) -> None:
    (case.folder / "folder.csv").mkdir()
    assert case.refusal(case.file(table(line())), out).hint is not None


def test_a_result_there_before_stays_when_the_table_is_refused(case: Case) -> None:
    (case.folder / "out.csv").write_text("before", encoding="utf-8")
    case.refusal(case.file("x\n1\n"))
    assert (case.folder / "out.csv").read_text(encoding="utf-8") == "before"
