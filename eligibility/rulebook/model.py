"""
What the rules say, once read: frozen, complete, independent of YAML.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NewType

from eligibility.errors import Place
from eligibility.facts import Catalogue, Fact, FactName
from eligibility.language import Text
from eligibility.logic import ALWAYS, Condition, Named
from eligibility.rulebook.duty import Break, ClauseId, Duty, Evidence, LastDay, Periods, Term
from eligibility.rulebook.layout import is_facts_file
from eligibility.rulebook.target import Target

__all__ = [
    "APPLICANT",
    "DEFAULT",
    "Alias",
    "Alternative",
    "Citation",
    "Clause",
    "ClauseId",
    "Indicator",
    "Kind",
    "Part",
    "Reading",
    "ReadingId",
    "Reasons",
    "Region",
    "Remedy",
    "Role",
    "Rulebook",
    "Scheme",
    "SchemeAlternative",
    "Section",
    "Stage",
    "State",
    "Strategy",
]

ReadingId = NewType("ReadingId", str)
APPLICANT = FactName("applicant.kind")
"""The fact that says in what capacity somebody applies."""
DEFAULT = "default"
"""The name of the reading that is taken when nobody asks for another."""


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


class State(StrEnum):
    """Whether a scheme may be applied for, by the words of the source."""

    OPEN = "open"
    ANNOUNCED = "announced"  # "sera", "va créer": not open yet on the day of the text
    PAST = "past"  # of an earlier strategy


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


@dataclass(frozen=True, slots=True)
class Reading:
    """A place where the source can be read in more than one way."""

    id: ReadingId
    title: Text
    default: Text
    alternatives: tuple[tuple[str, Text], ...]
    ambiguity: str
    place: Place


@dataclass(frozen=True, slots=True)
class Section:
    """Lines of the source that the clauses of a text account for in full."""

    lines: tuple[int, int]
    headings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Strategy:
    """One text of the strategy, as in force from a day on: Action 27, Priorité 4.7."""

    id: str
    title: Text
    document: str
    in_force_from: date
    in_force_until: date | None
    periods: Periods | None
    sections: tuple[Section, ...]
    readings: tuple[Reading, ...]
    clauses: tuple[Clause, ...]
    files: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class SchemeAlternative:
    """Other texts that a scheme applies under another reading, where *when* is true."""

    reading: ReadingId
    name: str
    texts: tuple[str, ...]
    when: Condition


@dataclass(frozen=True, slots=True)
class Alias:
    """Another name that the source gives to a scheme."""

    name: str
    citation: Citation
    place: Place
    note: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """One aid scheme: the texts it applies and its own clauses."""

    id: str
    title: Text
    summary: Text
    in_force_from: date
    in_force_until: date | None
    state: State
    applicants: tuple[str, ...]  # words of the fact APPLICANT; () = the source names none
    aliases: tuple[Alias, ...]
    texts: tuple[str, ...]
    priorities: tuple[str, ...]  # texts whose clauses only weigh in the appreciation
    properties: tuple[tuple[FactName, bool], ...]
    alternatives: tuple[SchemeAlternative, ...]
    periods: Periods | None
    readings: tuple[Reading, ...]
    clauses: tuple[Clause, ...]
    note: Text | None
    files: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """Every version of every text and scheme of one region."""

    name: str
    catalogue: Catalogue
    departments: tuple[str, ...]  # codes of the Region's departments; () = not stated
    sums: Mapping[FactName, tuple[FactName, ...]]
    predicates: Mapping[FactName, Named]
    derived: Mapping[FactName, Fact]  # the words of each sum and predicate
    strategies: tuple[Strategy, ...]
    schemes: tuple[Scheme, ...]
    files: tuple[tuple[str, str], ...]  # path below the region's folder, SHA-256 of the bytes

    @property
    def parts(self) -> tuple[Strategy | Scheme, ...]:
        """The texts, then the schemes."""
        return (*self.strategies, *self.schemes)

    @property
    def scheme_ids(self) -> tuple[str, ...]:
        """Every scheme of any day, sorted."""
        return tuple(sorted({scheme.id for scheme in self.schemes}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook:
    """The rules in force on one day."""

    region: Region
    version: str
    digest: str
    strategies: tuple[Strategy, ...]
    schemes: tuple[Scheme, ...]

    @property
    def parts(self) -> tuple[Strategy | Scheme, ...]:
        """The texts, then the schemes."""
        return (*self.strategies, *self.schemes)

    @property
    def catalogue(self) -> Catalogue:
        """The facts of the region."""
        return self.region.catalogue

    @property
    def files(self) -> tuple[tuple[str, str], ...]:
        """Path and SHA-256 of each file that these rules were read from: what the digest is over."""
        names = {file for part in self.parts for file in part.files}
        return tuple(
            (name, print_)
            for name, print_ in self.region.files
            if name in names or is_facts_file(name)
        )

    def clause(self, clause_id: str) -> Clause | None:
        """The clause of that id, None where there is none."""
        return next((clause for clause in self.clauses() if clause.id == clause_id), None)

    def scheme(self, scheme_id: str) -> Scheme | None:
        """The scheme of that id, None where none is in force."""
        return next((scheme for scheme in self.schemes if scheme.id == scheme_id), None)

    def clauses(self) -> tuple[Clause, ...]:
        """Every clause of the texts, then of the schemes, in rulebook order."""
        return tuple(clause for part in self.parts for clause in part.clauses)

    def readings(self) -> tuple[Reading, ...]:
        """Every reading of the texts, then of the schemes."""
        return tuple(reading for part in self.parts for reading in part.readings)
