"""Three truths, four statuses, and what is missing."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eligibility.facts import FactName, Facts, Value
from eligibility.logic import (
    All,
    Any,
    Compare,
    Condition,
    Not,
    Op,
    Status,
    Truth,
    evaluate,
    status,
)
from eligibility.logic.missing import missing
from tests.strategies import conditions, facts

A, B, C = (Compare((FactName(f"t.{i}"),), Op.IS, True) for i in range(3))
TRUTHS: tuple[Truth, ...] = (True, False, None)


def known(**truths: Truth) -> Facts:
    return {FactName(f"t.{'abc'.index(n)}"): v for n, v in truths.items() if v is not None}


@pytest.mark.parametrize(("a", "b"), list(itertools.product(TRUTHS, TRUTHS)))
def test_strong_kleene(a: Truth, b: Truth) -> None:
    order = {False: 0, None: 1, True: 2}
    facts = known(a=a, b=b)
    assert evaluate(All((A, B)), facts) is min((a, b), key=order.__getitem__)
    assert evaluate(Any((A, B)), facts) is max((a, b), key=order.__getitem__)
    assert evaluate(Not(A), facts) is (None if a is None else not a)


@pytest.mark.parametrize(
    ("applies", "holds", "expected"),
    [
        (False, True, "not_applicable"),
        (False, False, "not_applicable"),
        (False, None, "not_applicable"),
        (True, True, "met"),
        (None, True, "met"),
        (True, False, "not_met"),
        (None, False, "unknown"),
        (True, None, "unknown"),
        (None, None, "unknown"),
    ],
)
def test_the_table_of_the_contract(applies: Truth, holds: Truth, expected: str) -> None:
    assert status(applies, holds) == expected


def waits_for(guard: Condition, requirement: Condition, facts: Facts) -> set[str]:
    applies, holds = evaluate(guard, facts), evaluate(requirement, facts)
    return {str(name) for name in missing(guard, requirement, applies, holds, facts)}


@pytest.mark.parametrize(
    ("truths", "expected"),
    [
        ({"a": True}, {"t.1"}),
        ({"b": False}, {"t.0"}),
        ({}, {"t.0", "t.1"}),
    ],
)
def test_missing_is_of_the_guard_the_requirement_or_both(
    truths: dict[str, bool], expected: set[str]
) -> None:
    assert waits_for(A, B, known(**truths)) == expected


def test_a_leaf_below_a_decided_group_is_not_missing() -> None:
    decided = Any((A, B))
    assert waits_for(Not(Not(A)), All((decided, C)), known(a=True)) == {"t.2"}


@settings(max_examples=250, deadline=None)
@given(conditions, facts(), facts())
def test_more_facts_never_change_a_definite_truth(
    node: Condition, some: dict[FactName, Value], more: dict[FactName, Value]
) -> None:
    before = evaluate(node, some)
    after = evaluate(node, {**more, **some})
    assert before is None or after is before


@settings(max_examples=250, deadline=None)
@given(conditions, conditions, facts(), facts(), st.data())
def test_no_clause_moves_between_met_or_aside_and_not_met(
    guard: Condition,
    requirement: Condition,
    some: dict[FactName, Value],
    more: dict[FactName, Value],
    data: st.DataObject,
) -> None:
    def found(facts: dict[FactName, Value]) -> Status:
        return status(evaluate(guard, facts), evaluate(requirement, facts))

    calm = {Status.MET, Status.NOT_APPLICABLE}
    before, after = found(some), found({**more, **some})
    assert not (before in calm and after is Status.NOT_MET)
    assert not (before is Status.NOT_MET and after in calm)
