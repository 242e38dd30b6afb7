"""Amounts and numbers as people type them: at each boundary."""

import pytest

from eligibility.language import Lang
from eligibility.quantities import LIMIT
from tests.interview.reading import read, refused

NB, NARROW, THIN = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}", "\N{THIN SPACE}"


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("0", 0),
        ("-0", 0),
        ("007", 700),
        ("12000", 1_200_000),
        ("12 000", 1_200_000),
        (f"12{NB}000", 1_200_000),
        (f"12{NARROW}000", 1_200_000),
        (f"12{THIN}000", 1_200_000),
        ("12'000", 1_200_000),
        ("1 234 567,89", 123_456_789),
        ("12.000,50", 1_200_050),
        ("12000.50", 1_200_050),
        ("12000,5", 1_200_050),
        ("12000,50000", 1_200_050),
        (f"12 000,50{NB}€", 1_200_050),
        ("12 000 EUR", 1_200_000),
        ("12000euros", 1_200_000),
        ("1 euro", 100),
        ("-12 000", -1_200_000),
        ("−12000", -1_200_000),
        ("  85 000 ", 8_500_000),
        ("90071992547409,91", LIMIT),
        ("-90 071 992 547 409,91", -LIMIT),
    ],
)
def test_an_amount_as_the_french_write_it(text: str, cents: int) -> None:
    assert read("company.equity", text) == cents


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("12,000", 1_200_000),
        ("12,000.50", 1_200_050),
        ("€12,000.50", 1_200_050),
        ("-€12,000.50", -1_200_050),
        ("€ 5", 500),
        ("12000", 1_200_000),
        ("12 000", 1_200_000),
        ("1,234,567.89", 123_456_789),
        ("0.01", 1),
    ],
)
def test_an_amount_as_the_english_write_it(text: str, cents: int) -> None:
    assert read("company.equity", text, lang=Lang.EN) == cents


@pytest.mark.parametrize(
    "text",
    [
        *("bla", "12k", "1,2,3", "1.2.3", "12 50", "1 2", "1 2000", "+5", "5-", "--5", "1e5"),
        *("12..5", ",5", "5,", "٣", "１２", "0x10", "NaN", "inf", "12 000 $", "€", "1 000 00"),
        *("12\n000", "12\t000", "1\x0012"),
    ],
)
def test_what_is_not_an_amount_is_refused_with_an_example(text: str) -> None:
    misfit = refused("company.equity", text)
    assert "n'est pas un montant en euros" in misfit.message.fr
    assert misfit.hint is not None
    assert "85" in misfit.hint.fr
    assert "\x00" not in misfit.message.fr


@pytest.mark.parametrize("text", ["1,5", "1,23", "12,0000", "1.000,50", "12,34,567"])
def test_a_french_comma_is_never_read_as_english_thousands(text: str) -> None:
    assert "not an amount" in refused("company.equity", text, lang=Lang.EN).message.en


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("company.equity", "1,234", "a plus de 2 décimales"),
        ("company.equity", "90071992547409,92", "est hors limites"),
        ("company.equity", "9" * 59, "est hors limites"),
        ("company.equity", "9" * 100_000, "est hors limites"),
        ("company.turnover", "-1", "est inférieur à 0"),
        ("company.headcount", "12,345", "a plus de 2 décimales"),
        ("company.headcount", "12 €", "n'est pas un nombre"),
        ("company.headcount", "12 points", "n'est pas un nombre"),
        ("company.headcount", "salariés", "n'est pas un nombre"),
        ("company.headcount", "-0,01", "est inférieur à 0"),
        ("self_diagnosis.axes.social_impact", "100,01", "est supérieur à 100"),
    ],
)
def test_a_number_that_does_not_fit_says_why(name: str, text: str, said: str) -> None:
    message = refused(name, text).message.fr
    assert message.endswith(said)
    assert len(message) < 120


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("company.headcount", "19,5", 1950),
        ("company.headcount", "0", 0),
        ("company.headcount", "12 salariés", 1200),
        ("company.headcount", "1 salarie", 100),
        ("company.headcount", "1 employee", 100),
        ("self_diagnosis.axes.social_impact", "100", 10000),
        ("self_diagnosis.axes.social_impact", "55 %", 5500),
        ("self_diagnosis.axes.social_impact", "55%", 5500),
    ],
)
def test_a_number_at_its_bound_fits(name: str, text: str, value: int) -> None:
    assert read(name, text) == value
