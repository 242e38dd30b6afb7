"""More facts never change what is definite."""

from hypothesis import given, settings
from hypothesis import strategies as st

from eligibility.facts import FactName, Value, Words
from eligibility.logic import Condition, Status, evaluate, status
from tests.strategies import WORDS, conditions, facts

Known = dict[FactName, Value]
SETTLED = (Status.MET, Status.NOT_APPLICABLE)


@st.composite
def growing(draw: st.DrawFn) -> tuple[Known, Known]:
    """Facts, and the same facts with holes filled and doubts lifted, in part or wholly."""
    before, more = draw(facts()), draw(facts())
    after: Known = {**more, **before}
    for name, value in before.items():
        if isinstance(value, Words) and value.sure != value.possible:
            room = sorted(set(WORDS if value.possible is None else value.possible) - value.sure)
            if not room:
                continue
            now = value.sure | draw(st.sets(st.sampled_from(room)).map(frozenset))
            left = draw(st.sets(st.sampled_from(room)).map(frozenset))
            after[name] = Words(now, now | left)
    return before, after


@settings(max_examples=200, deadline=None)
@given(conditions, growing())
def test_more_facts_never_change_a_definite_truth(
    node: Condition, known: tuple[Known, Known]
) -> None:
    before, after = (evaluate(node, each) for each in known)
    assert before is None or after is before


@settings(max_examples=200, deadline=None)
@given(conditions, conditions, growing())
def test_more_facts_never_turn_a_clause_round(
    guard: Condition, requirement: Condition, known: tuple[Known, Known]
) -> None:
    before, after = (status(evaluate(guard, each), evaluate(requirement, each)) for each in known)
    if before in SETTLED:
        assert after in SETTLED
    if before is Status.NOT_MET:
        assert after is Status.NOT_MET


@settings(max_examples=120, deadline=None)
@given(conditions, facts(), st.data())
def test_a_hole_never_decides(node: Condition, known: Known, data: st.DataObject) -> None:
    if not known:
        return
    gone = data.draw(st.sampled_from(sorted(known)))
    fewer = {name: value for name, value in known.items() if name != gone}
    assert evaluate(node, fewer) in (None, evaluate(node, known))
