"""Which proceedings are under way: the day before, the day, the day after."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.facts import Words
from eligibility.facts.catalogue import View
from eligibility.facts.proceedings import Proceeding, under_way

DAY = date(2023, 2, 1)
BEFORE, AFTER = date(2023, 1, 31), date(2023, 2, 2)


@pytest.mark.parametrize(
    ("opened", "closed", "expected"),
    [
        (None, None, True),
        (BEFORE, None, True),
        (DAY, None, True),
        (AFTER, None, False),
        (None, BEFORE, False),
        (None, DAY, False),
        (None, AFTER, True),
        (BEFORE, AFTER, True),
        (BEFORE, DAY, False),
    ],
)
def test_from_the_opening_to_the_day_before_the_close(
    opened: date | None, closed: date | None, expected: bool
) -> None:
    found = under_way([Proceeding("civil", None, opened, closed)], DAY)
    assert found == Words.exactly(frozenset({"civil"} if expected else ()))


@pytest.mark.parametrize(
    ("kind", "role", "sure", "possible"),
    [
        ("civil", "defendant", True, True),
        ("civil", "claimant", False, False),
        ("civil", None, False, True),
        ("sauvegarde", None, True, True),
        ("sauvegarde", "claimant", True, True),
    ],
)
def test_as_defendant_an_unstated_role_is_in_doubt_and_insolvency_always_counts(
    kind: str, role: str | None, sure: bool, possible: bool
) -> None:
    found = under_way([Proceeding(kind, role)], DAY, View.AS_DEFENDANT)
    assert found.sure == frozenset({kind} if sure else ())
    assert found.possible == frozenset({kind} if possible else ())


@pytest.mark.parametrize(
    ("plan", "counts"), [(BEFORE, False), (DAY, False), (AFTER, True), (None, True)]
)
def test_a_plan_ends_it_from_its_day_on_only_in_that_view(plan: date | None, counts: bool) -> None:
    proceeding = Proceeding("sauvegarde", None, None, None, plan)
    assert under_way([proceeding], DAY).sure == {"sauvegarde"}
    assert bool(under_way([proceeding], DAY, View.PLAN_ENDS_IT).sure) is counts


def test_no_proceedings_is_known_to_be_none() -> None:
    assert under_way([], DAY) == Words.exactly(frozenset())


_days = st.none() | st.integers(-2, 2).map(lambda step: DAY + timedelta(step))
_proceedings = st.builds(
    Proceeding,
    st.sampled_from(["sauvegarde", "liquidation_judiciaire", "civil", "tax"]),
    st.sampled_from([None, "claimant", "defendant"]),
    _days,
    _days,
    _days,
)


@given(st.lists(_proceedings, max_size=5), st.sampled_from([None, *View]))
def test_the_sets_are_those_of_an_independent_count(
    given_list: list[Proceeding], view: View | None
) -> None:
    """Day by day, kind by kind: a second way to say the same."""
    days = [DAY + timedelta(step) for step in range(-3, 4)]

    def certainty(each: Proceeding) -> int:
        open_days = {d for d in days if each.opened_on is None or d >= each.opened_on}
        open_days -= {d for d in days if each.closed_on is not None and d >= each.closed_on}
        if view is View.PLAN_ENDS_IT:
            open_days -= {d for d in days if each.plan_adopted_on and d >= each.plan_adopted_on}
        if DAY not in open_days:
            return 0
        if view is not View.AS_DEFENDANT or each.kind in ("sauvegarde", "liquidation_judiciaire"):
            return 2
        return {"claimant": 0, None: 1, "defendant": 2}[each.role]

    best: dict[str, int] = {}
    for each in given_list:
        best[each.kind] = max(best.get(each.kind, 0), certainty(each))
    assert under_way(given_list, DAY, view) == Words(
        frozenset(kind for kind, sure in best.items() if sure == 2),
        frozenset(kind for kind, sure in best.items() if sure >= 1),
    )
