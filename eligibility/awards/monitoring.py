"""
What is found for one award on one day: a finding for each duty, and what may be asked back.

Holds no sentence: words are made from it, in the reader's language, when
somebody reads. A finding is no decision: the beneficiary is heard first.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from eligibility.awards.attributes import Answer
from eligibility.awards.award import Award, Event
from eligibility.awards.clawback import Clawback
from eligibility.awards.duties import DatedDuty, Dating
from eligibility.awards.evidence import Evidence
from eligibility.awards.record import Record
from eligibility.errors import Fault
from eligibility.rulebook import ReadingId, Region
from eligibility.rulebook.covenant import Covenant

__all__ = ["Consequence", "DutyFinding", "DutyStatus", "Monitoring", "Otherwise"]


class DutyStatus(StrEnum):
    """How a duty stands on a day (contract, section 5)."""

    KEPT = "kept"  # over, and no breach recorded
    BREACHED = "breached"
    PENDING = "pending"  # still running, or with no stated end, and no breach so far
    UNKNOWN = "unknown"  # it depends on what is missing


class Consequence(StrEnum):
    """What a breach leads to: a person may ask for the aid back, or the Region will."""

    NONE = "none"
    POSSIBLE = "clawback_possible"
    DUE = "clawback_due"


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyFinding:
    """
    What is found for one duty on one object.

    *breaches* are the events that surely break it, the first one first;
    *doubts* those that may. *clawback* is None where nothing may be asked.
    """

    duty: DatedDuty
    status: DutyStatus
    evidence: Evidence
    consequence: Consequence
    breaches: tuple[Event, ...]
    doubts: tuple[Event, ...]
    clawback: Clawback | None
    missing: tuple[str, ...]

    @property
    def key(self) -> tuple[str, str]:
        """Clause and object: one finding for each."""
        return self.duty.clause.id, self.duty.object


@dataclass(frozen=True, slots=True)
class Otherwise:
    """
    Another reading under which something else follows.

    *findings* are those from which something else may be asked, *absent* the
    duties (clause and object) that would concern the award no more, though
    they are touched; *total* in cents, as in `Monitoring`.
    """

    reading: ReadingId
    alternative: str
    findings: tuple[DutyFinding, ...]
    absent: tuple[tuple[str, str], ...]
    total: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Monitoring:
    """
    The whole for one award on one day.

    *total* is the most that may be asked back, in cents, never more than the
    aid paid; None where it cannot be computed.
    """

    award: Award
    covenant: Covenant
    on: date
    record: Record
    dating: Dating
    answers: Mapping[int, Mapping[str, Answer]]  # by the event's number
    findings: tuple[DutyFinding, ...]
    total: int | None
    sensitive_to: tuple[Otherwise, ...]
    warnings: tuple[Fault, ...]

    @property
    def region(self) -> Region:
        """The region whose rules were applied."""
        return self.dating.region

    def with_status(self, status: DutyStatus) -> tuple[DutyFinding, ...]:
        """The findings of one status, in rulebook order."""
        return tuple(each for each in self.findings if each.status is status)
