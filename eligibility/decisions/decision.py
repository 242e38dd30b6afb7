"""
What is concluded for one dossier: findings, outcome, and what they rest on.

Holds no sentence: words are made from it, in the reader's language, when
somebody reads.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from eligibility.errors import Fault
from eligibility.facts import Dossier, Fact, FactName, Facts
from eligibility.language import Text
from eligibility.logic import Status, Truth
from eligibility.rulebook import Clause, ClauseId, Line, Program, ReadingId

__all__ = ["Decision", "Figure", "Finding", "Outcome", "Sensitivity"]


class Outcome(StrEnum):
    """The conclusion: eligible means that the dossier may go to appreciation, not an award."""

    ELIGIBLE = "eligible"
    INELIGIBLE = "ineligible"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True, slots=True)
class Finding:
    """What is found for one clause; *missing* is only filled where the status is unknown."""

    line: Line
    status: Status
    missing: tuple[FactName, ...]

    @property
    def clause(self) -> Clause:
        """The clause that the finding is about."""
        return self.line.clause


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """Another reading of the source under which the outcome would be another."""

    reading: ReadingId
    alternative: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Figure:
    """
    One value of an indicator, exact, or the reason why it cannot be computed.

    *of* names what is measured where a clause has several figures (one for
    each axis). Amounts are in euros.
    """

    clause: ClauseId
    value: Fraction | None
    unit: str
    of: FactName | None
    why_not: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The computed whole for one dossier on one day; a named officer decides."""

    dossier: Dossier
    program: Program
    evaluated_on: date
    facts: Facts
    outcome: Outcome
    findings: tuple[Finding, ...]
    missing: tuple[FactName, ...]
    sensitive_to: tuple[Sensitivity, ...]
    figures: tuple[Figure, ...]
    predicates: tuple[tuple[FactName, Truth], ...]
    warnings: tuple[Fault, ...]

    def with_status(self, status: Status) -> tuple[Finding, ...]:
        """The findings of one status, in rulebook order."""
        return tuple(finding for finding in self.findings if finding.status is status)

    def missing_facts(self) -> tuple[Fact, ...]:
        """What is missing, in the order of the catalogue, as a person would ask for it."""
        wanted = set(self.missing)
        return tuple(f for f in self.program.rulebook.catalogue if f.name in wanted)

    def grounds(self) -> tuple[Clause, ...]:
        """
        The clauses that say what a failure leads to (E7, T17), one for each
        text of which a clause is not met.
        """
        failed = {finding.clause.id for finding in self.with_status(Status.NOT_MET)}
        return tuple(
            clause
            for strategy in self.program.rulebook.strategies
            if any(clause.id in failed for clause in strategy.clauses)
            for clause in strategy.clauses
            if clause.role == "fold"
        )
