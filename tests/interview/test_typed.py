"""A value typed out is read as the same value, and so is the example of a question."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eligibility.facts import Fact
from eligibility.interview import example, read_answer, typed
from eligibility.language import Lang
from tests.interview.reading import CATALOGUE, values

FORMS = list(
    {
        (
            fact.type,
            fact.decimals,
            fact.unit,
            fact.minimum,
            fact.pattern,
            len(fact.words) > 5,
            fact.open_list,
            fact.example is None,
        ): fact
        for fact in CATALOGUE.stated()
    }.values()
)
"""A fact of each form that a question can have."""


@pytest.mark.parametrize("fact", FORMS, ids=lambda fact: fact.name)
@pytest.mark.parametrize("lang", Lang)
def test_the_example_of_a_question_can_be_typed(fact: Fact, lang: Lang) -> None:
    given_ = example(fact, lang)
    if given_ is not None:
        read_answer(fact, [given_], lang)


@pytest.mark.parametrize("fact", FORMS, ids=lambda fact: fact.name)
@settings(max_examples=30)
@given(st.data(), st.sampled_from(Lang))
def test_what_typed_gives_is_read_as_the_same_value(
    fact: Fact, data: st.DataObject, lang: Lang
) -> None:
    value = data.draw(values(fact))
    assert read_answer(fact, typed(fact, value, lang), lang).value == value
