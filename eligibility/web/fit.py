"""
Every scheme side by side, from the same answers.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from eligibility.decisions import Decision, Outcome
from eligibility.decisions.words import reason
from eligibility.facts import Dossier, FactName
from eligibility.interview import Interview
from eligibility.language import Lang
from eligibility.logic import Status
from eligibility.rulebook import Scheme
from eligibility.web.checks import Checks

__all__ = ["Fit", "fits"]

_ORDER = (Outcome.ELIGIBLE, Outcome.INCOMPLETE, Outcome.INELIGIBLE)
_REASONS = 2


@dataclass(frozen=True, slots=True)
class Fit:
    """What is concluded for one scheme: the reasons that decide first, and how many questions are left."""

    scheme: Scheme
    outcome: Outcome
    reasons: tuple[str, ...]
    more: int
    left: int


def fits(
    checks: Checks, dossier: Dossier, passed: frozenset[FactName], as_of: date, lang: Lang
) -> list[Fit]:
    """Each scheme in force on *as_of*, those that one may apply for first."""
    found = [
        _fit(checks, replace(dossier, scheme=scheme.id), passed, as_of, lang)
        for scheme in checks.rulebook(as_of).schemes
    ]
    return sorted(found, key=lambda each: (_ORDER.index(each.outcome), each.left))


def _fit(
    checks: Checks, dossier: Dossier, passed: frozenset[FactName], as_of: date, lang: Lang
) -> Fit:
    decision = checks.decision(dossier, as_of)
    interview = Interview((decision.program,), dossier, as_of, passed)
    texts = list(_reasons(decision, lang))
    return Fit(
        decision.program.scheme,
        decision.outcome,
        tuple(texts[:_REASONS]),
        max(0, len(texts) - _REASONS),
        interview.progress().left,
    )


def _reasons(decision: Decision, lang: Lang) -> Iterator[str]:
    wanted = {Outcome.INELIGIBLE: Status.NOT_MET, Outcome.INCOMPLETE: Status.UNKNOWN}
    if decision.outcome in wanted:
        for finding in decision.with_status(wanted[decision.outcome]):
            yield reason(decision, finding, lang)
