"""Numbers, amounts, days and lists as people read them; spaces in numbers do not break."""

from datetime import date

import pytest

from eligibility.language import Lang, Text, amount, day, listed, number, one_of


@pytest.mark.parametrize(
    ("cents", "fr", "en"),
    [
        (0, "0\u00a0€", "€0"),
        (1, "0,01\u00a0€", "€0.01"),
        (-1, "-0,01\u00a0€", "-€0.01"),
        (50, "0,50\u00a0€", "€0.50"),
        (100, "1\u00a0€", "€1"),
        (99_999, "999,99\u00a0€", "€999.99"),
        (100_000, "1\u00a0000\u00a0€", "€1,000"),
        (123_450, "1\u00a0234,50\u00a0€", "€1,234.50"),
        (-1_200_000, "-12\u00a0000\u00a0€", "-€12,000"),
        (2**53 - 1, "90\u00a0071\u00a0992\u00a0547\u00a0409,91\u00a0€", "€90,071,992,547,409.91"),
    ],
)
def test_amounts(cents: int, fr: str, en: str) -> None:
    assert amount(cents, Lang.FR) == fr
    assert amount(cents, Lang.EN) == en


@pytest.mark.parametrize(
    ("scaled", "decimals", "fr", "en"),
    [
        (12, 0, "12", "12"),
        (5, 2, "0,05", "0.05"),
        (1234567, 3, "1\u00a0234,567", "1,234.567"),
        (-1000, 0, "-1\u00a0000", "-1,000"),
    ],
)
def test_numbers(scaled: int, decimals: int, fr: str, en: str) -> None:
    assert number(scaled, decimals, Lang.FR) == fr
    assert number(scaled, decimals, Lang.EN) == en


@pytest.mark.parametrize(
    ("when", "fr", "en"),
    [
        (date(2023, 2, 1), "1er février 2023", "1 February 2023"),
        (date(2023, 2, 2), "2 février 2023", "2 February 2023"),
        (date(2024, 2, 29), "29 février 2024", "29 February 2024"),
        (date(2023, 8, 31), "31 août 2023", "31 August 2023"),
        (date(2022, 12, 21), "21 décembre 2022", "21 December 2022"),
    ],
)
def test_days(when: date, fr: str, en: str) -> None:
    assert day(when, Lang.FR) == fr
    assert day(when, Lang.EN) == en


@pytest.mark.parametrize(
    ("items", "fr", "en"),
    [
        ([], "", ""),
        (["a"], "a", "a"),
        (["a", "b"], "a et b", "a and b"),
        (["a", "b", "c"], "a, b et c", "a, b and c"),
    ],
)
def test_lists(items: list[str], fr: str, en: str) -> None:
    assert listed(items, Lang.FR) == fr
    assert listed(items, Lang.EN) == en
    assert one_of(items, Lang.FR) == fr.replace(" et ", " ou ")


def test_a_text_has_both_languages() -> None:
    assert (Text("oui", "yes")[Lang.FR], Text("oui", "yes")[Lang.EN]) == ("oui", "yes")
