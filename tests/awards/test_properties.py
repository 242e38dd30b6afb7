"""What holds for every award, whatever happened to it and whatever is not known of it."""

from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from eligibility.awards.award import Award, Event
from eligibility.awards.covenants import Covenants
from eligibility.awards.monitor import monitor
from eligibility.awards.monitoring import DutyStatus, Monitoring
from eligibility.awards.obligations import obligations
from eligibility.engines.joins import Joins
from eligibility.quantities import Span
from eligibility.rulebook import load_region
from tests.awards.strategies import awards, days, happenings, maybe, numbered

JOINS = Joins()


@cache
def covenants() -> Covenants:
    rules = Path(__file__).parents[2] / "rules" / "occitanie"
    return Covenants(load_region(rules, cached=False))


def found(award: Award, on: date) -> Monitoring:
    return monitor(award, covenants().of(award), on=on, matcher=JOINS)


def said(monitoring: Monitoring) -> list[Any]:
    """What is found, without the places of events in the file."""
    return [
        (
            *each.key,
            each.status,
            each.consequence,
            each.evidence,
            each.clawback.cents if each.clawback else None,
            [(event.on, event.kind) for event in each.breaches],
        )
        for each in monitoring.findings
    ] + [
        monitoring.total,
        [(each.reading, each.alternative, each.total) for each in monitoring.sensitive_to],
    ]


@given(days, st.integers(1, 20), st.sampled_from(["day", "month", "year"]))
def test_a_longer_period_never_ends_earlier(start: date, count: int, unit: str) -> None:
    assert Span(count, unit).after(start) <= Span(count + 1, unit).after(start)


@given(awards(), st.integers(0, 2000))
def test_a_later_programme_end_never_shortens_a_duty(award: Award, later: int) -> None:
    ends = award.programme.ends_on
    assume(ends is not None)
    assert ends is not None
    bare = replace(award, events=())
    postponed = replace(
        bare, programme=replace(bare.programme, ends_on=ends + timedelta(days=later))
    )
    before = {d.clause.id + d.object: d for d in obligations(bare, covenants().of(bare)).duties}
    for duty in obligations(postponed, covenants().of(bare)).duties:
        was = before[duty.clause.id + duty.object]
        if was.end is None or duty.end is None:
            assert was.end is duty.end
            continue
        for old, new in ((was.end.earliest, duty.end.earliest), (was.end.latest, duty.end.latest)):
            assert (old is None) == (new is None)
            assert old is None or new is None or old <= new


@given(awards(), days, st.randoms(use_true_random=False))
def test_the_order_of_events_in_the_file_does_not_matter(award: Award, on: date, luck: Any) -> None:
    mixed = list(award.events)
    luck.shuffle(mixed)
    assert said(found(award, on)) == said(found(replace(award, events=numbered(mixed)), on))


@given(awards(), days, happenings(), maybe(days))
def test_an_event_after_the_last_day_changes_no_status(
    award: Award, on: date, event: Event, _: Any
) -> None:
    """Nor before the first one: only what falls into a window can touch a duty."""
    more = replace(award, events=numbered([*award.events, event]))
    before, after = found(award, on), found(more, on)
    for was, now in zip(before.findings, after.findings, strict=True):
        start, end = was.duty.start.earliest, was.duty.end.latest if was.duty.end else None
        outside = (end is not None and event.on > end) or (start is not None and event.on < start)
        if outside or event.on > on:
            assert (was.status, was.consequence, was.breaches) == (
                now.status,
                now.consequence,
                now.breaches,
            )


@given(awards(), days, st.data())
def test_removing_an_event_never_adds_a_breach(award: Award, on: date, data: Any) -> None:
    """But for the end of the programme, which says how many jobs are to be kept."""
    plain = [event for event in award.events if event.kind != "programme_ended"]
    assume(plain)
    gone = data.draw(st.sampled_from(plain))
    fewer = numbered([event for event in award.events if event is not gone])
    breached = {each.key for each in found(award, on).with_status(DutyStatus.BREACHED)}
    rest = found(replace(award, events=fewer), on).with_status(DutyStatus.BREACHED)
    assert {each.key for each in rest} <= breached


@given(awards(), days)
def test_the_total_never_exceeds_the_aid_paid(award: Award, on: date) -> None:
    asked = found(award, on)
    if asked.total is not None:
        assert asked.total >= 0
        assert award.amount is None or asked.total <= award.amount
    for each in asked.sensitive_to:
        assert each.total is None or award.amount is None or each.total <= award.amount


@given(awards(), days, days)
def test_a_breach_once_known_stays_known(award: Award, on: date, other: date) -> None:
    """Later days add events and never take a breach away, unless the programme's end is one of them."""
    assume(all(event.kind != "programme_ended" for event in award.events))
    early, late = sorted((on, other))
    before = {each.key for each in found(award, early).with_status(DutyStatus.BREACHED)}
    after = {each.key for each in found(award, late).with_status(DutyStatus.BREACHED)}
    assert before <= after


@settings(max_examples=200)
@given(awards(), days, st.data())
def test_knowing_more_never_turns_a_breach_into_none_or_the_contrary(
    award: Award, on: date, data: Any
) -> None:
    """What was unknown may be settled either way; what was settled stays."""
    known = award
    if award.size is None and not award.facts:
        known = replace(known, size=data.draw(st.sampled_from(["pme", "eti", "ge"])))
    if award.innovation is None:
        known = replace(known, innovation=data.draw(st.booleans()))
    if award.partners is None:
        known = replace(known, partners=("000000026",))
    if award.jobs is None and award.jobs_kept is None and award.jobs_created is None:
        kept = data.draw(st.sampled_from([500, 1000]))
        known = replace(known, jobs=kept + 200, jobs_kept=kept, jobs_created=200)
    before = {each.key: each for each in found(award, on).findings}
    after = {each.key: each for each in found(known, on).findings}
    for key, was in before.items():
        now = after.get(key)
        if was.status is DutyStatus.BREACHED:
            assert now is not None
            assert now.status is DutyStatus.BREACHED
        if was.status is DutyStatus.KEPT and now is not None:
            assert now.status is DutyStatus.KEPT
