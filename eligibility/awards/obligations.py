"""
The duties of one award, as they follow from what was agreed and when the programme ended.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from eligibility.awards.award import Award
from eligibility.awards.coherence import warnings
from eligibility.awards.duties import DatedDuty, Dating, DutyDates
from eligibility.awards.monitor import undertakings_of
from eligibility.awards.record import record
from eligibility.errors import Fault
from eligibility.logic import evaluate
from eligibility.rulebook import ReadingId
from eligibility.rulebook.covenant import Covenant

__all__ = ["Obligations", "OtherDuties", "obligations"]


@dataclass(frozen=True, slots=True)
class OtherDuties:
    """Another reading: the duties that have other dates, and those that concern the award no more."""

    reading: ReadingId
    alternative: str
    duties: tuple[DatedDuty, ...]
    absent: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Obligations:
    """Every duty of one award, in rulebook order."""

    award: Award
    covenant: Covenant
    duties: tuple[DatedDuty, ...]
    sensitive_to: tuple[OtherDuties, ...]
    warnings: tuple[Fault, ...]


def obligations(award: Award, covenant: Covenant) -> Obligations:
    """The dated duties of *award*; every recorded event is taken as known."""
    known = record(award.events, None)
    dating = Dating.of(award, covenant.rulebook.region, known.programme_ended)
    dates = DutyDates(dating)
    duties = dates.under(undertakings_of(covenant, award))
    return Obligations(
        award,
        covenant,
        duties,
        tuple(_others(award, covenant, dates, duties)),
        (*award.warnings, *warnings(dating, duties)),
    )


def _others(
    award: Award, covenant: Covenant, dates: DutyDates, duties: tuple[DatedDuty, ...]
) -> Iterable[OtherDuties]:
    usual = {_key(duty): _dates(duty) for duty in duties}
    for choice, undertakings in covenant.variants:
        if evaluate(choice.when, award.facts) is not True:
            continue
        others = dates.under(undertakings)
        changed = tuple(duty for duty in others if usual.get(_key(duty)) != _dates(duty))
        absent = tuple(key for key in usual if key not in {_key(duty) for duty in others})
        if changed or absent:
            yield OtherDuties(choice.reading, choice.alternative, changed, absent)


def _key(duty: DatedDuty) -> tuple[str, str]:
    return duty.clause.id, duty.object


def _dates(duty: DatedDuty) -> tuple[object, ...]:
    return duty.applies, duty.start, duty.end
