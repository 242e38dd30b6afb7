"""Ibis on DuckDB gives just the truths of the reference, and waits for the same facts."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eligibility.engines import reference
from eligibility.facts import FactName, Words
from eligibility.logic import All, Compare, Condition, Empty, Known, Not, OneOf, Op
from eligibility.logic import Any as AnyOf
from eligibility.logic.missing import open_facts
from eligibility.quantities import LIMIT
from tests.engines.columns import evaluated
from tests.strategies import facts, programs

N, M = FactName("n.0"), FactName("n.1")
W, L, X, T = FactName("w.0"), FactName("l.0"), FactName("x.0"), FactName("t.0")


@settings(max_examples=60, deadline=None)
@given(programs, st.lists(facts(), min_size=1, max_size=20))
def test_duckdb_equals_the_reference(made: Any, rows: list[Any]) -> None:
    for row, (truths, waits) in zip(rows, evaluated(made.conditions, rows), strict=True):
        assert truths == reference(made, row)
        for at, condition in enumerate(made.conditions):
            assert waits[at] == frozenset(open_facts(condition, row))


@pytest.mark.parametrize(
    ("condition", "known", "expected"),
    [
        pytest.param(Compare((N,), Op.ABOVE, LIMIT - 1), {N: LIMIT}, True, id="exact at 2^53-1"),
        pytest.param(
            Compare((N, M), Op.AT_MOST, LIMIT - 1), {N: LIMIT, M: LIMIT}, False, id="no overflow"
        ),
        pytest.param(Compare((N, M), Op.ABOVE, 0), {N: 1}, None, id="a sum with a hole"),
        pytest.param(Compare((N,), Op.BELOW, 0), {N: -1}, True, id="negative"),
        pytest.param(Not(Compare((N,), Op.ABOVE, 0)), {}, None, id="NOT NULL is NULL"),
        pytest.param(OneOf(W, frozenset({"c", "d"})), {}, None, id="NULL in a list"),
        pytest.param(OneOf(W, frozenset({"a"})), {W: "c"}, False, id="no NULL inside the list"),
        pytest.param(Compare((W,), Op.IS, "abc"), {W: "abc "}, False, id="spaces count"),
        pytest.param(OneOf(W, frozenset({"\u00e9"})), {W: "e\u0301"}, False, id="NFC is not NFD"),
        pytest.param(Compare((W,), Op.IS, "10"), {W: "10"}, True, id="text stays text"),
        pytest.param(
            OneOf(L, frozenset({"b"})), {L: Words.exactly(frozenset({"abc"}))}, False, id="part of a word"
        ),
        pytest.param(
            OneOf(L, frozenset({"b"})), {L: Words(frozenset(), frozenset({"b"}))}, None, id="in doubt"
        ),
        pytest.param(Not(Empty(L)), {L: Words.exactly(frozenset())}, False, id="the empty set"),
        pytest.param(Not(Empty(L)), {}, None, id="no set at all"),
        pytest.param(Not(Empty(X)), {X: "\u00a0\u2003"}, False, id="spaces of every kind are blank"),
        pytest.param(Not(Empty(X)), {X: "\u200b"}, True, id="a sign of no width is a sign"),
        pytest.param(Known(N), {N: 0}, True, id="zero is known"),
        pytest.param(Known(N), {}, None, id="absence cannot be tested"),
        pytest.param(
            All((Compare((N,), Op.ABOVE, 0), Compare((M,), Op.ABOVE, 0))), {N: -1}, False,
            id="a certain failure beats a hole",
        ),
        pytest.param(
            AnyOf((Compare((N,), Op.ABOVE, 0), Compare((M,), Op.ABOVE, 0))), {N: 1}, True,
            id="a certain success beats a hole",
        ),
        pytest.param(Not(Compare((T,), Op.IS, True)), {T: False}, True, id="truths"),
        pytest.param(Not(Empty(X)), {N: 1}, None, id="the contrary of a text without a column"),
        pytest.param(Not(OneOf(L, frozenset({"a"}))), {N: 1}, None, id="of a set without one"),
        pytest.param(Not(OneOf(W, frozenset({"a"}))), {N: 1}, None, id="of a word without one"),
        pytest.param(Not(Known(N)), {M: 1}, None, id="of a number without one"),
        pytest.param(Compare((T,), Op.IS, False), {N: 1}, None, id="false, of a truth without one"),
    ],
)  # fmt: skip
def test_named_traps(condition: Condition, known: dict[FactName, Any], expected: object) -> None:
    ((truths, _),) = evaluated([condition], [known])
    assert truths[0] is expected
