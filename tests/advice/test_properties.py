"""What holds of every set of changes, on random rulebooks and dossiers."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from eligibility.advice import Advice, By, Change, ChangeSet, advise
from eligibility.advice.advising import MOST
from eligibility.advice.search import BOUND, Search
from eligibility.decisions import Decision, Outcome
from eligibility.facts import Dossier, FactName, FactType, Stated, Value, Words
from eligibility.logic import (
    ALWAYS,
    All,
    Compare,
    Condition,
    Empty,
    Known,
    Not,
    Op,
    facts_of,
    leaves,
)
from eligibility.logic import Any as AnyOf
from eligibility.logic.samples import samples
from eligibility.quantities import LIMIT
from tests.advice.making import CATALOGUE, TODAY, decided, decisions, made_of
from tests.strategies import NUMBERS, TEXTS, TRUTHS

MANY = settings(max_examples=25, deadline=None)


def outcome(decision: Decision, changes: tuple[Change, ...]) -> Outcome:
    made = ChangeSet(changes)
    dossier = made.applied(decision.dossier)
    on = made.eligible_from or decision.evaluated_on
    return decided(dossier, decision.program, on).outcome


@MANY
@given(decisions())
def test_all_changes_of_a_set_are_enough_and_none_can_be_left_out(decision: Decision) -> None:
    for each in advise(decision).sets:
        assert outcome(decision, each.changes) is Outcome.ELIGIBLE
        for left_out in each.changes:
            fewer = tuple(other for other in each.changes if other is not left_out)
            assert outcome(decision, fewer) is not Outcome.ELIGIBLE
            assert left_out.clauses


@MANY
@given(decisions())
def test_an_eligible_dossier_gets_no_sets_and_others_at_most_five(decision: Decision) -> None:
    found = advise(decision)
    assert len(found.sets) <= MOST
    if decision.outcome is Outcome.ELIGIBLE:
        assert found == Advice(decision, (), complete=True)


@MANY
@given(decisions())
def test_the_same_decision_gives_the_same_sets_in_order_of_what_nobody_can_do(
    decision: Decision,
) -> None:
    found = advise(decision)
    assert advise(decision) == found
    ranks = [(len(each.by(By.OUTSIDE)), len(each.changes)) for each in found.sets]
    assert ranks == sorted(ranks)


@MANY
@given(decisions())
def test_a_value_tried_is_another_one_within_the_bounds_and_words_of_its_fact(
    decision: Decision,
) -> None:
    for each in advise(decision).sets:
        for change in each.changes:
            fact = CATALOGUE[change.fact]
            assert fact.view is None
            value = change.value
            if change.edits is None and change.by is not By.TIME:
                assert value != change.current
            if fact.is_number:
                assert isinstance(value, int)
                low = -LIMIT if fact.minimum is None else fact.minimum
                assert low <= value <= (LIMIT if fact.maximum is None else fact.maximum)
            words = {word for word, _ in fact.words}
            if fact.type is FactType.WORD:
                assert value in words
            if isinstance(value, Words):
                assert value.sure <= words


@MANY
@given(decisions())
def test_proceedings_only_end_and_what_is_known_of_them_stays(decision: Decision) -> None:
    for each in advise(decision).sets:
        for change in each.changes:
            for old, new in change.edits or ():
                if old is None:
                    assert not change.known
                    continue
                assert new.kind == old.kind
                assert new.opened_on == old.opened_on
                assert old.role in (None, new.role)
                assert old.closed_on in (None, new.closed_on)
            if change.by is By.TIME:
                assert change.on is not None
                assert change.on > TODAY


@MANY
@given(decisions())
def test_what_is_not_within_reach_is_never_the_companys(decision: Decision) -> None:
    for each in advise(decision).sets:
        for change in each.changes:
            fact = CATALOGUE[change.fact]
            if change.known and not fact.within_reach:
                assert change.by is not By.COMPANY
            if not change.known:
                expected = By.COMPANY if "company" in fact.answered_by else By.OUTSIDE
                assert change.by is expected


@MANY
@given(decisions())
def test_the_work_is_bounded(decision: Decision) -> None:
    search = Search(decision)
    for _ in search.found():
        pass
    assert search.steps <= 2 * BOUND


FEW = [*NUMBERS[1:3], *TRUTHS[1:3], TEXTS[0]]
_single: st.SearchStrategy[Condition] = st.one_of(
    st.builds(
        Compare,
        st.sampled_from(NUMBERS[1:3]).map(lambda name: (name,)),
        st.sampled_from(Op),
        st.sampled_from([0, 5, 10]),
    ),
    st.builds(
        Compare,
        st.sampled_from(TRUTHS[1:3]).map(lambda name: (name,)),
        st.just(Op.IS),
        st.booleans(),
    ),
    st.just(Empty(TEXTS[0])),
    st.builds(Known, st.sampled_from(FEW)),
)
_small = st.recursive(
    _single,
    lambda below: st.one_of(
        st.builds(All, st.lists(below, min_size=2, max_size=3).map(tuple)),
        st.builds(AnyOf, st.lists(below, min_size=2, max_size=3).map(tuple)),
        st.builds(Not, below),
    ),
    max_leaves=5,
)
_VALUES: dict[FactName, list[Value]] = {
    **{name: [-1, 0, 1, 4, 5, 6, 9, 10, 11] for name in NUMBERS[1:3]},
    **{name: [True, False] for name in TRUTHS[1:3]},
    TEXTS[0]: ["", "text"],
}


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.tuples(st.one_of(st.just(ALWAYS), _small), _small), min_size=1, max_size=3),
    st.fixed_dictionaries({}, optional={n: st.sampled_from(v) for n, v in _VALUES.items()}),
)
def test_a_smallest_set_is_found_just_where_trying_every_value_finds_one(
    pairs: list[tuple[Condition, Condition]], known: dict[FactName, Value]
) -> None:
    program = made_of(pairs)
    dossier = Dossier("d", "s", TODAY, {name: Stated(value) for name, value in known.items()})
    decision = decided(dossier, program)
    if decision.outcome is Outcome.ELIGIBLE:
        return
    read = {
        name
        for line in program.lines
        for tree in (line.guard, line.requirement)
        for leaf in leaves(tree)
        for name in facts_of(leaf)
    }
    names = [name for name in FEW if name in read]
    least = None
    for values in product(*([None, *_VALUES[name]] for name in names)):
        moved = {
            n: v for n, v in zip(names, values, strict=True) if v is not None and v != known.get(n)
        }
        if least is not None and len(moved) >= least:
            continue
        stated = {**dossier.stated, **{name: Stated(value) for name, value in moved.items()}}
        tried = decided(Dossier("d", "s", TODAY, stated), program)
        if tried.outcome is Outcome.ELIGIBLE:
            least = len(moved)
    found = advise(decision)
    assert found.complete
    assert bool(found.sets) is (least is not None)
    if least is not None:
        assert min(len(each.changes) for each in found.sets) == least


def test_samples_lie_at_the_limits_that_trying_every_value_relies_on() -> None:
    for constant in (0, 5, 10):
        leaf = Compare((NUMBERS[1],), Op.ABOVE, constant)
        assert set(samples(CATALOGUE[NUMBERS[1]], leaf)) <= set(_VALUES[NUMBERS[1]])
