"""A column of cells is read as the reader of dossiers reads one value."""

import re
from typing import Any

import duckdb
import ibis
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eligibility.documents import Form, Scalar
from eligibility.facts import Fact, FactName, FactType
from eligibility.facts.values import Misfit, parse
from eligibility.language import Text
from eligibility.screening.cells import read
from eligibility.screening.parsing import plain, trimmed, typed
from tests.engines.columns import schema_of

NAME = FactName("f")
LABEL = Text("la donnée", "the fact")
WORDS = tuple((word, Text(word, word)) for word in ("loan", "grant", "civil", "tax"))


def fact(kind: FactType, **more: Any) -> Fact:
    return Fact(name=NAME, type=kind, label=LABEL, **more)


AMOUNT = fact(FactType.AMOUNT, decimals=2)
POSITIVE = fact(FactType.AMOUNT, decimals=2, minimum=0)
SCORE = fact(FactType.NUMBER, decimals=2, minimum=0, maximum=10_000)
COUNT = fact(FactType.NUMBER)
TRUTH = fact(FactType.BOOLEAN)
DAY = fact(FactType.DATE)
WORD = fact(FactType.WORD, words=WORDS)
SET = fact(FactType.WORDS, words=WORDS)
OPEN = fact(FactType.WORDS, words=WORDS, open_list=True)
CODE = fact(FactType.CODE, pattern="[0-9]{9}")
TEXT = fact(FactType.TEXT)


def found(each: Fact, cells: list[Any], kind: pa.DataType, *, by_hand: bool) -> list[Any]:
    """The value of each cell as DuckDB reads it, with its own functions and without; `misfit` where it does not fit."""
    quickly = read_as(each, cells, kind, by_hand=by_hand, in_duckdb=True)
    assert quickly == read_as(each, cells, kind, by_hand=by_hand, in_duckdb=False)
    return quickly


def read_as(
    each: Fact, cells: list[Any], kind: pa.DataType, *, by_hand: bool, in_duckdb: bool
) -> list[Any]:
    data = pa.table({"cell": pa.array(cells, kind)})
    rows = ibis.table(schema_of(data), name="cells")
    raw, text = rows["cell"], None
    if raw.type().is_string():
        text = plain(each, trimmed(raw) if by_hand else raw, in_duckdb=in_duckdb)
    stages = [rows.select(cell=raw if text is None else text)]
    texts = ibis.table(stages[0].schema(), name="plain")
    is_text = texts["cell"].type().is_string()
    second = texts.select(
        text=texts["cell"],
        cell=typed(each, texts["cell"], in_duckdb=in_duckdb) if is_text else texts["cell"],
    )
    last = ibis.table(second.schema(), name="parsed")
    raw, text = last["cell"], last["text"] if is_text else None
    cell = read(each, raw, text, by_hand=by_hand, in_duckdb=in_duckdb)
    third = last.select(
        value=cell.value,
        fits=cell.fits,
        too_quick=cell.at_once.fill_null(False) & ~cell.fits,
    )
    first_sql, second_sql, third_sql = (
        ibis.to_sql(stage, dialect="duckdb") for stage in (stages[0], second, third)
    )
    with duckdb.connect() as connection:
        connection.register("cells", data)
        result = connection.execute(
            f"WITH plain AS ({first_sql}), parsed AS ({second_sql}) {third_sql}"
        ).fetchall()
    assert not any(too_quick for *_, too_quick in result)
    return [value if fits else "misfit" for value, fits, _ in result]


def expected(each: Fact, cell: Any, *, by_hand: bool) -> Any:
    """The same by the reader of dossiers, after the writings that only a table has."""
    if cell is None:
        return None
    try:
        if isinstance(cell, str):
            return _text(each, cell, by_hand=by_hand)
        form = Form.LITERAL if isinstance(cell, bool) else Form.NUMBER
        return parse(
            each, Scalar(str(cell).lower() if isinstance(cell, bool) else repr(cell), form)
        )
    except Misfit:
        return "misfit"


def _text(each: Fact, cell: str, *, by_hand: bool) -> Any:
    text = cell.strip() if by_hand else cell
    if by_hand and not text:
        return None
    match each.type:
        case FactType.AMOUNT | FactType.NUMBER:
            return parse(each, Scalar(_number(text), Form.NUMBER))
        case FactType.BOOLEAN:
            word = text.lower()
            literal = "true" if word in ("true", "vrai", "oui", "yes") else word
            literal = "false" if word in ("false", "faux", "non", "no") else literal
            return parse(each, Scalar(literal, Form.LITERAL))
        case FactType.DATE:
            return parse(each, Scalar(_day(text), Form.PLAIN))
        case FactType.WORDS:
            if text == "none" or (not by_hand and text == ""):
                return ""
            parts = re.split(r"\s*;[;\s]*", text) if ";" in text else [text]
            parts = [part for at, part in enumerate(parts) if part or 0 < at < len(parts) - 1]
            words = [str(parse(each, Scalar(part, Form.PLAIN))) for part in parts or [""]]
            return ";" + "".join(word + ";" for word in words)
        case FactType.TEXT:
            if by_hand and text == "none":
                return ""
            return parse(each, Scalar(text.replace("\r\n", "\n"), Form.QUOTED)) and text
        case _:
            return parse(each, Scalar(text, Form.PLAIN))


def _number(text: str) -> str:
    bare = re.sub("[ \u00a0\u202f]?(€|EUR)$", "", text)
    if re.fullmatch("[-+]?[0-9]{1,3}([ \u00a0\u202f][0-9]{3})+([.,][0-9]+)?", bare):
        bare = re.sub("[ \u00a0\u202f]", "", bare)
    return bare if "." in bare and "," in bare else bare.replace(",", ".")


def _day(text: str) -> str:
    if slashes := re.fullmatch(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})", text):
        return f"{slashes[3]}-{slashes[2]:0>2}-{slashes[1]:0>2}"
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9:.]+(Z|[-+][0-9:]+)?)?", text):
        return text[:10]
    return text


NUMBERS = ["0", "12", "-12", "+3", "1 234,50", "1\u202f234.5", "12 34", "1,5", "1.234,5", "0.005",
           "12000 €", "12000EUR", "1e3", "1E-3", "1e400", "NaN", "inf", "0x10", "007", "1_000", "١٢",
           "90071992547409.91", "90071992547409.92", "-90071992547409.91", "0.30000000000000004",
           "9999999999999999999999", "--1", "-", "€", "1,", ",5", "100", "100.01", "-0.01"]  # fmt: skip
DAYS = ["2023-02-01", "01/02/2023", "1/2/2023", "31/02/2023", "2023-02-30", "2023-02-01 10:20:30",
        "2023-02-01T00:00:00Z", "1799-12-31", "1800-01-01", "2200-12-31", "2201-01-01", "20230201",
        "2023/02/01", "01-02-2023", "février", "0000-01-01", "29/02/2024", "29/02/2023"]  # fmt: skip
TRUTHS = ["true", "TRUE", "Vrai", "oui", "NON", "no", "0", "1", "x", "yes ", "ouii"]
SETS = ["none", "civil", "civil;tax", " civil ; tax ", "civil;;tax", ";civil", "civil;", "aucune",
        "civil,tax", "Civil", "new_word", "none;civil", ";"]  # fmt: skip
CODES = [
    "000000018",
    "00000001",
    "0000000180",
    "00000001x",
    "000000018\n",
    " 000000018",
    "０００００００１８",
]
TEXTS = ["Isolation", "none", "a\x07b", "a\r\nb", "a\rb", "\u202eb", "é\u0085", "x" * 10_000, "x" * 10_001,
         "\u200b", "a\tb", "\x7f"]  # fmt: skip
BLANKS = ["", " ", "\u00a0", "\t", " \u2003 "]


@pytest.mark.parametrize("by_hand", [True, False])
@pytest.mark.parametrize(
    ("each", "cells"),
    [
        pytest.param(AMOUNT, NUMBERS, id="amounts"),
        pytest.param(POSITIVE, NUMBERS, id="positive amounts"),
        pytest.param(SCORE, NUMBERS, id="scores"),
        pytest.param(COUNT, NUMBERS, id="counts"),
        pytest.param(DAY, DAYS, id="days"),
        pytest.param(TRUTH, TRUTHS, id="truths"),
        pytest.param(WORD, ["loan", "Loan", " loan", "loan ", "none"], id="words"),
        pytest.param(SET, SETS, id="sets"),
        pytest.param(OPEN, SETS, id="open sets"),
        pytest.param(CODE, CODES, id="codes"),
        pytest.param(TEXT, TEXTS, id="texts"),
    ],
)
def test_texts(each: Fact, cells: list[str], by_hand: bool) -> None:
    given_ = [*cells, *BLANKS, None]
    if each.is_number or each.type in (FactType.BOOLEAN, FactType.DATE):
        # Only a person leaves white space around a number.
        given_ = (
            given_ if by_hand else [cell for cell in given_ if cell is None or cell.strip() == cell]
        )
    assert dict(zip(given_, found(each, given_, pa.string(), by_hand=by_hand), strict=True)) == {
        cell: expected(each, cell, by_hand=by_hand) for cell in given_
    }


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from([AMOUNT, POSITIVE, SCORE, COUNT]),
    st.lists(
        st.one_of(
            st.none(),
            st.floats(allow_nan=False, allow_infinity=False),
            st.floats(-1000, 1000),
            st.integers(-(10**10), 10**10).map(lambda cents: cents / 100),
            st.integers(-(10**6), 10**6).map(lambda cents: cents / 100 + 1e-11),
            st.sampled_from(
                [0.1 + 0.2, 0.005, 1e13 + 0.01, 7e13 + 0.02, 90071992547409.91, 1e16, -0.0]
            ),
        ),
        min_size=1,
        max_size=20,
    ),
)
def test_doubles(each: Fact, cells: list[float | None]) -> None:
    assert found(each, cells, pa.float64(), by_hand=False) == [
        expected(each, cell, by_hand=False) for cell in cells
    ]


@settings(max_examples=50, deadline=None)
@given(
    st.sampled_from([AMOUNT, POSITIVE, SCORE, COUNT]),
    st.lists(
        st.one_of(st.none(), st.integers(-(2**63), 2**63 - 1), st.integers(-200, 200)),
        min_size=1,
        max_size=20,
    ),
)
def test_integers(each: Fact, cells: list[int | None]) -> None:
    assert found(each, cells, pa.int64(), by_hand=False) == [
        expected(each, cell, by_hand=False) for cell in cells
    ]


def test_what_is_no_number_among_doubles() -> None:
    cells = [float("nan"), float("inf"), float("-inf")]
    assert found(AMOUNT, cells, pa.float64(), by_hand=False) == ["misfit"] * 3


def test_decimals_and_days_and_lists_as_they_are_stored() -> None:
    from datetime import date, datetime
    from decimal import Decimal

    narrow = [Decimal("12.34"), Decimal("-0.01"), None]
    assert found(AMOUNT, narrow, pa.decimal128(12, 2), by_hand=False) == [1234, -1, None]
    assert found(POSITIVE, narrow, pa.decimal128(12, 2), by_hand=False) == [1234, "misfit", None]
    amounts = [Decimal("12.3400"), Decimal("12.3456"), Decimal("-0.0100"), None]
    assert found(AMOUNT, amounts, pa.decimal128(20, 4), by_hand=False) == [1234, "misfit", -1, None]
    days = [date(2023, 2, 1), date(1799, 12, 31), None]
    assert found(DAY, days, pa.date32(), by_hand=False) == [738552, "misfit", None]
    moments = [datetime(2023, 2, 1, 10, 20)]  # noqa: DTZ001  as a table stores it
    assert found(DAY, moments, pa.timestamp("us"), by_hand=False) == [738552]
    sets = [["civil", "tax"], [], None, ["nothing"]]
    assert found(SET, sets, pa.list_(pa.string()), by_hand=False) == [
        ";civil;tax;",
        "",
        None,
        "misfit",
    ]
