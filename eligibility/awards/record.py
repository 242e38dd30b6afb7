"""
Which of the recorded events count on a day.

Order in the file has no meaning. An event after the day is not known yet,
corrections included; one that a known event replaces does not count, and stays
in the record.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from eligibility.awards.award import Event

__all__ = ["Record", "record"]


@dataclass(frozen=True, slots=True)
class Record:
    """The events that count, in order of day; those replaced, with what replaced them; the later ones."""

    counted: tuple[Event, ...]
    replaced: tuple[tuple[Event, Event], ...]
    later: tuple[Event, ...]

    @property
    def programme_ended(self) -> date | None:
        """The day the programme really ended, where that is recorded."""
        ends = [event.on for event in self.counted if event.kind == "programme_ended"]
        return max(ends, default=None)


def record(events: Iterable[Event], on: date | None) -> Record:
    """
    The record as known *on* that day; everything is known when it is None.

    A correction counts from its own day on, as any event. A withdrawal that is
    itself withdrawn leaves the first event standing.
    """
    ordered = sorted(events, key=_order)
    known = [event for event in ordered if on is None or event.on <= on]
    replaced_by = {event.replaces: event for event in known if event.replaces}

    def stands(event: Event) -> bool:
        by = replaced_by.get(event.id) if event.id else None
        if by is None:
            return True
        if by.kind != "withdrawn" or stands(by):
            return False
        return replaced_by[by.id or ""].kind == "withdrawn"

    fallen = {event.number for event in known if not stands(event)}
    return Record(
        counted=tuple(
            event for event in known if event.number not in fallen and event.kind != "withdrawn"
        ),
        replaced=tuple(
            (event, replaced_by[event.id or ""]) for event in known if event.number in fallen
        ),
        later=tuple(event for event in ordered if event not in known),
    )


def _order(event: Event) -> tuple[date, str, str, str]:
    """By day, then by what is said: never by the place in the file."""
    return event.on, event.kind, event.id or "", repr(sorted(event.fields.items()))
