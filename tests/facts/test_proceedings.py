"""Which proceedings are under way: the day before, the day, the day after."""

from datetime import date

import pytest

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
