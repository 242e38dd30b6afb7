"""Cases that the rules of a region do not hold: contradictions, a bound, other lines."""

from typing import Any

import pytest

from eligibility.advice import advise, search
from eligibility.advice.change import Literal
from eligibility.advice.domain import nearest
from eligibility.advice.wanted import binding, plain_wanted
from eligibility.advice.words import reason_text
from eligibility.decisions import Outcome
from eligibility.facts import Dossier, FactName, Stated, Words
from eligibility.language import Lang
from eligibility.logic import ALWAYS, All, Compare, Condition, Empty, Known, Not, OneOf, Op
from eligibility.logic import Any as AnyOf
from tests.advice.making import CATALOGUE, TODAY, decided, made_of
from tests.strategies import LISTS, NUMBERS, TRUTHS

N, M = (NUMBERS[1],), (NUMBERS[2],)
T, U = (Compare((TRUTHS[at],), Op.IS, True) for at in (0, 1))


def dossier(**known: Any) -> Dossier:
    names = {"n": NUMBERS[1], "m": NUMBERS[2], "t": TRUTHS[0], "u": TRUTHS[1]}
    return Dossier("d", "s", TODAY, {names[key]: Stated(value) for key, value in known.items()})


def test_conditions_that_contradict_each_other_have_no_set_and_a_reason() -> None:
    program = made_of([(ALWAYS, Compare(N, Op.ABOVE, 5)), (ALWAYS, Compare(N, Op.BELOW, 5))])
    advice = advise(decided(dossier(n=5), program))
    assert (advice.sets, advice.complete) == ((), True)
    assert "ne peuvent pas être remplies ensemble" in str(reason_text(advice, Lang.FR))


def test_a_bound_of_the_fact_leaves_no_way() -> None:
    above = Compare((NUMBERS[0],), Op.ABOVE, 100)
    assert advise(decided(dossier(), made_of([(ALWAYS, above)]))).sets == ()


def test_a_search_that_is_cut_off_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    pairs: list[tuple[Condition, Condition]] = [
        (ALWAYS, AnyOf((Compare(N, Op.IS, at), Compare(M, Op.IS, at)))) for at in range(3)
    ]
    decision = decided(dossier(), made_of(pairs))
    assert advise(decision).complete
    monkeypatch.setattr(search, "BOUND", 2)
    advice = advise(decision)
    assert not advice.complete
    assert "arrêtée" in str(reason_text(advice, Lang.FR))


def test_other_lines_count_where_the_condition_of_the_reading_is_not_true() -> None:
    program = made_of([(ALWAYS, Compare(N, Op.ABOVE, 0))], [(ALWAYS, U)], when=T)
    advice = advise(decided(dossier(t=True, n=0, u=False), program))
    found = {tuple(change.fact for change in each.changes) for each in advice.sets}
    assert found == {N, (TRUTHS[0], TRUTHS[1])}


def test_a_guard_made_false_is_a_way_too() -> None:
    advice = advise(decided(dossier(t=True, n=0), made_of([(T, Compare(N, Op.ABOVE, 0))])))
    assert [each.changes[0].fact for each in advice.sets] == [TRUTHS[0], N[0]]


def test_the_nearer_of_two_limits_is_the_one_proposed() -> None:
    either = AnyOf((Compare(N, Op.AT_LEAST, 20), Compare(N, Op.AT_LEAST, 10)))
    (only,) = advise(decided(dossier(n=3), made_of([(ALWAYS, either)]))).sets
    assert (only.changes[0].value, only.changes[0].distance) == (10, 7)


def test_the_unknown_parts_of_a_sum_are_supplied_with_it() -> None:
    total = Compare((*N, *M), Op.AT_LEAST, 10)
    advice = advise(decided(dossier(n=3), made_of([(ALWAYS, total)])))
    (change,) = advice.sets[0].changes
    assert (change.fact, change.value) == (M[0], 7)
    nothing = advise(decided(dossier(), made_of([(ALWAYS, total)])))
    assert [change.fact for change in nothing.sets[0].changes] == [N[0], M[0]]


@pytest.mark.parametrize(
    ("current", "literals", "expected"),
    [
        (5, [(Compare(N, Op.BELOW, 5), True)], 4),
        (5, [(Compare(N, Op.IS, 5), False)], 6),
        (5, [(Compare(N, Op.IS, 5), False), (Compare(N, Op.ABOVE, 5), False)], 4),
        (5, [(Compare(N, Op.AT_LEAST, 5), True)], 5),
        (None, [(Compare(N, Op.AT_LEAST, 8), True)], 8),
        (None, [(Compare(N, Op.AT_MOST, 8), True)], 8),
        (5, [(Compare(N, Op.ABOVE, 5), True), (Compare(N, Op.BELOW, 6), True)], None),
    ],
)
def test_the_nearest_number(current: Any, literals: Any, expected: int | None) -> None:
    assert nearest(CATALOGUE[N[0]], current, literals) == expected


def test_a_set_of_words_keeps_what_it_may_and_adds_what_it_must() -> None:
    fact = CATALOGUE[LISTS[0]]
    has, has_not = OneOf(fact.name, frozenset({"abc", "10"})), OneOf(fact.name, frozenset({"a"}))
    before = Words.exactly(frozenset({"a", "b"}))
    after = nearest(fact, before, [(has, True), (has_not, False)])
    assert after == Words.exactly(frozenset({"b", "abc"}))
    assert nearest(fact, before, [(Empty(fact.name), True), (has, True)]) is None


def test_only_the_conditions_that_bind_are_stated_in_the_words_of_the_rules() -> None:
    fact = CATALOGUE[N[0]]
    low, lower = (Compare(N, Op.ABOVE, at) for at in (5, 3))
    literals: list[Literal] = [
        (low, True),
        (lower, True),
        (Compare(N, Op.ABOVE, 9), False),
        (Known(N[0]), True),
    ]
    assert (lower, True) not in binding(literals)
    assert plain_wanted(fact, literals) == {"above": 5, "at_most": 9}
    assert plain_wanted(fact, [(Known(N[0]), True)]) == {"known": True}
    truth = CATALOGUE[TRUTHS[0]]
    assert plain_wanted(truth, [(Compare((truth.name,), Op.IS, True), False)]) == {"is": False}


def test_a_contrary_and_a_group_are_met_as_well() -> None:
    node = Not(All((T, Not(Compare(N, Op.ABOVE, 0)))))
    advice = advise(decided(dossier(t=True, n=0), made_of([(ALWAYS, node)])))
    facts = [each.changes[0].fact for each in advice.sets]
    assert facts == [TRUTHS[0], FactName(N[0])]
    after = decided(advice.sets[0].applied(dossier(t=True, n=0)), made_of([(ALWAYS, node)]))
    assert after.outcome is Outcome.ELIGIBLE
