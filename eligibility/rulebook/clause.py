"""
A clause, once read: what it asks, in whose words, and what is said of it.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from eligibility.errors import Place
from eligibility.facts import FactName
from eligibility.language import Text
from eligibility.logic import ALWAYS, Condition
from eligibility.rulebook.duty import Break, ClauseId, Duty, Evidence, LastDay, Term
from eligibility.rulebook.target import Target

__all__ = [
    "Alternative",
    "Citation",
    "Clause",
    "Indicator",
    "Kind",
    "Part",
    "ReadingId",
    "Reasons",
    "Remedy",
    "Role",
    "Stage",
]

ReadingId = NewType("ReadingId", str)
"""A reading by its owner and name: `SRDEII-A27/equity`."""


class Kind(StrEnum):
    """What a clause is (contract, section 2)."""

    CONDITION = "condition"
    COMMITMENT = "commitment"
    SCHEME_DESIGN = "scheme_design"
    INDICATOR = "indicator"
    DUTY = "duty"
    REPAYMENT = "repayment"
    INFORMATION = "information"
    JUDGEMENT = "judgement"
    PAST = "past"
    ANNOUNCED = "announced"
    NOT_ENCODABLE = "not_encodable"


class Stage(StrEnum):
    """When a clause is looked at."""

    DESIGN = "design"
    ELIGIBILITY = "eligibility"
    SCHEME = "scheme"
    APPRECIATION = "appreciation"
    MAINTENANCE = "maintenance"
    PORTFOLIO = "portfolio"  # over many dossiers; no finding of any one of them


class Role(StrEnum):
    """What a clause without a finding of its own does to the others."""

    EXCEPTION = "exception"  # sets another clause aside for some schemes
    FOLD = "fold"  # says what one failure leads to; the outcome cites it


@dataclass(frozen=True, slots=True)
class Citation:
    """The words of the source; `[…]` in a quote stands for what was left out."""

    document: str
    heading: str
    lines: str
    quote: str

    @property
    def span(self) -> tuple[int, int]:
        """First and last line, counted from 1."""
        first, _, last = self.lines.partition("-")
        return int(first), int(last or first)

    @property
    def place(self) -> str:
        """The lines as a reader finds them: `L3341`, `L3339-3341`."""
        first, last = self.span
        return f"L{first}" if first == last else f"L{first}-{last}"


@dataclass(frozen=True, slots=True)
class Reasons:
    """The sentences for each status; None where the tool's own sentence serves."""

    met: Text | None = None
    not_met: Text | None = None
    unknown: Text | None = None
    not_applicable: Text | None = None


@dataclass(frozen=True, slots=True)
class Remedy:
    """What would cure a failure, and who can do it."""

    by: str
    text: Text


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a group with its own words."""

    condition: Condition
    reasons: Reasons
    remedy: Remedy | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """A figure for the appreciation: never a refusal."""

    form: str  # ratio, total, change, value
    facts: tuple[FactName, ...]
    base: FactName | None
    year: Text | None


@dataclass(frozen=True, slots=True)
class Alternative:
    """What a clause becomes under another reading."""

    reading: ReadingId
    name: str
    guard: Condition
    requirement: Condition | None
    terms: tuple[Term, ...] | None = None
    broken_by: tuple[Break, ...] | None = None
    consequence: str | None = None
    start: str | None = None
    end: str | None = None  # OPEN: no end at all
    last_day: LastDay | None = None
    as_long_as: tuple[ClauseId, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One clause of a text or of a scheme."""

    id: ClauseId
    title: Text
    kind: Kind
    stage: Stage
    citation: Citation
    place: Place
    role: Role | None = None
    guard: Condition = ALWAYS
    requirement: Condition | None = None
    reasons: Reasons = Reasons()
    remedy: Remedy | None = None
    parts: tuple[Part, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    indicator: Indicator | None = None
    target: Target | None = None
    judged_by: FactName | None = None  # the fact in which an officer states the appreciation
    looks_at: tuple[FactName, ...] = ()  # what the officer looks at; nothing is concluded from it
    duty: Duty | None = None
    broken_by: tuple[Break, ...] = ()
    consequence: str | None = None
    evidence: Evidence | None = None
    note: Text | None = None

    @property
    def is_tested(self) -> bool:
        """True for the clauses that have a finding in a decision."""
        return self.requirement is not None and self.stage in (Stage.ELIGIBILITY, Stage.SCHEME)
