"""
What may be asked back for a breach: the whole aid, or the part that the convention says.

The texts say "le remboursement de l'aide", "le reversement de l'aide": the
whole. A part is counted only where the convention states how (`pro_rata`);
cents are exact, and rounded half up once, at the end.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from eligibility.awards.award import Award, Event
from eligibility.awards.duties import DatedDuty, Dating
from eligibility.awards.jobs import posts_to_keep
from eligibility.quantities import rounded

__all__ = ["Basis", "Clawback", "clawback", "total"]

Basis = str
"""`whole`, `time` or `share`."""


@dataclass(frozen=True, slots=True)
class Clawback:
    """
    An amount with its working: *cents* = aid x *part* / *of*, where counted.

    *cents* is None where it cannot be computed; *missing* then says what
    lacks. *part* and *of* are days for `time`; hundredths of posts, or cents
    invested, for `share`.
    """

    basis: Basis
    cents: int | None
    part: int | None = None
    of: int | None = None
    missing: tuple[str, ...] = ()


def clawback(dating: Dating, duty: DatedDuty, breaches: tuple[Event, ...]) -> Clawback:
    """What may be asked back for *breaches* of *duty*, the first one first; there is at least one."""
    award = dating.award
    basis = award.pro_rata.get(duty.object, "whole")
    paid = () if award.amount is not None else ("amount",)
    if basis == "whole":
        return Clawback("whole", award.amount, missing=paid)
    if basis == "time":
        part, of, missing = _time_left(duty, breaches[0])
    else:
        part, of, missing = _share_lost(dating, duty, breaches)
    missing = (*paid, *missing)
    if missing or not of or part is None or award.amount is None:
        return Clawback(basis, None, part, of, missing)
    cents = rounded(Fraction(award.amount * part, of), 0)
    return Clawback(basis, cents, part, of)


_Part = tuple[int | None, int | None, tuple[str, ...]]


def _time_left(duty: DatedDuty, breach: Event) -> _Part:
    """Days from the breach to the last day, of all the days of the duty; both ends included."""
    start, end = duty.start.day, duty.end.day if duty.end else None
    if start is None or end is None:
        return None, None, duty.missing
    return (end - breach.on).days + 1, (end - start).days + 1, ()


def _share_lost(dating: Dating, duty: DatedDuty, breaches: tuple[Event, ...]) -> _Part:
    """The greatest share of the aided posts that lacked, or the investments that are gone."""
    if any(event.kind == "establishment_moved" for event in breaches):
        return 1, 1, ()
    if duty.object == "jobs":
        return _posts_lost(dating, breaches)
    gone = {event.fields.get("investment") for event in breaches}
    every = dating.award.investments or ()
    missing = tuple(f"investments.{each.id}.amount" for each in every if each.amount is None)
    if missing:
        return None, None, missing
    return (
        sum(each.amount or 0 for each in every if each.id in gone),
        sum(each.amount or 0 for each in every),
        (),
    )


def _posts_lost(dating: Dating, breaches: tuple[Event, ...]) -> _Part:
    award = dating.award
    if award.jobs is None:
        return None, None, ("jobs",)
    lacking = (
        posts_to_keep(award, dating.programme_end, event.on).least - int(str(event.fields["jobs"]))
        for event in breaches
    )
    return max(lacking), award.jobs, ()


def total(award: Award, found: Iterable[tuple[Event, Clawback]]) -> int | None:
    """
    The most that may be asked back in all, in cents: one event counts once, at
    its highest, different events add up, and never more than the aid paid.
    None where an amount that matters cannot be computed.
    """
    highest: dict[int, int] = {}
    whole = True
    for event, each in found:
        if each.cents is None:
            whole = False
        else:
            highest[event.number] = max(highest.get(event.number, 0), each.cents)
    asked = sum(highest.values())
    if award.amount is not None and asked >= award.amount:
        return award.amount
    return asked if whole else None
