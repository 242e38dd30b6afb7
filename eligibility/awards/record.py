"""
Which of the recorded events count on a day.

Order in the file has no meaning. An event that another one replaces never
counts, and stays in the record; an event after the day is not known yet.
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
    """The record as known *on* that day; everything is known when it is None."""
    ordered = sorted(events, key=_order)
    by_id = {event.id: event for event in ordered if event.id}
    replaced = {by_id[event.replaces].number: event for event in ordered if event.replaces in by_id}
    standing = [event for event in ordered if event.number not in replaced]
    known = [event for event in standing if on is None or event.on <= on]
    return Record(
        counted=tuple(event for event in known if event.kind != "withdrawn"),
        replaced=tuple(
            (event, replaced[event.number]) for event in ordered if event.number in replaced
        ),
        later=tuple(event for event in standing if event not in known),
    )


def _order(event: Event) -> tuple[date, str, str, str]:
    """By day, then by what is said: never by the place in the file."""
    return event.on, event.kind, event.id or "", repr(sorted(event.fields.items()))
