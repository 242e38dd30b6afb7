"""
Duties as a calendar file (RFC 5545): days to ask for evidence, last days, with reminders.
"""

import hashlib
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Alarm, Calendar, Event

from eligibility.awards.agenda import Due, What, due_between
from eligibility.awards.obligations import Obligations
from eligibility.awards.words import object_text, period_text
from eligibility.language import Lang, Text, listed

__all__ = ["REMINDER", "calendar"]

REMINDER = timedelta(days=30)
"""How long before a day its reminder comes."""
_TITLES = {
    What.EVIDENCE: Text("pièces à demander", "evidence to ask for"),
    What.LAST_DAY: Text("dernier jour du devoir", "last day of the duty"),
}


def calendar(every: Iterable[Obligations], lang: Lang, *, stamp: date) -> bytes | None:
    """
    One calendar for all the awards, as the bytes of a file; None where nothing is dated.

    *stamp* is the day it was made. An entry keeps its identity from one making
    to the next, so that a calendar that takes it again does not double it.
    """
    found = Calendar()
    found.add("version", "2.0")
    found.add("prodid", "-//eligibility//duties//FR")
    for each in every:
        for due in due_between(each.award, each.duties, date.min, date.max):
            found.add_component(_event(due, lang, stamp))
    return bytes(found.to_ical()) if found.subcomponents else None


def _event(due: Due, lang: Lang, stamp: date) -> Event:
    clause, title = due.clause, _TITLES[due.what][lang]
    what = listed((object_text(duty.object, lang) for duty in due.duties), lang)
    event = Event()
    identity = f"{due.award.id}\n{clause.id}\n{due.what.value}\n{due.on}"
    event.add("uid", f"{hashlib.sha256(identity.encode()).hexdigest()[:32]}@eligibility")
    event.add("dtstamp", datetime.combine(stamp, time(), UTC))
    event.add("dtstart", due.on)
    event.add("dtend", due.on + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("summary", f"{due.award.id} : {title}, {what}")
    lines = [f"{clause.title[lang]} ({clause.id})", period_text(due.duties[0], lang)]
    if clause.evidence:
        lines.append(Text("Pièces : ", "Evidence: ")[lang] + clause.evidence.text[lang])
    lines.append(f"« {clause.citation.quote} » ({clause.citation.place})")
    event.add("description", "\n".join(lines))
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", f"{due.award.id} : {title}")
    alarm.add("trigger", -REMINDER)
    event.add_component(alarm)
    return event
