"""What an unknown clause waits for."""

import pytest
from hypothesis import given, settings

from eligibility.facts import FactName, Facts, Value, Words
from eligibility.logic import (
    ALWAYS,
    All,
    Any,
    Compare,
    Condition,
    Named,
    Not,
    OneOf,
    Op,
    Status,
    evaluate,
    status,
)
from eligibility.logic.missing import missing
from tests.strategies import conditions, facts

A, B, C = ("a", "b", "c")
SUM = Compare((FactName("x"), FactName("y")), Op.ABOVE, 0)


def true(name: str) -> Condition:
    return Compare((FactName(name),), Op.IS, True)


def waits_for(guard: Condition, requirement: Condition, known: dict[str, Value]) -> set[str]:
    seen: Facts = {FactName(name): value for name, value in known.items()}
    applies, holds = evaluate(guard, seen), evaluate(requirement, seen)
    return set(missing(guard, requirement, applies, holds, seen))


@pytest.mark.parametrize(
    ("guard", "requirement", "known", "expected"),
    [
        pytest.param(ALWAYS, true(A), {}, {A}, id="no guard"),
        pytest.param(true(A), true(B), {A: True}, {B}, id="guard true: only the requirement's"),
        pytest.param(true(A), true(B), {B: False}, {A}, id="requirement false: only the guard's"),
        pytest.param(true(A), true(B), {}, {A, B}, id="both unknown: both"),
        pytest.param(ALWAYS, All((true(A), true(B))), {A: True}, {B}, id="decided leaf of a group"),
        pytest.param(
            ALWAYS,
            All((Any((true(A), true(B))), true(C))),
            {A: True},
            {C},
            id="leaf under a group already true",
        ),
        pytest.param(
            ALWAYS,
            Any((All((true(A), true(B))), true(C))),
            {A: False},
            {C},
            id="leaf under a group already false",
        ),
        pytest.param(
            ALWAYS,
            Not(Named(FactName("p"), Any((All((true(A), true(B))), true(C))))),
            {A: False},
            {C},
            id="through a contrary and a name: the facts, not the name",
        ),
        pytest.param(ALWAYS, SUM, {"x": 1}, {"y"}, id="a sum waits only for what it lacks"),
        pytest.param(ALWAYS, SUM, {}, {"x", "y"}, id="or for all of it"),
        pytest.param(
            ALWAYS,
            OneOf(FactName(A), frozenset("w")),
            {A: Words(frozenset(), frozenset("w"))},
            {A},
            id="a list in doubt is missing",
        ),
        pytest.param(
            ALWAYS,
            All((OneOf(FactName(A), frozenset("w")), true(B))),
            {A: Words(frozenset("w"), None)},
            {B},
            id="not where the doubt changes nothing",
        ),
    ],
)
def test_the_missing_rule(
    guard: Condition, requirement: Condition, known: dict[str, Value], expected: set[str]
) -> None:
    assert waits_for(guard, requirement, known) == expected


@settings(max_examples=300, deadline=None)
@given(conditions, conditions, facts())
def test_an_unknown_clause_always_waits_for_a_fact_in_doubt(
    guard: Condition, requirement: Condition, known: dict[FactName, Value]
) -> None:
    applies, holds = evaluate(guard, known), evaluate(requirement, known)
    if status(applies, holds) is not Status.UNKNOWN:
        return
    found = missing(guard, requirement, applies, holds, known)
    assert found
    for name in found:
        value = known.get(name)
        assert value is None or (isinstance(value, Words) and value.sure != value.possible)
