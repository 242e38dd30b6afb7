"""The day before, the day, the day after: where each duty begins, ends, and is broken."""

from datetime import date, timedelta
from typing import Any

import pytest

from eligibility.awards.monitoring import Consequence
from eligibility.errors import InputError
from tests.awards.making import LONG_AFTER, TOURISM, duty, finding, found, happened

Breaking = tuple[str, dict[str, Any]]
DAY = timedelta(days=1)
SIGNED, STARTS, ENDS = date(2023, 3, 1), date(2023, 4, 1), date(2025, 3, 31)  # the good award's
R2, R3, T29, T30 = "SRDEII-A27-R2", "SRDEII-A27-R3", "SRDTL-47-T29", "SRDTL-47-T30"
R6A, R6B, R7 = "SRDEII-A27-R6a", "SRDEII-A27-R6b", "SRDEII-A27-R7"

NO_JOBS: Breaking = ("job_count", {"jobs": 0})
MOVED: Breaking = ("establishment_moved", {"commune": "75056"})
SOLD: Breaking = ("investment_disposed", {"investment": "I1"})
CEASED: Breaking = ("activity_ceased", {})
CONTROL: Breaking = ("capital_operation", {"affects_control": True})
AWAY: Breaking = ("rnd_performed", {"region": "bretagne", "by": "own"})
STRANGER: Breaking = ("partner_used", {"siren": "000000034"})
NO_PROOF: Breaking = ("rnd_staff_proof", {"accepted": False})

YEARS = {"pme": date(2028, 3, 31), "eti": date(2030, 3, 31), "ge": date(2030, 3, 31)}
ENDING = [
    *(
        pytest.param(clause, name, breaking, scheme | {"company__size": size}, STARTS, last,
                     id=f"{clause[-3:]} {name} {size} {breaking[0]}")
        for clause, scheme in ((R2, {}), (T29, {"scheme": TOURISM}))
        for name, breakings in (("jobs", (NO_JOBS, MOVED)), ("investments", (SOLD, MOVED)))
        for breaking in breakings
        for size, last in YEARS.items()
    ),
    *(
        pytest.param(clause, "activity", breaking, scheme, SIGNED, date(2031, 3, 1),
                     id=f"{clause[-3:]} {breaking[0]}")
        for clause, scheme in ((R3, {}), (T30, {"scheme": TOURISM}))
        for breaking in (CEASED, MOVED)
    ),
    pytest.param(R6A, "rnd_location", AWAY, {}, STARTS, ENDS, id="R6a"),
    pytest.param(R6B, "partners", STRANGER, {}, STARTS, ENDS, id="R6b"),
    pytest.param(R7, "rnd_staff_proof", NO_PROOF, {}, STARTS, ENDS, id="R7"),
]  # fmt: skip
ENDLESS = [
    pytest.param("SRDEII-A27-R4", "control", CONTROL, {}, SIGNED, id="R4"),
    pytest.param("SRDEII-A27-R5", "establishment", MOVED, {}, SIGNED, id="R5"),
    pytest.param("SRDTL-47-T31", "control", CONTROL, {"scheme": TOURISM}, SIGNED, id="T31"),
    pytest.param("SRDTL-47-T32", "establishment", MOVED, {"scheme": TOURISM}, SIGNED, id="T32"),
    pytest.param("SRDEII-A27-R8a", "exploitation", ("exploitation_renounced", {}), {}, STARTS, id="R8a"),
    pytest.param("SRDEII-A27-R8b", "exploitation", ("exploitation_transferred", {"to": "X"}), {}, STARTS, id="R8b"),
]  # fmt: skip


def broken(breaking: Breaking, day: date, **more: Any) -> dict[str, Any]:
    return happened(breaking[0], day, **breaking[1], **more)


@pytest.mark.parametrize(("clause", "name", "breaking", "changes", "first", "last"), ENDING)
def test_an_event_breaks_a_duty_from_its_first_day_to_its_last(
    clause: str, name: str, breaking: Breaking, changes: dict[str, Any], first: date, last: date
) -> None:
    dated = duty(clause, name, **changes)
    assert (dated.start.day, dated.until) == (first, last)
    rows = [(first - DAY, False), (first, True), (last - DAY, True), (last, True)]
    for day, breaks in [*rows, (last + DAY, False)]:
        event = broken(breaking, day)
        each = finding(LONG_AFTER, clause, name, events=[event], **changes)
        assert each.status == ("breached" if breaks else "kept"), day
        assert [event.on for event in each.breaches] == ([day] if breaks else [])
        assert each.consequence == ("clawback_possible" if breaks else "none")


@pytest.mark.parametrize(("clause", "name", "breaking", "changes", "first", "last"), ENDING)
def test_a_duty_is_pending_on_its_last_day_and_kept_the_day_after(
    clause: str, name: str, breaking: Breaking, changes: dict[str, Any], first: date, last: date
) -> None:
    for day, status in [(first - DAY, "pending"), (first, "pending"), (last - DAY, "pending"),
                        (last, "pending"), (last + DAY, "kept")]:  # fmt: skip
        each = finding(day, clause, name, **changes)
        assert (each.status, each.consequence) == (status, Consequence.NONE), day


@pytest.mark.parametrize(("clause", "name", "breaking", "changes", "first"), ENDLESS)
def test_a_duty_without_end_in_the_text_never_ends(
    clause: str, name: str, breaking: Breaking, changes: dict[str, Any], first: date
) -> None:
    dated = duty(clause, name, **changes)
    assert (dated.start.day, dated.until, dated.missing) == (first, None, ())
    for day, breaks in [(first - DAY, False), (first, True), (date(2089, 12, 31), True)]:
        event = broken(breaking, day)
        each = finding(LONG_AFTER, clause, name, events=[event], **changes)
        assert each.status == ("breached" if breaks else "pending"), day
        due = "clawback_due" if "R8" in clause else "clawback_possible"
        assert each.consequence == (due if breaks else "none")


@pytest.mark.parametrize(
    ("clause", "name", "changes", "last"),
    [
        pytest.param(R2, "jobs", {"programme__ends_on": date(2024, 2, 29)}, date(2027, 2, 28), id="29 February and 3 years"),
        pytest.param(R2, "jobs", {"programme__ends_on": date(2024, 2, 29), "company__size": "ge"}, date(2029, 2, 28), id="29 February and 5 years"),
        pytest.param(R3, "activity", {"signed_on": date(2024, 2, 29)}, date(2032, 2, 29), id="29 February and 8 years"),
        pytest.param(T30, "activity", {"scheme": TOURISM, "signed_on": date(2024, 2, 29)}, date(2032, 2, 29), id="29 February and 8 years, tourism"),
        pytest.param(R2, "jobs", {"programme__ends_on": date(2025, 2, 28)}, date(2028, 2, 28), id="28 February into a leap year"),
        pytest.param(R2, "investments", {"programme__ends_on": date(2023, 12, 31), "company__size": "eti"}, date(2028, 12, 31), id="31 December"),
        pytest.param(R6A, "rnd_location", {"programme__ends_on": date(2024, 2, 29)}, date(2024, 2, 29), id="the end itself"),
        pytest.param(R2, "jobs", {"company__size": None, "company__headcount": 249, "company__turnover": 50_000_000}, YEARS["pme"], id="pme by its figures"),
        pytest.param(R2, "jobs", {"company__size": None, "company__headcount": 250, "company__turnover": 1}, YEARS["eti"], id="eti by its figures"),
        pytest.param(R2, "jobs", {"company__size": None, "company__headcount": 250}, YEARS["eti"], id="eti or ge by its figures"),
    ],
)  # fmt: skip
def test_years_run_to_the_same_day_or_to_the_last_day_of_that_month(
    clause: str, name: str, changes: dict[str, Any], last: date
) -> None:
    assert duty(clause, name, **changes).until == last
    assert finding(last, clause, name, **changes).status == "pending"
    assert finding(last + DAY, clause, name, **changes).status == "kept"


@pytest.mark.parametrize(
    ("day", "status"),
    [
        pytest.param(date(2026, 10, 1), "breached", id="year 2"),
        pytest.param(date(2028, 3, 31), "breached", id="last day of 3 years"),
        pytest.param(date(2028, 4, 1), "unknown", id="day after 3 years"),
        pytest.param(date(2028, 10, 1), "unknown", id="year 4"),
        pytest.param(date(2030, 3, 31), "unknown", id="last day of 5 years"),
        pytest.param(date(2030, 4, 1), "kept", id="day after 5 years"),
        pytest.param(date(2030, 10, 1), "kept", id="year 6"),
    ],
)
@pytest.mark.parametrize(("name", "breaking"), [("jobs", NO_JOBS), ("investments", SOLD)])
def test_an_unknown_size_leaves_unknown_only_what_depends_on_it(
    name: str, breaking: Breaking, day: date, status: str
) -> None:
    each = finding(LONG_AFTER, R2, name, company__size=None, events=[broken(breaking, day)])
    assert each.status == status
    assert each.missing == (("company.size",) if status == "unknown" else ())
    assert (each.duty.until, each.duty.missing) == (None, ("company.size",))


@pytest.mark.parametrize(
    ("on", "status"),
    [(date(2028, 3, 31), "pending"), (date(2028, 4, 1), "unknown"),
     (date(2030, 3, 31), "unknown"), (date(2030, 4, 1), "kept")],
)  # fmt: skip
def test_without_a_size_nobody_can_say_whether_the_duty_still_runs(on: date, status: str) -> None:
    assert finding(on, R2, "jobs", company__size=None).status == status


@pytest.mark.parametrize("on", [date(2026, 4, 1), date(2026, 4, 2), date(2035, 1, 1)])
def test_a_programme_not_known_to_have_ended_leaves_the_duty_running(on: date) -> None:
    """It has no stated end: pending, with what is missing, and never over."""
    found = finding(on, R2, "jobs", programme__ends_on=None)
    assert found.status == "pending"
    assert found.missing == ("programme.ends_on",)


@pytest.mark.parametrize(
    ("day", "status"),
    [
        pytest.param(STARTS - DAY, "pending", id="before the start"),
        pytest.param(STARTS, "breached", id="first day"),
        pytest.param(date(2026, 4, 1), "breached", id="3 years from the start"),
        pytest.param(date(2026, 4, 2), "unknown", id="3 years may be over"),
    ],
)
def test_an_event_breaks_for_sure_only_where_the_duty_runs_for_sure(day: date, status: str) -> None:
    changes: dict[str, Any] = {"programme__ends_on": None, "events": [broken(SOLD, day)]}
    each = finding(day, R2, "investments", **changes)
    assert each.status == status
    assert (each.duty.until, each.duty.missing) == (None, ("programme.ends_on",))


@pytest.mark.parametrize(
    ("ended", "last"),
    [
        pytest.param(date(2024, 10, 31), date(2027, 10, 31), id="earlier than planned"),
        pytest.param(date(2025, 12, 31), date(2028, 12, 31), id="later than planned"),
    ],
)
def test_lengths_count_from_the_day_the_programme_really_ended(ended: date, last: date) -> None:
    end = happened("programme_ended", ended)
    assert duty(R2, "investments", events=[end]).until == last
    assert duty(R6A, "rnd_location", events=[end]).until == ended
    for day, status in [(last, "breached"), (last + DAY, "kept")]:
        events = [end, broken(SOLD, day)]
        assert finding(LONG_AFTER, R2, "investments", events=events).status == status


def test_an_event_is_known_from_its_own_day_on() -> None:
    events = [happened("programme_ended", date(2025, 12, 31)), broken(SOLD, date(2026, 6, 1))]
    for on, until, status in [
        (date(2025, 12, 30), date(2028, 3, 31), "pending"),
        (date(2025, 12, 31), date(2028, 12, 31), "pending"),
        (date(2026, 5, 31), date(2028, 12, 31), "pending"),
        (date(2026, 6, 1), date(2028, 12, 31), "breached"),
    ]:
        each = finding(on, R2, "investments", events=events)
        assert (each.duty.until, each.status) == (until, status), on


UNSPLIT = {"jobs": 12, "jobs_kept": None, "jobs_created": None}
NO_END = {"programme__ends_on": None}


@pytest.mark.parametrize(
    ("day", "count", "changes", "status", "missing"),
    [
        pytest.param(ENDS, 9.99, {}, "breached", (), id="last day, fewer than kept"),
        pytest.param(ENDS, 10, {}, "pending", (), id="last day, as many as kept"),
        pytest.param(ENDS + DAY, 11.99, {}, "breached", (), id="after, fewer than the sum"),
        pytest.param(ENDS + DAY, 12, {}, "pending", (), id="after, as many as the sum"),
        pytest.param(ENDS, 11, UNSPLIT, "unknown", ("jobs_kept",), id="last day, not split"),
        pytest.param(ENDS, 0, UNSPLIT, "unknown", ("jobs_kept",), id="last day, none of a sum"),
        pytest.param(ENDS, 12, UNSPLIT, "pending", (), id="last day, enough for any split"),
        pytest.param(ENDS + DAY, 11, UNSPLIT, "breached", (), id="after, fewer than a bare sum"),
        pytest.param(ENDS + DAY, 12, UNSPLIT, "pending", (), id="after, as many as a bare sum"),
        pytest.param(ENDS, 9, {"jobs_created": None}, "breached", (), id="last day, kept alone"),
        pytest.param(ENDS + DAY, 9, {"jobs_created": None}, "breached", (), id="after, kept alone"),
        pytest.param(ENDS + DAY, 10, {"jobs_created": None}, "unknown", ("jobs",), id="after, sum unknown"),
        pytest.param(ENDS, 1, {"jobs_kept": None}, "unknown", ("jobs_kept",), id="last day, created alone"),
        pytest.param(ENDS + DAY, 1, {"jobs_kept": None}, "breached", (), id="after, fewer than created"),
        pytest.param(ENDS + DAY, 2, {"jobs_kept": None}, "unknown", ("jobs",), id="after, kept unknown"),
        pytest.param(STARTS, 11, NO_END, "pending", (), id="first day is before any end"),
        pytest.param(ENDS, 9, NO_END, "breached", (), id="end unknown, too few anyway"),
        pytest.param(ENDS, 11, NO_END, "unknown", ("programme.ends_on",), id="end unknown, between"),
    ],
)  # fmt: skip
def test_only_kept_jobs_count_until_the_programme_ends_and_all_of_them_after(
    day: date, count: float, changes: dict[str, Any], status: str, missing: tuple[str, ...]
) -> None:
    events = [happened("job_count", day, jobs=count)]
    each = finding(day, R2, "jobs", events=events, **changes)
    assert each.status == status
    if status != "pending":  # a pending duty may lack its last day
        assert each.missing == missing


@pytest.mark.parametrize(
    ("day", "status"),
    [(date(2025, 4, 1), "pending"), (date(2025, 12, 31), "pending"), (date(2026, 1, 1), "breached")],
)  # fmt: skip
def test_jobs_follow_the_real_end_of_the_programme(day: date, status: str) -> None:
    events = [happened("programme_ended", date(2025, 12, 31)), happened("job_count", day, jobs=11)]
    assert finding(date(2026, 1, 1), R2, "jobs", events=events).status == status


def test_a_replaced_event_never_counts_from_the_day_of_the_correction_on() -> None:
    wrong = broken(SOLD, date(2024, 6, 1), id="E1")
    moved = broken(SOLD, date(2024, 9, 1), id="E2", replaces="E1")
    gone = happened("withdrawn", date(2024, 10, 1), replaces="E2")
    slip = happened("withdrawn", date(2024, 10, 1), id="W1", replaces="E1")
    undone = happened("withdrawn", date(2024, 11, 1), replaces="W1")
    for on, events, days in [
        (date(2024, 6, 1), [wrong], [date(2024, 6, 1)]),
        (date(2024, 8, 31), [wrong, moved], [date(2024, 6, 1)]),
        (date(2024, 9, 1), [wrong, moved], [date(2024, 9, 1)]),
        (LONG_AFTER, [wrong, moved], [date(2024, 9, 1)]),
        (LONG_AFTER, [gone, moved, wrong], []),
        (LONG_AFTER, [undone, slip, wrong], [date(2024, 6, 1)]),
        (LONG_AFTER, [slip, wrong], []),
    ]:
        each = finding(on, R2, "investments", events=events)
        assert [event.on for event in each.breaches] == days


def test_the_first_breach_comes_first_whatever_the_order_of_the_file() -> None:
    events = [broken(SOLD, date(2024, month, 1)) for month in (9, 5, 7)]
    each = finding(LONG_AFTER, R2, "investments", events=events)
    assert [event.on.month for event in each.breaches] == [5, 7, 9]


def test_a_clause_that_does_not_concern_the_award_has_no_finding() -> None:
    few = found(LONG_AFTER, innovation=False, jobs_kept=0, jobs_created=0, investments=[])
    assert [each.key[0][-2:] for each in few.findings] == ["R3", "R4", "R5"]
    tourism = found(LONG_AFTER, scheme=TOURISM)
    assert {each.key[0] for each in tourism.findings} == {f"SRDTL-47-T{n}" for n in range(29, 33)}


def test_whether_it_is_an_innovation_aid_decides_on_research_duties() -> None:
    each = finding(ENDS, R6A, "rnd_location", innovation=None, events=[broken(AWAY, STARTS)])
    assert (each.status, each.missing, each.consequence) == ("unknown", ("innovation",), "none")


def test_a_partner_left_empty_in_the_list_is_not_known_and_makes_no_breach() -> None:
    events = [happened("partner_used", STARTS, siren="000000026")]
    try:
        each = finding(ENDS, R6B, "partners", partners=[None], events=events)
    except InputError:
        return  # as good: the file is told not to leave one empty
    assert each.status == "unknown"
