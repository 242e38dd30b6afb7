"""Traps of durable-rules, each as a named case: what keeps us out of it."""

import gc
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.engines import reference
from eligibility.engines.durable import MAX_ATOMS, MAX_FIELDS, MAX_FIRINGS, Durable, Rulesets
from eligibility.engines.patterns import KIND, Fields, as_condition, atoms, paths, patterns
from eligibility.engines.wire import facts_from, facts_to, truths_from, truths_to
from eligibility.errors import EngineError
from eligibility.facts import FactName, Value, Words
from eligibility.logic import All, Compare, Condition, Named, Not, OneOf, Op
from eligibility.logic import Any as AnyOf
from eligibility.quantities import LIMIT
from tests.strategies import conditions, facts, program

N = FactName("n.0")
M = FactName("n.1")
W = FactName("w.0")


@given(conditions)
def test_every_rule_begins_with_the_kind(condition: Condition) -> None:
    """B1: a pattern without it can match the engine's own state and never end."""
    for pattern in patterns(condition, Fields()):
        if pattern is not None:
            found = as_condition(pattern)
            assert found == KIND or found["$and"][0] == KIND


@given(conditions, facts())
def test_the_fact_asserted_is_flat_and_of_plain_types(
    condition: Condition, known: dict[FactName, Value]
) -> None:
    """B15, B16, B19, B20: no float, null, list or object, no integer beyond 2^53-1."""
    fields = Fields()
    patterns(condition, fields)
    for name, value in fields.assertion(known).items():
        assert name.isalnum()
        assert isinstance(value, bool | int | str)
        if isinstance(value, int):
            assert abs(value) <= LIMIT


@pytest.mark.parametrize("op", Op)
@pytest.mark.parametrize("constant", [LIMIT - 1, 1 - LIMIT, 0])
@pytest.mark.parametrize(
    "pair", [(LIMIT, LIMIT), (-LIMIT, -LIMIT), (LIMIT, -LIMIT), (LIMIT, 1), (LIMIT - 1, 0)]
)
def test_sums_beyond_the_bounds_compare_as_they_are(
    op: Op, constant: int, pair: tuple[int, int], shared: Durable
) -> None:
    """B16, A2: no wrap, no saturation, no double."""
    known = {N: pair[0], M: pair[1]}
    assert shared.start(SUMS, known)() == reference(SUMS, known)
    assert reference(program([Compare((N, M), op, constant)]), known)[0] is not None


SUMS = program([Compare((N, M), op, c) for op in Op for c in (LIMIT - 1, 1 - LIMIT, 0)])


@pytest.fixture(scope="module")
def shared() -> Durable:
    return Durable()


STRINGS = [
    "10",
    "9",
    "18",
    "true",
    "",
    "abc",
    "abc ",
    "ab",
    "ab c",
    "\u00e9",
    "e\u0301",
    "\U0001f600",
    "a\x00",
    "'\"\\\n",
    "x" * 5000,
]
SAME = program([Compare((W,), Op.IS, word) for word in STRINGS])


@pytest.mark.parametrize("word", STRINGS, ids=lambda word: repr(word[:8]))
def test_text_equals_itself_only(word: str, shared: Durable) -> None:
    """B17, B18, A2: no number, no other normal form, no trimmed space."""
    found = shared.start(SAME, {W: word})()
    assert found == tuple(word == other for other in STRINGS)


def test_one_and_true_are_fields_of_their_own(shared: Durable) -> None:
    """B15: the engine holds True equal to 1; the shape of rules keeps the types apart."""
    made = program([Compare((N,), Op.IS, 1), Compare((FactName("t.0"),), Op.IS, True)])
    assert shared.start(made, {N: 1})() == (True, None)
    assert shared.start(made, {FactName("t.0"): True})() == (None, True)


def test_fact_names_that_collide_get_fields_that_do_not(shared: Durable) -> None:
    """B12: `liquid` and `costarring` share the engine's hash; our fields are f0, f1, …"""
    made = program([Compare((FactName(name),), Op.IS, True) for name in ("liquid", "costarring")])
    assert shared.start(made, {FactName("costarring"): True})() == (None, True)


def test_a_dotted_name_is_no_nested_object(shared: Durable) -> None:
    """B20: {'a': {'b': 1}} and {'a.b': 1} are the same to the engine."""
    made = program([Compare((FactName("a.b"),), Op.IS, 1), Compare((FactName("a"),), Op.IS, 1)])
    assert shared.start(made, {FactName("a.b"): 1})() == (True, None)


@given(conditions)
def test_the_count_of_firings_is_an_upper_bound(condition: Condition) -> None:
    """B22: every true branch of an `$or` fires once, so paths are counted, not rules."""
    true, false = patterns(condition, Fields())
    contrary = patterns(Not(condition), Fields())
    assert (paths(true), paths(false)) == (paths(contrary[1]), paths(contrary[0]))
    for pattern in (true, false):
        assert paths(pattern) == 0 or atoms(pattern) >= 1


def test_no_ruleset_leaves_the_limits(shared: Durable) -> None:
    """B8, B9, B10, B22: 300 rules of two branches, every one of them true."""
    pairs: list[Condition] = [
        AnyOf((Compare((FactName(f"n.{i}"),), Op.ABOVE, 0), Compare((N,), Op.ABOVE, i)))
        for i in range(1, 300)
    ]
    made = program(pairs)
    rulesets = shared.rulesets(made)
    assert len(rulesets.rulesets) >= 2 * 299 // MAX_FIRINGS
    for each in rulesets.rulesets:
        assert len(each.fields.names) <= MAX_FIELDS < MAX_ATOMS
    known = {FactName(f"n.{i}"): 1000 for i in range(300)}
    assert rulesets.truths(known) == (True,) * 299
    for each in rulesets.rulesets:
        assert len(each.fired) <= MAX_FIRINGS


@pytest.mark.parametrize(("branches", "fits"), [(MAX_FIRINGS - 1, True), (MAX_FIRINGS, False)])
def test_a_condition_is_taken_up_to_the_limit(branches: int, fits: bool, shared: Durable) -> None:
    made = program([AnyOf(tuple(Compare((N,), Op.ABOVE, -i) for i in range(branches)))])
    if fits:
        assert shared.start(made, {N: 1})() == (True,)
        return
    with pytest.raises(EngineError) as caught:
        Rulesets(made)
    assert caught.value.faults[0].code == "clause-too-wide"


def test_an_exception_in_an_action_is_an_error_not_a_verdict() -> None:
    """B23: the engine swallows it and goes on."""
    made = program([Compare((N,), Op.ABOVE, 0)])
    rulesets = Rulesets(made)

    class Broken(list[tuple[int, bool]]):
        def append(self, _: tuple[int, bool]) -> None:
            raise RuntimeError

    rulesets.rulesets[0].fired = Broken()
    with pytest.raises(EngineError) as caught:
        rulesets.truths({N: 1})
    assert caught.value.faults[0].code == "engine-failed"
    rulesets.rulesets[0].fired = []
    assert rulesets.truths({N: 1}) == (True,)


def test_a_dossier_the_engine_refuses_does_not_spoil_the_next(shared: Durable) -> None:
    """B13, B17: half a character is refused; the state does not stay behind."""
    made = program([Compare((W,), Op.IS, "a")])
    with pytest.raises(EngineError):
        shared.start(made, {W: "\ud800"})()
    assert shared.start(made, {W: "a"})() == (True,)
    assert shared.start(made, {W: "b"})() == (False,)


def test_a_program_is_compiled_once_however_many_dossiers() -> None:
    """B27: the engine frees neither rulesets nor states that stay."""
    engine = Durable()
    made = program([Compare((N,), Op.ABOVE, 0)])
    for value in range(500):
        engine.start(made, {N: value})()
    gc.collect()
    assert len(engine.compiled) == 1


def test_the_truths_come_in_the_order_of_the_conditions(shared: Durable) -> None:
    """B28: rules fire in the order of their definition, not of anything we rely on."""
    items: list[Condition] = [Compare((N,), Op.ABOVE, i) for i in (5, 1, 4, 0, 3)]
    for made in (program(items), program(items[::-1])):
        assert shared.start(made, {N: 3})() == reference(made, {N: 3})


def test_a_name_and_a_double_contrary_are_seen_through(shared: Durable) -> None:
    inner: Condition = All((Compare((N,), Op.ABOVE, 0), OneOf(W, frozenset({"a", "b"}))))
    made = program([Not(Named(FactName("p"), Not(inner))), inner])
    known: list[dict[FactName, Any]] = [{}, {N: 1}, {N: 0}, {N: 1, W: "b"}, {N: 1, W: "c"}]
    for each in known:
        first, second = shared.start(made, each)()
        assert first is second is reference(made, each)[1]


@given(facts(), st.lists(st.sampled_from([True, False, None])).map(tuple))
def test_what_goes_over_the_pipe_comes_out_the_same(
    known: dict[FactName, Value], truths: tuple[bool | None, ...]
) -> None:
    back = facts_from(facts_to(known))
    assert back == known
    assert {n: type(v) for n, v in back.items()} == {n: type(v) for n, v in known.items()}
    assert truths_from(truths_to(truths)) == truths


def test_doubtful_words_decide_only_what_is_sure(shared: Durable) -> None:
    fact = FactName("l.0")
    made = program([OneOf(fact, frozenset("ab")), Not(OneOf(fact, frozenset("ab")))])
    doubt = [
        Words(frozenset(s), None if p is None else frozenset(p))
        for s, p in (("a", None), ("", "a"), ("c", "cd"), ("", None))
    ]
    found = [shared.start(made, {fact: each})()[0] for each in doubt]
    assert found == [True, None, False, None]
