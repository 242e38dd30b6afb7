"""
An aid that was awarded: what was promised, and what has happened since.

A field that is None is not known yet: never zero, never false.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from eligibility.errors import Fault
from eligibility.facts import Facts

__all__ = ["Award", "Event", "Investment", "Programme", "Site"]


@dataclass(frozen=True, slots=True)
class Programme:
    """The aided programme as agreed; a `programme_ended` event tells when it really ended."""

    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """The aided site."""

    siret: str | None = None
    commune: str | None = None


@dataclass(frozen=True, slots=True)
class Investment:
    """One aided investment; *amount* in cents."""

    id: str
    label: str | None = None
    amount: int | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """
    One thing that happened, or was recorded in place of another.

    *number* is its place in the file, from 0. *fields* holds what its kind
    has; numbers are in hundredths, as everywhere.
    """

    number: int
    kind: str
    on: date
    id: str | None = None
    replaces: str | None = None
    fields: Mapping[str, bool | int | str | tuple[str, ...]] = field(default_factory=dict)
    evidence: str | None = None
    note: str | None = None

    @property
    def name(self) -> str:
        """How the event is called in lists of what is missing: its id, else its place in the file."""
        return self.id if self.id and not self.id.isdigit() else str(self.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    """
    One award. *amount* is the aid paid, in cents; job counts are in hundredths.

    *pro_rata* holds what the convention says on the amount to give back, by
    object (`jobs: share`); an object that is not in it: the whole aid.
    """

    id: str
    scheme: str
    signed_on: date
    dossier: str | None = None
    siren: str | None = None
    size: str | None = None
    facts: Facts = field(default_factory=dict)  # the figures of the company at signature
    amount: int | None = None
    programme: Programme = Programme()
    site: Site = Site()
    jobs: int | None = None
    jobs_kept: int | None = None
    jobs_created: int | None = None
    investments: tuple[Investment, ...] | None = None
    innovation: bool | None = None
    partners: tuple[str, ...] | None = None
    pro_rata: Mapping[str, str] = field(default_factory=dict)
    events: tuple[Event, ...] = ()
    warnings: tuple[Fault, ...] = ()
