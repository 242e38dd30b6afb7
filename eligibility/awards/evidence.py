"""
When to ask for evidence, and whether anyone has looked.

How often is an assumption of the rules: the texts set no frequency.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum

from eligibility.awards.award import Event
from eligibility.awards.duties import DatedDuty
from eligibility.quantities import Span

__all__ = ["Evidence", "days_to_ask", "evidence"]


class Evidence(StrEnum):
    """Whether anyone has looked: nobody, now and then, or in every period that is over."""

    NONE = "none"
    PARTIAL = "partial"
    FULL = "full"


def days_to_ask(duty: DatedDuty, horizon: date | None = None) -> Iterator[date]:
    """
    The days on which evidence is to be asked for: at each interval from the
    start, then on the last day. None without a start.

    A duty whose last day is not known, or that has no end, goes on as long as
    it possibly runs: up to *horizon*, else up to the earliest that it can end.
    """
    start = duty.start.day
    if start is None:
        return
    spec = duty.clause.evidence
    every = spec.every if spec else None
    last = duty.until
    limit = last
    if limit is None:
        latest = duty.end.latest if duty.end else None
        limit = horizon or (duty.end.earliest if duty.end else None)
        limit = min((day for day in (limit, latest) if day), default=None)
    if limit is None:
        return
    count = 1
    while every is not None:
        when = Span(every.count * count, every.unit).after(start)
        if when > limit or when == last:
            break
        yield when
        count += 1
    if last is not None and start <= last:
        yield last


def _looks(duty: DatedDuty, counted: Iterable[Event]) -> Iterator[Event]:
    """The events that show that somebody looked at the object of the duty."""
    kinds = {each.event for each in duty.undertaking.broken_by if duty.object in each.objects}
    for event in counted:
        if event.kind in kinds:
            yield event
        elif event.kind == "checked":
            objects = event.fields.get("objects", ())
            if isinstance(objects, tuple) and duty.object in objects:
                yield event


def evidence(duty: DatedDuty, counted: Iterable[Event], on: date) -> Evidence:
    """Whether anyone looked *on* that day or before, while the duty ran."""
    start, end = duty.start.earliest, duty.end.latest if duty.end else None
    looks = [
        event.on
        for event in _looks(duty, counted)
        if (start is None or event.on >= start) and (end is None or event.on <= end)
    ]
    if not looks:
        return Evidence.NONE
    over = [day for day in days_to_ask(duty, on) if day <= on]
    first = duty.start.day
    if not over or first is None:
        return Evidence.PARTIAL
    begins = [first, *over[:-1]]
    seen = all(
        any(begin <= look <= last for look in looks)
        for begin, last in zip(begins, over, strict=True)
    )
    return Evidence.FULL if seen else Evidence.PARTIAL
