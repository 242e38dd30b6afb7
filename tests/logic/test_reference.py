"""What each leaf means, at its boundary, in doubt and unknown."""

from itertools import product

import pytest

from eligibility.facts import FactName, Value, Words
from eligibility.logic import (
    ALWAYS,
    All,
    Any,
    Compare,
    Condition,
    Empty,
    Known,
    Named,
    Not,
    OneOf,
    Op,
    Truth,
    evaluate,
)
from eligibility.logic.reference import conjunction, disjunction, negation
from eligibility.quantities import LIMIT

F, G = FactName("f"), FactName("g")
TRUTHS: tuple[Truth, ...] = (True, False, None)


@pytest.mark.parametrize(
    ("op", "below", "at", "above"),
    [
        (Op.IS, False, True, False),
        (Op.ABOVE, False, False, True),
        (Op.AT_LEAST, False, True, True),
        (Op.BELOW, True, False, False),
        (Op.AT_MOST, True, True, False),
    ],
)
@pytest.mark.parametrize("constant", [0, -1, 2_000, LIMIT - 1, 1 - LIMIT])
def test_a_comparison_at_its_constant_and_beside_it(
    op: Op, below: bool, at: bool, above: bool, constant: int
) -> None:
    node = Compare((F,), op, constant)
    found = [evaluate(node, {F: constant + step}) for step in (-1, 0, 1)]
    assert found == [below, at, above]
    assert evaluate(node, {}) is None


@pytest.mark.parametrize("op", Op)
def test_a_sum_with_one_part_unknown_is_unknown_never_taken_as_zero(op: Op) -> None:
    node = Compare((F, G), op, 0)
    assert evaluate(node, {F: 5}) is None
    assert evaluate(node, {G: -5}) is None
    assert evaluate(node, {F: 5, G: -5}) is (op in (Op.IS, Op.AT_LEAST, Op.AT_MOST))


@pytest.mark.parametrize(
    ("value", "one_of", "expected"),
    [
        ("a", {"a", "b"}, True),
        ("c", {"a", "b"}, False),
        ("a ", {"a"}, False),
        ("A", {"a"}, False),
        ("e\u0301", {"\u00e9"}, False),
        (None, {"a"}, None),
    ],
)
def test_one_word(value: str | None, one_of: set[str], expected: Truth) -> None:
    facts: dict[FactName, Value] = {} if value is None else {F: value}
    assert evaluate(OneOf(F, frozenset(one_of)), facts) is expected


def words(sure: str, possible: str | None) -> Words:
    return Words(frozenset(sure), None if possible is None else frozenset(possible))


@pytest.mark.parametrize(
    ("value", "has_a", "empty", "known"),
    [
        pytest.param(words("", ""), False, True, True, id="surely nothing"),
        pytest.param(words("a", "a"), True, False, True, id="surely the word"),
        pytest.param(words("b", "b"), False, False, True, id="surely another"),
        pytest.param(words("ab", "ab"), True, False, True, id="both"),
        pytest.param(words("", "a"), None, None, None, id="perhaps the word"),
        pytest.param(words("", "b"), False, None, None, id="perhaps another"),
        pytest.param(words("b", "ab"), None, False, None, id="another, perhaps the word"),
        pytest.param(words("a", "ab"), True, False, None, id="the word, perhaps another"),
        pytest.param(words("", None), None, None, None, id="anything"),
        pytest.param(words("b", None), None, False, None, id="another and anything"),
        pytest.param(words("a", None), True, False, None, id="the word and anything"),
        pytest.param(None, None, None, None, id="not known"),
    ],
)
def test_a_set_of_words_with_doubts(
    value: Words | None, has_a: Truth, empty: Truth, known: Truth
) -> None:
    facts: dict[FactName, Value] = {} if value is None else {F: value}
    assert evaluate(OneOf(F, frozenset("a")), facts) is has_a
    assert evaluate(Empty(F), facts) is empty
    assert evaluate(Known(F), facts) is known


@pytest.mark.parametrize(
    ("text", "empty"), [("", True), (" \t\n\u00a0", True), ("none", False), (" x ", False)]
)
def test_a_blank_text_is_empty(text: str, empty: bool) -> None:
    assert evaluate(Empty(F), {F: text}) is empty
    assert evaluate(Known(F), {F: text}) is True


@pytest.mark.parametrize("value", [0, False, "", -1])
def test_zero_false_and_nothing_written_are_known(value: Value) -> None:
    assert evaluate(Known(F), {F: value}) is True


def test_absence_cannot_be_tested() -> None:
    assert evaluate(Known(F), {}) is None
    assert evaluate(Not(Known(F)), {}) is None


@pytest.mark.parametrize(("empty", "expected"), [(All(()), True), (Any(()), False), (ALWAYS, True)])
def test_a_group_of_nothing(empty: Condition, expected: bool) -> None:
    assert evaluate(empty, {}) is expected


@pytest.mark.parametrize("truths", list(product(TRUTHS, repeat=3)))
def test_groups_of_three_and_de_morgan(truths: tuple[Truth, ...]) -> None:
    every = False if False in truths else None if None in truths else True
    some = True if True in truths else None if None in truths else False
    assert conjunction(truths) is every
    assert disjunction(truths) is some
    assert negation(conjunction(truths)) is disjunction(map(negation, truths))


@pytest.mark.parametrize("truth", TRUTHS)
def test_a_name_changes_nothing(truth: Truth) -> None:
    facts: dict[FactName, Value] = {} if truth is None else {F: truth}
    assert evaluate(Named(G, Compare((F,), Op.IS, True)), facts) is truth
