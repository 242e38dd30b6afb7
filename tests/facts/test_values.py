"""What one typed value becomes, and what a person is told where it does not fit."""

from datetime import date
from typing import Any

import pytest

from eligibility.documents import Form, Scalar
from eligibility.facts import Fact, FactName, FactType, Value, Words
from eligibility.facts.problems import MAX_TEXT
from eligibility.facts.values import EARLIEST, LATEST, Misfit, parse, plain, shown
from eligibility.language import Lang, Text
from eligibility.quantities import LIMIT


def fact(kind: FactType, **more: Any) -> Fact:
    return Fact(name=FactName("f"), type=kind, label=Text("la donnée", "the fact"), **more)


COLOURS = (("red", Text("rouge", "red")), ("blue", Text("bleu", "blue")))
AMOUNT = fact(FactType.AMOUNT)
COUNT = fact(FactType.NUMBER, minimum=0)
SCORE = fact(FactType.NUMBER, decimals=2, minimum=0, maximum=10_000)
TRUTH = fact(FactType.BOOLEAN)
DAY = fact(FactType.DATE)
WORD = fact(FactType.WORD, words=COLOURS)
OPEN = fact(FactType.WORDS, words=COLOURS, open_list=True)
CODE = fact(FactType.CODE, pattern=r"\d{9}", example="000000018")
TEXT = fact(FactType.TEXT)


def typed(text: str, form: Form = Form.PLAIN) -> Scalar:
    return Scalar(text, form)


@pytest.mark.parametrize(
    ("entry", "scalar", "expected"),
    [
        (AMOUNT, typed("-12000"), -1_200_000),
        (AMOUNT, typed("12.34", Form.NUMBER), 1234),
        (AMOUNT, typed("+1"), 100),
        (COUNT, typed("0"), 0),
        (COUNT, typed("12.0"), 12),
        (COUNT, typed(str(LIMIT)), LIMIT),
        (SCORE, typed("100"), 10_000),
        (SCORE, typed("0.01"), 1),
        (TRUTH, typed("true"), True),
        (TRUTH, typed("false", Form.LITERAL), False),
        (DAY, typed("2024-02-29"), date(2024, 2, 29).toordinal()),
        (DAY, typed("2023-02-01", Form.QUOTED), date(2023, 2, 1).toordinal()),
        (DAY, typed(EARLIEST.isoformat()), EARLIEST.toordinal()),
        (DAY, typed(LATEST.isoformat()), LATEST.toordinal()),
        (WORD, typed("red", Form.QUOTED), "red"),
        (OPEN, typed("green_2"), "green_2"),
        (CODE, typed("000000018"), "000000018"),
        (TEXT, typed("1:30"), "1:30"),
        (TEXT, typed("  \n\t", Form.QUOTED), "  \n\t"),
        (TEXT, typed("x" * MAX_TEXT), "x" * MAX_TEXT),
    ],
)
def test_a_value_that_fits(entry: Fact, scalar: Scalar, expected: Value) -> None:
    found = parse(entry, scalar)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    ("entry", "scalar", "cure"),
    [
        pytest.param(AMOUNT, typed("85000", Form.QUOTED), "without quotes: 85000", id="quoted"),
        pytest.param(
            AMOUNT, typed("1 234,50 €", Form.QUOTED), "without quotes: 1234.50", id="quoted French"
        ),
        pytest.param(
            AMOUNT, typed("1,234.50", Form.QUOTED), "without quotes: 12000", id="quoted in doubt"
        ),
        pytest.param(AMOUNT, typed("12 000,50 €"), "write it as 12000.50", id="grouped"),
        pytest.param(AMOUNT, typed("12\u202f000"), "write it as 12000", id="narrow space"),
        pytest.param(AMOUNT, typed("1,5"), "write it as 1.5", id="comma"),
        pytest.param(AMOUNT, typed("-007"), "write it as -7", id="leading zeros"),
        pytest.param(AMOUNT, typed("0" * 6000), "write it as 0", id="thousands of zeros"),
        pytest.param(AMOUNT, typed("0.005"), "round it", id="three decimals"),
        pytest.param(AMOUNT, typed("NaN", Form.NUMBER), "12000", id="NaN"),
        pytest.param(AMOUNT, typed("true", Form.LITERAL), "12000", id="truth"),
        pytest.param(AMOUNT, typed("\u0661\u0662"), "12000", id="Arabic digits"),
        pytest.param(TRUTH, typed("True"), "true or false", id="capital"),
        pytest.param(TRUTH, typed("true", Form.QUOTED), "true or false", id="quoted truth"),
        pytest.param(TRUTH, typed("1", Form.NUMBER), "true or false", id="one"),
        pytest.param(DAY, typed("2023-02-29"), "2023-02-01", id="no leap year"),
        pytest.param(DAY, typed("2023-13-01"), "2023-02-01", id="thirteenth month"),
        pytest.param(DAY, typed("0000-01-01"), "2023-02-01", id="year zero"),
        pytest.param(DAY, typed("20230201", Form.NUMBER), "2023-02-01", id="number"),
        pytest.param(DAY, typed("2023-02-01T00:00"), "2023-02-01", id="with an hour"),
        pytest.param(WORD, typed("rad"), "did you mean `red`?", id="misspelt"),
        pytest.param(WORD, typed("xyz"), "possible words: red or blue", id="unknown"),
        pytest.param(WORD, typed("Red"), "did you mean `red`?", id="capital word"),
        pytest.param(OPEN, typed("Green!"), "possible words", id="no word at all"),
        pytest.param(CODE, typed("18", Form.NUMBER), 'in quotes: "000000018"', id="code as number"),
        pytest.param(CODE, typed("00000001"), '"000000018"', id="code too short"),
        pytest.param(CODE, typed("000000018\n", Form.QUOTED), '"000000018"', id="line break"),
        pytest.param(CODE, typed("\u0660" * 9), '"000000018"', id="code in Arabic digits"),
        pytest.param(TEXT, typed("1", Form.NUMBER), "in quotes", id="number for text"),
        pytest.param(TEXT, typed("\x1b[31m", Form.QUOTED), "again", id="escape"),
        pytest.param(TEXT, typed("a\u202eb"), "again", id="writing turned round"),
    ],
)
def test_a_value_that_does_not_fit_says_the_cure(entry: Fact, scalar: Scalar, cure: str) -> None:
    with pytest.raises(Misfit) as caught:
        parse(entry, scalar)
    assert caught.value.hint is not None
    assert cure in caught.value.hint.en


@pytest.mark.parametrize(
    ("entry", "text", "said"),
    [
        (COUNT, "-1", "less than 0"),
        (COUNT, "1.5", "not a whole number"),
        (SCORE, "100.01", "more than 100"),
        (SCORE, "-0.01", "less than 0"),
        (AMOUNT, "1e300", "out of bounds"),
        (AMOUNT, "90071992547409.92", "out of bounds"),
        (DAY, "1799-12-31", "out of bounds"),
        (DAY, "2201-01-01", "out of bounds"),
        (TEXT, "x" * (MAX_TEXT + 1), "longer than 10000"),
    ],
)
def test_a_value_out_of_bounds_is_told(entry: Fact, text: str, said: str) -> None:
    with pytest.raises(Misfit, match=said):
        parse(entry, typed(text))


@pytest.mark.parametrize(
    ("entry", "value", "json", "fr", "en"),
    [
        (AMOUNT, 123_450, 1234.5, "1\u00a0234,50\u00a0€", "€1,234.50"),
        (COUNT, 12, 12, "12", "12"),
        (SCORE, 5550, 55.5, "55,50", "55.50"),
        (TRUTH, True, True, "oui", "yes"),
        (TRUTH, False, False, "non", "no"),
        (DAY, date(2023, 2, 1).toordinal(), "2023-02-01", "1er février 2023", "1 February 2023"),
        (WORD, "red", "red", "rouge", "red"),
        (
            OPEN,
            Words.exactly(frozenset({"red", "blue"})),
            ["blue", "red"],
            "bleu et rouge",
            "blue and red",
        ),
        (OPEN, Words.exactly(frozenset()), [], "rien de la liste", "nothing of the list"),
        (TEXT, "Red", "Red", "Red", "Red"),
    ],
)
def test_a_value_as_json_and_as_people_read_it(
    entry: Fact, value: Value, json: object, fr: str, en: str
) -> None:
    assert plain(entry, value) == json
    assert shown(entry, value, Lang.FR) == fr
    assert shown(entry, value, Lang.EN) == en
