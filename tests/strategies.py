"""Random conditions, programs and facts with holes, for the tests that hold engines equal."""

from types import SimpleNamespace
from typing import Any

from hypothesis import strategies as st

from eligibility.facts import FactName, Value, Words
from eligibility.logic import (
    All,
    Compare,
    Condition,
    Empty,
    Known,
    Named,
    Not,
    OneOf,
    Op,
)
from eligibility.logic import Any as AnyOf
from eligibility.quantities import LIMIT

NUMBERS = [FactName(f"n.{i}") for i in range(5)]
TRUTHS = [FactName(f"t.{i}") for i in range(4)]
WORD_FACTS = [FactName(f"w.{i}") for i in range(3)]
LISTS = [FactName(f"l.{i}") for i in range(3)]
TEXTS = [FactName(f"x.{i}") for i in range(2)]
# NFC and NFD of one letter, a space at the end, a digit, two words whose hashes collide.
WORDS = ["a", "b", "abc", "abc ", "10", "\u00e9", "e\u0301", "costarring", "liquid", 'q"\\\n']
CONSTANTS = [0, 1, -1, 10, 100, 99, 101, LIMIT - 1, -LIMIT + 1]

numbers = st.sampled_from([*CONSTANTS, LIMIT, -LIMIT, 2, -2, 7])
words = st.sampled_from(WORDS)
word_sets = st.sets(words, max_size=4).map(frozenset)


@st.composite
def lists(draw: st.DrawFn) -> Words:
    """A set of words, sometimes with words in doubt."""
    sure = draw(word_sets)
    if draw(st.booleans()):
        return Words.exactly(sure)
    return Words(sure, draw(st.one_of(st.none(), word_sets.map(lambda more: sure | more))))


@st.composite
def facts(draw: st.DrawFn) -> dict[FactName, Value]:
    """Facts of every type, each absent half of the time."""
    found: dict[FactName, Value] = {}
    kinds: list[tuple[list[FactName], st.SearchStrategy[Any]]] = [
        (NUMBERS, numbers),
        (TRUTHS, st.booleans()),
        (WORD_FACTS, words),
        (LISTS, lists()),
        (TEXTS, st.sampled_from(["", "  ", "text", "\u00a0"])),
    ]
    for names, values in kinds:
        for name in names:
            value = draw(st.one_of(st.none(), values))
            if value is not None:
                found[name] = value
    return found


_terms = st.lists(st.sampled_from(NUMBERS), min_size=1, max_size=3, unique=True).map(tuple)
leaves: st.SearchStrategy[Condition] = st.one_of(
    st.builds(Compare, _terms, st.sampled_from(Op), st.sampled_from(CONSTANTS)),
    st.builds(Compare, st.sampled_from(TRUTHS).map(lambda n: (n,)), st.just(Op.IS), st.booleans()),
    st.builds(Compare, st.sampled_from(WORD_FACTS).map(lambda n: (n,)), st.just(Op.IS), words),
    st.builds(
        OneOf,
        st.sampled_from([*WORD_FACTS, *LISTS]),
        st.sets(words, min_size=1, max_size=4).map(frozenset),
    ),
    st.builds(Empty, st.sampled_from([*LISTS, *TEXTS])),
    st.builds(Known, st.sampled_from([*NUMBERS, *TRUTHS, *WORD_FACTS, *LISTS, *TEXTS])),
)


def _groups(below: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    parts = st.lists(below, min_size=2, max_size=4).map(tuple)
    return st.one_of(
        st.builds(All, parts),
        st.builds(AnyOf, parts),
        st.builds(Not, below),
        st.builds(Named, st.just(FactName("p.0")), below),
    )


conditions: st.SearchStrategy[Condition] = st.recursive(leaves, _groups, max_leaves=8)


def program(items: list[Condition]) -> Any:
    """What the engines need of a program."""
    return SimpleNamespace(
        conditions=tuple(dict.fromkeys(items)),
        lines=(),
        variants=(),
        with_properties=lambda given: given,
    )


programs: st.SearchStrategy[Any] = st.lists(conditions, min_size=1, max_size=25).map(program)
