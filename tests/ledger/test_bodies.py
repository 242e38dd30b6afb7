"""What an entry holds has its form; anything else is refused, whatever stands there."""

import copy
from collections.abc import Iterator
from typing import Any

import pytest

from eligibility.ledger.bodies import Kind, fits
from tests.ledger.making import decided

NAMES = ("eti-3s.json", "demo-eligible.yaml")
RULING: dict[str, Any] = {
    "about": 1,
    "decision": "00",
    "dossier": "A",
    "outcome": "eligible",
    "ruling": "award",
    "follows": True,
    "motive": None,
}
ODD: tuple[Any, ...] = (None, "x", 5, True, [], {}, [None], {"x": None}, ["x"], "2023-02-30")


ODD_FOR_ALL: tuple[Any, ...] = ({}, [], 1.5)


def body(name: str) -> dict[str, Any]:
    return copy.deepcopy(dict(decided(name).draft.body))


def without(found: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for key in found:
        yield key, {name: value for name, value in found.items() if name != key}


@pytest.mark.parametrize("name", NAMES)
def test_what_is_recorded_has_its_form(name: str) -> None:
    assert fits(Kind.DECISION, body(name))


@pytest.mark.parametrize("name", NAMES)
def test_a_core_that_lacks_a_key_has_not_its_form(name: str) -> None:
    for key, core in without(body(name)["core"]):
        assert not fits(Kind.DECISION, {"core": core}), key


@pytest.mark.parametrize(
    "key", ["evaluated_on", "rulebook", "outcome", "clauses", "sensitive_to", "indicators"]
)
@pytest.mark.parametrize("odd", ODD, ids=repr)
def test_a_core_with_something_else_has_not_its_form(key: str, odd: Any) -> None:
    found = body(NAMES[0])
    found["core"][key] = odd
    empty_list = key in ("clauses", "sensitive_to", "indicators") and odd == []
    assert fits(Kind.DECISION, found) is empty_list


@pytest.mark.parametrize(
    "fact",
    [
        None,
        5,
        [],
        {},
        {"origin": {}},
        {"sealed": 5},
        {"sealed": "x", "value": 1},
        {"value": 1, "x": 1},
    ],
    ids=repr,
)
def test_a_fact_is_sealed_or_has_a_value_and_nothing_else(fact: Any) -> None:
    found = body(NAMES[0])
    found["core"]["facts"]["company.equity"] = fact
    assert not fits(Kind.DECISION, found)


def test_a_ruling_has_all_that_binds_it() -> None:
    assert fits(Kind.RULING, RULING)
    for key, found in without(RULING):
        assert not fits(Kind.RULING, found), key
    for key in RULING:
        for odd in ODD_FOR_ALL:
            assert not fits(Kind.RULING, {**RULING, key: odd}), (key, odd)


@pytest.mark.parametrize("erased", [None, 1, "1", ["1"], [True], {}], ids=repr)
def test_an_erasure_names_entries(erased: Any) -> None:
    assert fits(Kind.ERASURE, {"erased": [1, 2], "motive": "m"})
    assert not fits(Kind.ERASURE, {"erased": erased, "motive": "m"})
