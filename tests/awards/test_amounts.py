"""What may be asked back: the whole aid or the part that the convention says, once for each event."""

from datetime import date
from typing import Any

import pytest

from tests.awards.making import LONG_AFTER, finding, found, happened

R2, R3, R5 = "SRDEII-A27-R2", "SRDEII-A27-R3", "SRDEII-A27-R5"
BEFORE, AFTER = date(2024, 6, 1), date(2026, 6, 1)  # the end of the programme
WHOLE = 12_000_000

SHARE = {"convention__pro_rata": {"jobs": "share", "investments": "share"}}
TIME = {"convention__pro_rata": {"jobs": "time", "investments": "time", "activity": "time"}}


def posts(count: float, on: date = BEFORE) -> dict[str, Any]:
    return happened("job_count", on, jobs=count)


def sold(name: str, on: date = BEFORE) -> dict[str, Any]:
    return happened("investment_disposed", on, investment=name)


def ceased(on: date) -> dict[str, Any]:
    return happened("activity_ceased", on)


def moved(on: date = BEFORE) -> dict[str, Any]:
    return happened("establishment_moved", on, commune="75056")


def control(on: date = BEFORE) -> dict[str, Any]:
    return happened("capital_operation", on, affects_control=True)


def cents(clause: str, name: str, **changes: Any) -> int | None:
    clawback = finding(LONG_AFTER, clause, name, **changes).clawback
    return clawback.cents if clawback else None


@pytest.mark.parametrize(
    ("name", "events"),
    [("jobs", [posts(9)]), ("investments", [sold("I2")]), ("jobs", [moved()])],
)
def test_the_whole_aid_is_at_stake_where_the_convention_has_no_pro_rata(
    name: str, events: list[dict[str, Any]]
) -> None:
    assert cents(R2, name, events=events) == WHOLE
    assert cents(R2, name, events=events, convention__pro_rata={"activity": "time"}) == WHOLE


@pytest.mark.parametrize(
    ("day", "left"),
    [
        # The duty lasts 2 923 days, from 1 March 2023 to 1 March 2031, both included.
        pytest.param(date(2023, 3, 1), 2923, id="first day"),
        pytest.param(date(2023, 3, 2), 2922, id="second day"),
        pytest.param(date(2027, 3, 1), 1462, id="half way"),
        pytest.param(date(2031, 2, 28), 2, id="day before the last"),
        pytest.param(date(2031, 3, 1), 1, id="last day"),
    ],
)
def test_time_counts_the_days_left_of_all_days(day: date, left: int) -> None:
    found_cents = cents(R3, "activity", events=[ceased(day)], **TIME)
    assert found_cents == (2 * WHOLE * left + 2923) // (2 * 2923)  # half up


def test_time_counts_from_the_first_breach_alone() -> None:
    first, second = ceased(date(2031, 2, 28)), ceased(date(2031, 3, 1))
    both = cents(R3, "activity", events=[second, first], **TIME)
    assert both == cents(R3, "activity", events=[first], **TIME)


@pytest.mark.parametrize(
    ("events", "part", "of"),
    [
        pytest.param([posts(9)], 1, 12, id="one post of twelve, ten to keep"),
        pytest.param([posts(9, AFTER)], 3, 12, id="three posts of twelve, all to keep"),
        pytest.param([posts(9.5)], 1, 24, id="half a post"),
        pytest.param([posts(9), posts(7, date(2024, 9, 1))], 3, 12, id="the most that lacked"),
        pytest.param([posts(7), posts(9, date(2024, 9, 1))], 3, 12, id="the most, at first"),
        pytest.param([posts(0, AFTER)], 1, 1, id="every post"),
        pytest.param([posts(9), moved(AFTER)], 1, 1, id="all is lost with a move"),
    ],
)
def test_a_share_of_jobs_is_the_greatest_part_that_lacked(
    events: list[dict[str, Any]], part: int, of: int
) -> None:
    assert cents(R2, "jobs", events=events, **SHARE) == WHOLE * part // of


@pytest.mark.parametrize(
    ("events", "asked"),
    [
        pytest.param([sold("I1")], 8_000_000, id="two thirds"),
        pytest.param([sold("I2")], 4_000_000, id="one third"),
        pytest.param([sold("I2"), sold("I2", AFTER)], 4_000_000, id="the same one twice"),
        pytest.param([sold("I1"), sold("I2", AFTER)], WHOLE, id="both"),
        pytest.param([moved()], WHOLE, id="all is lost with a move"),
    ],
)
def test_a_share_of_investments_is_what_is_gone(events: list[dict[str, Any]], asked: int) -> None:
    assert cents(R2, "investments", events=events, **SHARE) == asked


@pytest.mark.parametrize(
    ("aid", "count", "asked"),
    [
        pytest.param(100, 6, 3333, id="a third"),
        pytest.param(100, 2, 6667, id="two thirds"),
        pytest.param(0.01, 4, 1, id="half a cent is a cent"),
        pytest.param(0.01, 5, 0, id="less than half a cent is none"),
        pytest.param(0.03, 4, 2, id="one cent and a half is two"),
        pytest.param(90071992547409.91, 9, 750599937895083, id="the greatest amount, exactly"),
        pytest.param(0, 9, 0, id="no aid"),
    ],
)
def test_cents_are_exact_and_rounded_half_up_once(aid: float, count: int, asked: int) -> None:
    assert cents(R2, "jobs", amount=aid, events=[posts(count)], **SHARE) == asked


@pytest.mark.parametrize(
    ("events", "changes", "total"),
    [
        pytest.param([], {}, 0, id="nothing happened"),
        pytest.param([moved()], {}, WHOLE, id="one move that breaks four duties"),
        pytest.param([ceased(AFTER), control()], {}, WHOLE, id="two wholes are capped"),
        pytest.param([posts(9), sold("I1")], SHARE, 9_000_000, id="two parts add up"),
        pytest.param([posts(0), sold("I1")], SHARE, WHOLE, id="two parts are capped"),
        pytest.param([posts(9), ceased(AFTER)], SHARE, WHOLE, id="a part and the whole"),
        pytest.param([moved(AFTER)], TIME, WHOLE, id="one event counts at its highest"),
        pytest.param([moved(date(2022, 1, 1))], {}, 0, id="an event outside every duty"),
    ],
)
def test_the_total_counts_an_event_once_and_never_exceeds_the_aid(
    events: list[dict[str, Any]], changes: dict[str, Any], total: int
) -> None:
    assert found(LONG_AFTER, events=events, **changes).total == total


def test_one_move_is_found_under_every_duty_that_it_breaks() -> None:
    breached = [each for each in found(LONG_AFTER, events=[moved()]).findings if each.breaches]
    assert [each.key for each in breached] == [
        (R2, "jobs"),
        (R2, "investments"),
        (R3, "activity"),
        (R5, "establishment"),
    ]
    assert all(each.clawback and each.clawback.cents == WHOLE for each in breached)


@pytest.mark.parametrize(
    ("name", "events", "changes", "missing"),
    [
        pytest.param("jobs", [posts(9)], {"amount": None}, ("amount",), id="aid not known"),
        pytest.param(
            "jobs", [posts(9)], {"jobs_created": None, **SHARE}, ("jobs",), id="posts not known"
        ),
        pytest.param(
            "investments",
            [sold("I1")],
            {"investments": [{"id": "I1", "amount": 1}, {"id": "I2"}], **SHARE},
            ("investments.I2.amount",),
            id="an investment not known",
        ),
        pytest.param(
            "jobs", [posts(9)], {"company__size": None, **TIME}, ("company.size",), id="no last day"
        ),
    ],
)
def test_an_amount_that_cannot_be_counted_is_null_with_what_is_missing(
    name: str, events: list[dict[str, Any]], changes: dict[str, Any], missing: tuple[str, ...]
) -> None:
    each = finding(LONG_AFTER, R2, name, events=events, **changes)
    assert each.status == "breached"
    assert each.clawback is not None
    assert (each.clawback.cents, each.missing) == (None, missing)
    assert found(LONG_AFTER, events=events, **changes).total is None


def test_a_part_of_time_cannot_be_counted_where_the_text_sets_no_end() -> None:
    changes: dict[str, Any] = {"convention__pro_rata": {"control": "time"}, "events": [control()]}
    assert cents("SRDEII-A27-R4", "control", **changes) is None
    assert found(LONG_AFTER, **changes).total is None
