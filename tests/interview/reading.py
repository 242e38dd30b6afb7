"""An answer to a question of the shipped catalogue, read or refused, and every value of a fact."""

from datetime import date

import pytest
from hypothesis import strategies as st

from eligibility.facts import Fact, FactType, Value, Words
from eligibility.facts.proceedings import Proceeding
from eligibility.facts.values import EARLIEST, LATEST, Misfit
from eligibility.interview import read_answer
from eligibility.language import Lang
from eligibility.quantities import LIMIT
from eligibility.rulebook import load_region
from tests.conftest import ROOT

CATALOGUE = load_region(ROOT / "rules" / "occitanie").catalogue


def read(name: str, *answer: str, lang: Lang = Lang.FR) -> object:
    return read_answer(CATALOGUE[name], answer, lang).value


def refused(name: str, *answer: str, lang: Lang = Lang.FR) -> Misfit:
    with pytest.raises(Misfit) as caught:
        read_answer(CATALOGUE[name], answer, lang)
    return caught.value


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
