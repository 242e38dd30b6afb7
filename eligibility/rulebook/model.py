"""
What the rules say, once read: frozen, complete, independent of YAML.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from eligibility.errors import Place
from eligibility.facts import Catalogue, Fact, FactName
from eligibility.language import Text
from eligibility.logic import Condition, Named
from eligibility.rulebook.clause import (
    Alternative,
    Citation,
    Clause,
    Indicator,
    Kind,
    Part,
    ReadingId,
    Reasons,
    Remedy,
    Role,
    Stage,
)
from eligibility.rulebook.duty import ClauseId, Periods
from eligibility.rulebook.layout import is_facts_file

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

APPLICANT = FactName("applicant.kind")
"""The fact that says in what capacity somebody applies."""
DEFAULT = "default"
"""The name of the reading that is taken when nobody asks for another."""


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


class State(StrEnum):
    """Whether a scheme may be applied for, by the words of the source."""

    OPEN = "open"
    ANNOUNCED = "announced"  # "sera", "va créer": not open yet on the day of the text
    PAST = "past"  # of an earlier strategy


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
    audience: Condition  # whom it is for, where the source says so without a test
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
