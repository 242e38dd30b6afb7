"""durable-rules gives just the truths of the reference: no tolerance, no skip."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eligibility.engines import checked, reference
from eligibility.engines.durable import MAX_FIRINGS, Durable, Rulesets, _checked
from eligibility.engines.patterns import Fields, paths, patterns
from eligibility.engines.worker import Worker
from eligibility.errors import EngineError
from eligibility.facts import FactName, Words
from eligibility.logic import All, Compare, Condition, Known, Not, OneOf, Op
from eligibility.logic import Any as AnyOf
from eligibility.quantities import LIMIT
from tests.strategies import facts, program, programs

# The engine never frees a ruleset: few rulebooks, several dossiers for each.
FEW = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def wide(made: Any) -> bool:
    return any(max(map(paths, patterns(c, Fields()))) >= MAX_FIRINGS for c in made.conditions)


@FEW
@given(programs, st.lists(facts(), min_size=1, max_size=8))
def test_durable_rules_equals_the_reference(made: Any, dossiers: list[Any]) -> None:
    if wide(made):
        with pytest.raises(EngineError):
            Rulesets(made)
        return
    rulesets = Rulesets(made)
    for dossier in dossiers:
        assert rulesets.truths(dossier) == reference(made, dossier)


@settings(max_examples=20, deadline=None)
@given(programs, st.lists(facts(), min_size=1, max_size=5))
def test_a_worker_equals_the_reference(made: Any, dossiers: list[Any]) -> None:
    if wide(made):
        return
    with Worker() as worker:
        for dossier in dossiers:
            assert checked(made, dossier, worker) == reference(made, dossier)


N = (FactName("n.0"),)
L = FactName("l.0")


def truth(condition: Condition, known: dict[FactName, Any]) -> bool | None:
    made = program([condition])
    found = Durable().start(made, known)()
    assert found == reference(made, known)
    return found[0]


@pytest.mark.parametrize(
    ("condition", "known", "expected"),
    [
        pytest.param(Compare(N, Op.ABOVE, 0), {}, None, id="B5 an absent field never fires"),
        pytest.param(Not(Compare(N, Op.ABOVE, 0)), {}, None, id="B19 nor does its contrary"),
        pytest.param(
            Compare(N, Op.ABOVE, LIMIT - 1), {N[0]: LIMIT}, True, id="B16 exact at 2^53-1"
        ),
        pytest.param(
            Compare((N[0], FactName("n.1")), Op.AT_MOST, LIMIT - 1),
            {N[0]: LIMIT, FactName("n.1"): LIMIT},
            False,
            id="A2 a sum beyond 2^53 compares as it is",
        ),
        pytest.param(
            Compare((FactName("w.0"),), Op.IS, "abc"),
            {FactName("w.0"): "abc "},
            False,
            id="A2 spaces count",
        ),
        pytest.param(
            OneOf(FactName("w.0"), frozenset({"\u00e9"})),
            {FactName("w.0"): "e\u0301"},
            False,
            id="A2 NFC is not NFD",
        ),
        pytest.param(
            Compare((FactName("w.0"),), Op.IS, "10"),
            {FactName("w.0"): "10"},
            True,
            id="B18 text stays text",
        ),
        pytest.param(
            OneOf(L, frozenset({"a", "b"})),
            {L: Words(frozenset(), frozenset({"b"}))},
            None,
            id="a word in doubt decides nothing",
        ),
        pytest.param(
            OneOf(L, frozenset({"a", "b"})),
            {L: Words.exactly(frozenset())},
            False,
            id="B20 the empty list",
        ),
        pytest.param(Known(N[0]), {N[0]: 0}, True, id="zero is known"),
        pytest.param(
            AnyOf((Compare(N, Op.ABOVE, 0), Compare(N, Op.ABOVE, 1), Compare(N, Op.ABOVE, 2))),
            {N[0]: 5},
            True,
            id="B22 several true branches count once",
        ),
        pytest.param(
            All((Compare(N, Op.ABOVE, 0), Compare((FactName("n.1"),), Op.ABOVE, 0))),
            {N[0]: -1},
            False,
            id="a certain failure beats a missing fact",
        ),
    ],
)
def test_named_traps(
    condition: Condition, known: dict[FactName, Any], expected: bool | None
) -> None:
    assert truth(condition, known) is expected


def test_more_than_64_firing_rules_are_split_over_rulesets() -> None:
    """B9: the engine fires nothing at all beyond 64."""
    made = program([Compare(N, Op.ABOVE, i) for i in range(200)])
    rulesets = Rulesets(made)
    assert len(rulesets.rulesets) > 3
    assert rulesets.truths({N[0]: 1000}) == (True,) * 200


def test_thousands_of_comparisons_are_split_too() -> None:
    """B8: 512 conditions under one node hang for ever."""
    made = program([Compare(N, Op.IS, i) for i in range(1200)])
    assert Rulesets(made).truths({N[0]: 7}) == tuple(i == 7 for i in range(1200))


def test_the_same_dossier_twice_gives_the_same_truths() -> None:
    """B13: the engine refuses a fact it has seen, unless its state was deleted."""
    made = program([Compare(N, Op.ABOVE, 0)])
    engine = Durable()
    assert [engine.start(made, {N[0]: 1})() for _ in range(3)] == [(True,)] * 3


def test_a_dossier_that_matches_no_rule_is_all_unknown() -> None:
    """B4: deleting a state on which no action ran crashes; the catch-all rule prevents it."""
    made = program([Compare(N, Op.ABOVE, 0)])
    engine = Durable()
    assert all(engine.start(made, {})() == (None,) for _ in range(2000))


def test_a_condition_with_too_many_branches_is_refused_not_passed() -> None:
    pairs = tuple(
        AnyOf(tuple(Compare((FactName(f"n.{i}"),), Op.ABOVE, j) for j in range(4)))
        for i in range(4)
    )
    with pytest.raises(EngineError):
        Rulesets(program([All(pairs)]))


def test_field_names_that_share_a_hash_are_refused() -> None:
    """B12: a rule on `liquid` fires on the field `costarring`."""
    with pytest.raises(EngineError):
        _checked(Fields({("a",): "costarring", ("b",): "liquid"}))


def test_a_disagreement_gives_no_conclusion_and_names_the_clause() -> None:
    class Lying:
        def start(self, made: Any, known: Any) -> Any:
            return lambda: tuple(not t for t in reference(made, known))

    with pytest.raises(EngineError) as caught:
        checked(program([Compare(N, Op.ABOVE, 0)]), {N[0]: 1}, Lying())
    assert caught.value.faults[0].code == "engines-disagree"
