"""A dossier written as a file and read again is the same dossier."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eligibility.documents import read_bytes, read_document
from eligibility.facts import Dossier, FactName, Stated, read_dossier
from eligibility.facts.dossier import DECLARED, Origin
from eligibility.facts.proceedings import Proceeding
from eligibility.facts.reader import ORIGINS, ROLES
from eligibility.facts.writing import plain_dossier, yaml_dossier
from eligibility.quantities import LIMIT
from eligibility.rulebook import load_region
from tests.conftest import ROOT
from tests.interview.reading import values

REGION = load_region(ROOT / "rules" / "occitanie")
CATALOGUE = REGION.catalogue
STATED = list(CATALOGUE.stated())
days = st.dates(date(1800, 1, 1), date(2200, 12, 31))
lines = st.text(st.characters(categories=["L", "N", "P", "Zs", "S"]), min_size=1, max_size=40)
words = lines.filter(lambda text: text.strip() != "")


def reread(dossier: Dossier, comment: str = "") -> Dossier:
    text = yaml_dossier(dossier, CATALOGUE, comment)
    return read_dossier(read_bytes(text.encode(), "d.yaml"), CATALOGUE, REGION.scheme_ids)


def same(one: Dossier, other: Dossier) -> bool:
    def key(dossier: Dossier) -> object:
        return dossier.id, dossier.scheme, dossier.submitted_on, dict(dossier.stated)

    return key(one) == key(other)


@st.composite
def proceedings(draw: st.DrawFn) -> tuple[Proceeding, ...]:
    kinds = st.sampled_from([word for word, _ in CATALOGUE["company.proceedings"].words])
    found = []
    for _ in range(draw(st.integers(0, 3))):
        first, last = sorted((draw(days), draw(days)))
        some = st.sampled_from([None, first])
        role = draw(st.sampled_from([None, *ROLES]))
        closed = draw(st.sampled_from([None, last]))
        found.append(Proceeding(draw(kinds), role, draw(some), closed, draw(some)))
    return tuple(found)


@st.composite
def origins(draw: st.DrawFn, name: FactName) -> Origin:
    judged = name.startswith("assessed.")
    if draw(st.booleans()):
        return Origin("assessed") if judged else DECLARED
    text = st.none() | words
    return Origin(
        draw(st.sampled_from(ORIGINS)),
        as_of=draw(st.none() | days),
        evidence=draw(text),
        by=draw(text) if judged else None,
        on=draw(st.none() | days) if judged else None,
        rationale=draw(text) if judged else None,
    )


@st.composite
def dossiers(draw: st.DrawFn) -> Dossier:
    stated = {}
    for fact in draw(st.lists(st.sampled_from(STATED), unique=True, max_size=12)):
        drawn = proceedings() if fact.name == "company.proceedings" else values(fact)
        stated[fact.name] = Stated(draw(drawn), draw(origins(fact.name)))
    return Dossier(
        draw(words),
        draw(st.sampled_from(REGION.scheme_ids)),
        draw(st.none() | days),
        stated,
    )


@settings(max_examples=60)
@given(dossiers())
def test_any_dossier_is_read_back_as_it_was(dossier: Dossier) -> None:
    assert same(reread(dossier), dossier)


@pytest.mark.parametrize(
    "path", sorted((ROOT / "fixtures" / "dossiers").iterdir()), ids=lambda path: path.name
)
def test_every_fixture_is_read_back_as_it_was(path: Path) -> None:
    dossier = read_dossier(read_document(path), CATALOGUE, REGION.scheme_ids)
    assert same(reread(dossier, "Une ligne\net une autre : [ceci] # cela"), dossier)


@pytest.mark.parametrize(
    ("cents", "written"),
    [
        (LIMIT, "90071992547409.91"),
        (-LIMIT, "-90071992547409.91"),
        (LIMIT - 1, "90071992547409.9"),
        (-LIMIT + 1, "-90071992547409.9"),
        (9_007_199_254_740_900, "90071992547409"),
        (1, "0.01"),
        (-1, "-0.01"),
        (0, "0"),
        (100_000_000_000_000, "1000000000000"),
    ],
)
def test_an_amount_is_written_to_the_cent_however_great(cents: int, written: str) -> None:
    dossier = Dossier("D", "contrat-3s", None, {FactName("company.equity"): Stated(cents)})
    assert f"equity: {written}\n" in yaml_dossier(dossier, CATALOGUE)
    assert same(reread(dossier), dossier)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "null", "~", "yes", "no", "on", "12", "1e5", "0x1F", "2023-02-01", "1:30", "="),
        *(
            "- a",
            "# a",
            "a # b",
            "a: b",
            "{a}",
            "[a]",
            "*a",
            "&a",
            "!a",
            "%a",
            "@a",
            "`a`",
            "|",
            ">",
        ),
        *(
            "'a'",
            '"a"',
            "a\nb",
            "\na",
            "a\n",
            "a\n\n",
            "\ta",
            "a\tb",
            " a ",
            "a  b " * 40,
            "\u2028",
        ),
        *("é’œ€ 日本 🙂", "\ufeffa", "\u0301a", "\\n", "---", "...", "a" * 10_000),
    ],
)
def test_a_text_that_yaml_could_take_for_something_else_stays_that_text(text: str) -> None:
    stated = {FactName("project.title"): Stated(text)}
    dossier = Dossier("D", "contrat-3s", None, stated)
    assert same(reread(dossier), dossier)


def test_what_is_not_known_is_not_written() -> None:
    assert plain_dossier(Dossier("D", "contrat-3s", None, {}), CATALOGUE) == {
        "id": "D",
        "scheme": "contrat-3s",
    }


def test_facts_stand_in_the_order_of_the_catalogue() -> None:
    names = [fact.name for fact in STATED if fact.name.startswith("commitments.")]
    stated = {name: Stated(True) for name in reversed(names)}
    found = plain_dossier(Dossier("D", "contrat-3s", None, stated), CATALOGUE)
    assert [f"commitments.{key}" for key in found["commitments"]] == names
