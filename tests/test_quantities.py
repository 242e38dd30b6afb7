"""Exact cents and calendar time, at their boundaries."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.quantities import LIMIT, Span, scaled, unscaled


@pytest.mark.parametrize(
    ("text", "decimals", "expected"),
    [
        pytest.param("0", 2, 0, id="zero"),
        pytest.param("-0", 2, 0, id="minus zero"),
        pytest.param("0.01", 2, 1, id="a cent"),
        pytest.param("-0.01", 2, -1, id="minus a cent"),
        pytest.param("12.5", 2, 1250, id="one decimal"),
        pytest.param("12.500000", 2, 1250, id="idle zeros"),
        pytest.param("1e3", 2, 100_000, id="exponent"),
        pytest.param("1E-2", 2, 1, id="small exponent"),
        pytest.param("0.30000000000000004", 2, 30, id="what a double wrote"),
        pytest.param("0.29999999999999998", 2, 30, id="what another wrote"),
        pytest.param("0.01000001", 2, 1, id="a millionth of a cent above"),
        pytest.param("90071992547409.91", 2, LIMIT, id="the greatest"),
        pytest.param("-90071992547409.91", 2, -LIMIT, id="the least"),
        pytest.param("9007199254740991", 0, LIMIT, id="the greatest count"),
        pytest.param("0e999", 2, 0, id="zero, however written"),
        pytest.param("1e-999", 2, 0, id="as good as zero"),
    ],
)
def test_a_number_is_scaled_exactly(text: str, decimals: int, expected: int) -> None:
    assert scaled(text, decimals) == expected


@pytest.mark.parametrize(
    ("text", "decimals", "problem"),
    [
        *(
            (text, 2, "syntax")
            for text in (
                "",
                " 1",
                "1 ",
                "1,5",
                "1.",
                ".5",
                "01",
                "0x1F",
                "1_000",
                "1:30",
                "NaN",
                "inf",
                "-",
                "--1",
                "\u0663",
                "1e",
                "1e1000",
                "true",
                "12 000",
                "9" * 41,
                "9" * 100_000,
            )
        ),
        ("0.001", 2, "decimals"),
        ("0.005", 2, "decimals"),
        ("0.0100001", 2, "decimals"),
        ("12.5", 0, "decimals"),
        ("90071992547409.92", 2, "range"),
        ("-90071992547409.92", 2, "range"),
        ("9007199254740992", 0, "range"),
        ("1e19", 2, "range"),
        ("1e999", 2, "range"),
        ("9" * 40, 2, "range"),
    ],
)
def test_what_is_no_number_in_bounds_is_refused(text: str, decimals: int, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        scaled(text, decimals)


@given(st.integers(-LIMIT, LIMIT))
def test_a_written_amount_is_read_back(cents: int) -> None:
    assert scaled(str(Decimal(cents).scaleb(-2)), 2) == cents


@given(st.integers(-(10**14), 10**14))
def test_json_numbers_of_amounts_are_read_back(cents: int) -> None:
    assert scaled(repr(unscaled(cents, 2)), 2) == cents


@pytest.mark.parametrize(
    ("value", "decimals", "expected"), [(1250, 2, 12.5), (1200, 2, 12), (-1, 2, -0.01), (7, 0, 7)]
)
def test_whole_numbers_stay_whole(value: int, decimals: int, expected: float) -> None:
    found = unscaled(value, decimals)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    ("start", "span", "expected"),
    [
        ("2024-02-29", "3 years", "2027-02-28"),
        ("2024-02-29", "4 years", "2028-02-29"),
        ("2024-02-29", "8 years", "2032-02-29"),
        ("2023-02-28", "1 year", "2024-02-28"),
        ("2096-02-29", "4 years", "2100-02-28"),
        ("2023-01-31", "1 month", "2023-02-28"),
        ("2024-01-31", "1 month", "2024-02-29"),
        ("2023-08-31", "1 month", "2023-09-30"),
        ("2023-12-31", "2 months", "2024-02-29"),
        ("2023-12-01", "1 month", "2024-01-01"),
        ("2023-11-30", "18 months", "2025-05-30"),
        ("2023-12-31", "1 day", "2024-01-01"),
        ("2024-02-28", "1 day", "2024-02-29"),
        ("9998-12-31", "1 year", "9999-12-31"),
        ("9999-12-30", "1 day", "9999-12-31"),
    ],
)
def test_a_span_ends_on_the_same_day_or_on_the_last_one(
    start: str, span: str, expected: str
) -> None:
    assert Span.parse(span).after(date.fromisoformat(start)).isoformat() == expected


@pytest.mark.parametrize("span", ["1 day", "1 month", "1 year", "9999 years"])
def test_a_span_past_the_calendar_is_an_overflow(span: str) -> None:
    with pytest.raises(OverflowError):
        Span.parse(span).after(date(9999, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "8",
        "years",
        "0 years",
        "-1 years",
        "1.5 years",
        "8  years",
        "8 weeks",
        "8 Years",
        "8 years ",
        "10000 days",
    ],
)
def test_what_is_no_span_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        Span.parse(text)


@pytest.mark.parametrize("text", ["1 day", "2 days", "18 months", "8 years"])
def test_a_span_is_written_as_it_is_read(text: str) -> None:
    assert str(Span.parse(text)) == text


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)), st.integers(1, 600))
def test_months_never_leave_their_month(start: date, months: int) -> None:
    found = Span(months, "month").after(start)
    assert (found.year * 12 + found.month) - (start.year * 12 + start.month) == months
    assert found.day == start.day or (found + timedelta(1)).day == 1
    assert found.day <= start.day
