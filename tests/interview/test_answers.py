"""What a person types, read: at each boundary."""

from datetime import date

import pytest

from eligibility.facts import Fact, FactName, FactType, Stated, Words
from eligibility.facts.problems import MAX_TEXT
from eligibility.facts.proceedings import Proceeding
from eligibility.facts.values import EARLIEST, LATEST, Misfit
from eligibility.interview import read_answer
from eligibility.language import Lang, Text
from tests.interview.reading import CATALOGUE, read, refused

NB = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("01/02/2023", date(2023, 2, 1)),
        ("1/2/2023", date(2023, 2, 1)),
        ("1.2.2023", date(2023, 2, 1)),
        ("1-2-2023", date(2023, 2, 1)),
        ("1 2 2023", date(2023, 2, 1)),
        (" 2023-02-01 ", date(2023, 2, 1)),
        ("29/02/2024", date(2024, 2, 29)),
        ("1800-01-01", EARLIEST),
        ("31/12/2200", LATEST),
    ],
)
@pytest.mark.parametrize("lang", Lang)
def test_a_day_is_read_day_first_in_both_languages(text: str, day: date, lang: Lang) -> None:
    assert read("project.starts_on", text, lang=lang) == day.toordinal()


@pytest.mark.parametrize(
    "text",
    [
        *("29/02/2023", "31/04/2023", "13/13/2023", "1/2/23", "demain", "20230201", "2023-W05-3"),
        *("0/1/2023", "1/0/2023", "01/02/0000", "2023-2-1", "١/٢/٢٠٢٣", "01/02/20233"),
    ],
)
def test_what_is_no_day_is_refused_with_an_example(text: str) -> None:
    misfit = refused("project.starts_on", text)
    assert "n'est pas un jour du calendrier" in misfit.message.fr
    assert misfit.hint == Text(
        "écrivez par exemple 01/02/2023", "write such as 01/02/2023 (day first)"
    )


@pytest.mark.parametrize("text", ["31/12/1799", "01/01/2201", "9999-12-31"])
def test_a_day_of_another_age_is_out_of_bounds(text: str) -> None:
    assert "hors limites" in refused("project.starts_on", text).message.fr


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize(
    ("text", "truth"),
    [
        *((word, True) for word in ("oui", "Oui", "OUI", "o", "yes", "y", "true", " vrai ")),
        *((word, False) for word in ("non", "Non", "n", "no", "false", "faux")),
    ],
)
def test_yes_and_no_are_understood_in_both_languages(text: str, truth: bool, lang: Lang) -> None:
    assert read("company.tax_compliant", text, lang=lang) is truth


@pytest.mark.parametrize("text", ["1", "0", "ouii", "peut-être", "oui non", "?"])
def test_what_is_neither_yes_nor_no_is_refused(text: str) -> None:
    assert "ni oui ni non" in refused("company.tax_compliant", text).message.fr


@pytest.mark.parametrize(
    ("name", "text", "word"),
    [
        ("request.instrument", "grant", "grant"),
        ("request.instrument", "GRANT", "grant"),
        ("request.instrument", "subvention", "grant"),
        ("request.instrument", "Prêt", "loan"),
        ("request.instrument", "pret", "loan"),
        ("request.instrument", " PRÊT ", "loan"),
    ],
)
def test_a_word_is_known_by_its_name_or_its_label_without_accents(
    name: str, text: str, word: str
) -> None:
    assert read(name, text) == word


def test_an_unknown_word_is_refused_with_every_possible_one() -> None:
    misfit = refused("request.instrument", "don")
    assert misfit.hint is not None
    assert all(label.fr in misfit.hint.fr for _, label in CATALOGUE["request.instrument"].words)


def test_proceedings_are_known_by_label_whatever_the_apostrophe_and_each_once() -> None:
    answer = ("procedure prud'homale", "Procédure prud’homale", "labour", "civil")
    assert read("company.proceedings", *answer) == (Proceeding("labour"), Proceeding("civil"))
    assert read("company.proceedings") == ()


def test_what_was_known_of_a_proceeding_stays_while_its_kind_does() -> None:
    fact = CATALOGUE["company.proceedings"]
    known = Proceeding("civil", "claimant", date(2022, 1, 1))
    before = Stated((known, Proceeding("tax")))
    found = read_answer(fact, ["civil", "labour"], Lang.FR, before).value
    assert found == (known, Proceeding("labour"))


def test_an_open_list_takes_another_word_and_says_how_to_write_one() -> None:
    found = read("project.expenses", "energy_transition", "formation")
    assert found == Words.exactly(frozenset({"energy_transition", "formation"}))
    misfit = refused("project.expenses", "Autre chose")
    assert misfit.hint is not None
    assert "minuscules" in misfit.hint.fr


def test_the_name_of_a_word_counts_before_the_label_of_another() -> None:
    fact = Fact(
        name=FactName("a.b"),
        type=FactType.WORD,
        label=Text("a", "a"),
        words=(("one", Text("two", "two")), ("two", Text("three", "three"))),
    )
    assert read_answer(fact, ["two"], Lang.FR).value == "two"


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("company.siren", "000 000 018", "000000018"),
        ("company.siren", f"000{NB}000{NB}018", "000000018"),
        ("company.naf", "25.62b", "25.62B"),
        ("company.naf", "2562B", "2562B"),
        ("company.region", "Occitanie", "occitanie"),
        ("company.commune", "2a004", "2A004"),
    ],
)
def test_a_code_is_read_whatever_its_spaces_and_case(name: str, text: str, code: str) -> None:
    assert read(name, text) == code


@pytest.mark.parametrize("text", ["12345678", "0000000189", "00000001A", "٠٠٠٠٠٠٠١٨"])
def test_a_code_of_another_form_is_refused_with_an_example(text: str) -> None:
    misfit = refused("company.siren", text)
    assert "n'a pas la forme attendue" in misfit.message.fr
    assert misfit.hint is not None
    assert "000000018" in misfit.hint.fr


def test_a_code_that_fits_as_it_was_typed_is_left_as_it_is() -> None:
    fact = Fact(
        name=FactName("a.b"), type=FactType.CODE, label=Text("a", "a"), pattern="[A-Za-z ]+"
    )
    assert read_answer(fact, ["aB c"], Lang.FR).value == "aB c"


@pytest.mark.parametrize("answer", [(), ("",), ("   ",), (NB,)])
@pytest.mark.parametrize(
    "name",
    [
        "company.equity",
        "company.headcount",
        "company.tax_compliant",
        "project.starts_on",
        "request.instrument",
        "company.siren",
    ],
)
def test_nothing_written_says_so(name: str, answer: tuple[str, ...]) -> None:
    assert refused(name, *answer).message == Text("vous n'avez rien écrit", "you wrote nothing")


@pytest.mark.parametrize("text", ["", "  ", "Isolation", "a\nb", "é’œ€ 日本 🙂"])
def test_a_text_is_kept_as_it_is(text: str) -> None:
    assert read("project.title", text) == text
    assert read("project.title") == ""


def test_lines_of_a_form_become_lines_of_a_text() -> None:
    assert read("project.title", "a\r\nb") == "a\nb"


@pytest.mark.parametrize("sign", ["\x00", "\x1b", "\x7f", "\x9b", "\r", "\u202e", "\u200e"])
def test_a_control_character_is_refused_without_the_name_of_a_field(sign: str) -> None:
    misfit = refused("project.title", f"a{sign}b")
    assert misfit.code == "control-character"
    assert "`" not in misfit.message.fr
    assert sign not in misfit.message.fr


def test_a_text_is_read_up_to_its_greatest_length_and_no_further() -> None:
    assert read("project.title", "a" * MAX_TEXT) == "a" * MAX_TEXT
    misfit = refused("project.title", "a" * (MAX_TEXT + 1))
    assert misfit.code == "too-long"
    assert len(misfit.message.fr) < 120


@pytest.mark.parametrize("fact", list(CATALOGUE.stated())[::6], ids=lambda fact: fact.name)
def test_anything_at_all_is_a_value_or_a_misfit_soon(fact: Fact) -> None:
    for text in (
        " " * 200_000,
        "1" + " " * 200_000 + "x",
        "9 " * 50_000,
        "é" * 100_000,
        "'" * 9999,
    ):
        for lang in Lang:
            try:
                read_answer(fact, [text], lang)
            except Misfit as misfit:
                assert len(misfit.message.fr) < 200
