"""The day before, the day, the day after: where each duty begins, ends, and is broken."""

from datetime import date, timedelta
from typing import Any

import pytest

from eligibility.awards.monitoring import Consequence
from tests.awards.making import LONG_AFTER, TOURISM, duty, finding, found, happened

DAY = timedelta(days=1)
SIGNED, STARTS, ENDS = date(2023, 3, 1), date(2023, 4, 1), date(2025, 3, 31)  # the good award's
R2, R3, T29, T30 = "SRDEII-A27-R2", "SRDEII-A27-R3", "SRDTL-47-T29", "SRDTL-47-T30"
R6A, R6B, R7 = "SRDEII-A27-R6a", "SRDEII-A27-R6b", "SRDEII-A27-R7"

NO_JOBS = ("job_count", {"jobs": 0})
MOVED = ("establishment_moved", {"commune": "75056"})
SOLD = ("investment_disposed", {"investment": "I1"})
CEASED: tuple[str, dict[str, Any]] = ("activity_ceased", {})
AWAY = ("rnd_performed", {"region": "bretagne", "by": "own"})
STRANGER = ("partner_used", {"siren": "000000034"})
NO_PROOF = ("rnd_staff_proof", {"accepted": False})

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
    pytest.param("SRDEII-A27-R4", "control", ("capital_operation", {"affects_control": True}), {}, SIGNED, id="R4"),
    pytest.param("SRDEII-A27-R5", "establishment", MOVED, {}, SIGNED, id="R5"),
    pytest.param("SRDTL-47-T31", "control", ("capital_operation", {"affects_control": True}), {"scheme": TOURISM}, SIGNED, id="T31"),
    pytest.param("SRDTL-47-T32", "establishment", MOVED, {"scheme": TOURISM}, SIGNED, id="T32"),
    pytest.param("SRDEII-A27-R8a", "exploitation", ("exploitation_renounced", {}), {}, STARTS, id="R8a"),
    pytest.param("SRDEII-A27-R8b", "exploitation", ("exploitation_transferred", {"to": "X"}), {}, STARTS, id="R8b"),
]  # fmt: skip
Breaking = tuple[str, dict[str, Any]]


@pytest.mark.parametrize(("clause", "name", "breaking", "changes", "first", "last"), ENDING)
def test_an_event_breaks_a_duty_from_its_first_day_to_its_last(
    clause: str, name: str, breaking: Breaking, changes: dict[str, Any], first: date, last: date
) -> None:
    dated = duty(clause, name, **changes)
    assert (dated.start.day, dated.until) == (first, last)
    rows = [(first - DAY, False), (first, True), (last - DAY, True), (last, True)]
    for day, breaks in [*rows, (last + DAY, False)]:
        event = happened(breaking[0], day, **breaking[1])
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
        event = happened(breaking[0], day, **breaking[1])
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
    each = finding(
        LONG_AFTER,
        R2,
        name,
        company__size=None,
        events=[happened(breaking[0], day, **breaking[1])],
    )
    assert each.status == status
    assert each.missing == (("company.size",) if status == "unknown" else ())
    assert each.duty.until is None
    assert each.duty.missing == ("company.size",)


@pytest.mark.parametrize(
    ("on", "status"),
    [(date(2028, 3, 31), "pending"), (date(2028, 4, 1), "unknown"),
     (date(2030, 3, 31), "unknown"), (date(2030, 4, 1), "kept")],
)  # fmt: skip
def test_without_a_size_nobody_can_say_whether_the_duty_still_runs(on: date, status: str) -> None:
    assert finding(on, R2, "jobs", company__size=None).status == status


@pytest.mark.parametrize(
    ("day", "status"),
    [
        pytest.param(STARTS - DAY, "pending", id="before the start"),
        pytest.param(STARTS, "breached", id="first day"),
        pytest.param(date(2026, 4, 1), "breached", id="3 years from the start"),
        pytest.param(date(2026, 4, 2), "unknown", id="the programme may have ended long ago"),
    ],
)
def test_an_unknown_programme_end_leaves_a_sure_part_and_an_unsure_one(
    day: date, status: str
) -> None:
    each = finding(
        LONG_AFTER, R2, "investments", programme__ends_on=None, events=[happened(*_on(SOLD, day))]
    ) if False else finding(
        LONG_AFTER, R2, "investments", programme__ends_on=None,
        events=[happened(SOLD[0], day, **SOLD[1])],
    )  # fmt: skip
    assert each.status == status
    assert each.duty.until is None
    assert each.duty.missing == ("programme.ends_on",)
