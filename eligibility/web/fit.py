"""
Every scheme side by side, from the same answers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from eligibility.facts import Dossier, FactName
from eligibility.interview import Interview
from eligibility.language import Lang
from eligibility.rulebook import Scheme
from eligibility.rulebook.model import APPLICANT, State
from eligibility.schemes import Match, Verdict
from eligibility.schemes.words import REASONS, STATES, reasons
from eligibility.web.checks import Checks

__all__ = ["Fit", "by_applicant", "fits", "others"]


@dataclass(frozen=True, slots=True)
class Fit:
    """What is found for one scheme: the reasons that decide first, and how many questions are left."""

    scheme: Scheme
    verdict: Verdict
    state: str | None
    reasons: tuple[str, ...]
    more: int
    left: int


def fits(
    found: Sequence[Match], checks: Checks, passed: frozenset[FactName], as_of: date, lang: Lang
) -> list[Fit]:
    """Each scheme that is for this applicant, those that one may apply for first."""
    return [
        _fit(match, checks, passed, as_of, lang)
        for match in found
        if match.verdict is not Verdict.OTHER_APPLICANT
    ]


def others(found: Sequence[Match], lang: Lang) -> list[str]:
    """The titles of the schemes that are for other applicants."""
    titles = (m.scheme.title[lang] for m in found if m.verdict is Verdict.OTHER_APPLICANT)
    return sorted(titles)


def by_applicant(
    schemes: Sequence[Scheme], checks: Checks, lang: Lang
) -> list[tuple[str, list[Scheme]]]:
    """The schemes that may be asked for under each kind of applicant, in catalogue order."""
    catalogue = checks.region.catalogue
    words = catalogue[APPLICANT].words if APPLICANT in catalogue else ()
    groups = [
        (label[lang][:1].upper() + label[lang][1:], [s for s in schemes if word in s.applicants])
        for word, label in words
    ]
    return [group for group in groups if group[1]]


def _fit(match: Match, checks: Checks, passed: frozenset[FactName], as_of: date, lang: Lang) -> Fit:
    dossier: Dossier = match.decision.dossier
    interview = Interview((checks.program(match.scheme.id, as_of),), dossier, as_of, passed)
    state = match.scheme.state
    said = reasons(match, lang)
    return Fit(
        match.scheme,
        match.verdict,
        None if state is State.OPEN else STATES[state][lang],
        said[:REASONS],
        max(0, len(said) - REASONS),
        interview.progress().left,
    )
