"""What a person types, read: at each boundary, and back again."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.facts import Fact, FactName, FactType, Stated, Value, Words
from eligibility.facts.problems import MAX_TEXT
from eligibility.facts.proceedings import Proceeding
from eligibility.facts.values import EARLIEST, LATEST, Misfit
from eligibility.interview import example, read_answer, typed
from eligibility.language import Lang, Text
from eligibility.quantities import LIMIT
from eligibility.rulebook import load_region
from tests.conftest import ROOT

CATALOGUE = load_region(ROOT / "rules" / "occitanie").catalogue
NB, NARROW, THIN = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}", "\N{THIN SPACE}"


def read(name: str, *answer: str, lang: Lang = Lang.FR) -> object:
    return read_answer(CATALOGUE[name], answer, lang).value


def refused(name: str, *answer: str, lang: Lang = Lang.FR) -> Misfit:
    with pytest.raises(Misfit) as caught:
        read_answer(CATALOGUE[name], answer, lang)
    return caught.value


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


@pytest.mark.parametrize("fact", list(CATALOGUE.stated()), ids=lambda fact: fact.name)
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


@pytest.mark.parametrize("fact", list(CATALOGUE.stated()), ids=lambda fact: fact.name)
@pytest.mark.parametrize("lang", Lang)
def test_the_example_of_a_question_can_be_typed(fact: Fact, lang: Lang) -> None:
    given_ = example(fact, lang)
    if given_ is not None:
        read_answer(fact, [given_], lang)


def values(fact: Fact) -> st.SearchStrategy[Value | tuple[Proceeding, ...]]:
    """Every value that a file may state for *fact*."""
    names = st.sampled_from([word for word, _ in fact.words] or [""])
    match fact.type:
        case FactType.PROCEEDINGS:
            return st.lists(names.map(Proceeding), unique=True).map(tuple)
        case FactType.WORDS:
            return st.sets(names).map(lambda found: Words.exactly(frozenset(found)))
        case FactType.WORD:
            return names
        case FactType.BOOLEAN:
            return st.booleans()
        case FactType.DATE:
            return st.dates(EARLIEST, LATEST).map(date.toordinal)
        case FactType.CODE:
            return st.from_regex(f"(?:{fact.pattern})\\Z", fullmatch=True).filter(str.isascii)
        case FactType.TEXT:
            signs = st.characters(
                exclude_categories=["Cc", "Cs"],
                exclude_characters="\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
            )
            return st.text(signs | st.just("\n"), max_size=60)
        case _:
            low = -LIMIT if fact.minimum is None else fact.minimum
            high = LIMIT if fact.maximum is None else fact.maximum
            return st.integers(low, high) | st.sampled_from([low, low + 1, high - 1, high])


@pytest.mark.parametrize("fact", list(CATALOGUE.stated()), ids=lambda fact: fact.name)
@given(st.data(), st.sampled_from(Lang))
def test_what_typed_gives_is_read_as_the_same_value(
    fact: Fact, data: st.DataObject, lang: Lang
) -> None:
    value = data.draw(values(fact))
    assert read_answer(fact, typed(fact, value, lang), lang).value == value
