"""
A match in sentences, and as JSON.
"""

from typing import Any

from eligibility.decisions.words import reason
from eligibility.language import Lang, Text, listed
from eligibility.logic import ALWAYS
from eligibility.rulebook.model import APPLICANT, State
from eligibility.rulebook.sentence import requirement_sentence
from eligibility.schemes.match import Match, Verdict

__all__ = ["REASONS", "SCHEMA", "STATES", "applicants", "plain", "reasons"]

SCHEMA = "eligibility/match@1"
REASONS = 2
"""Reasons that are told; what is beyond is counted."""

STATES = {
    State.OPEN: Text("ouvert", "open"),
    State.ANNOUNCED: Text("annoncé, pas encore ouvert", "announced, not open yet"),
    State.PAST: Text("terminé", "over"),
}


def applicants(match: Match, lang: Lang) -> str:
    """Whom the scheme is for, as the catalogue calls them."""
    fact = match.decision.program.rulebook.catalogue[APPLICANT]
    return listed((fact.word_label(word)[lang] for word in match.scheme.applicants), lang)


def reasons(match: Match, lang: Lang) -> tuple[str, ...]:
    """Each reason that decides, those of the scheme first; () where it is eligible."""
    if match.verdict is Verdict.OTHER_APPLICANT:
        whom = applicants(match, lang)
        audience = match.scheme.audience
        if audience != ALWAYS:
            region = match.decision.program.rulebook.region
            whom += Text(" ; ", "; ")[lang] + requirement_sentence(audience, region, lang)
        return (
            Text(
                f"Le dispositif s'adresse à d'autres demandeurs : {whom}.",
                f"The scheme is for other applicants: {whom}.",
            )[lang],
        )
    return tuple(reason(match.decision, each, lang) for each in match.deciding)


def plain(match: Match, lang: Lang) -> dict[str, Any]:
    """The match as JSON values; words in *lang*, everything else the same in both."""
    scheme = match.scheme
    return {
        "schema": SCHEMA,
        "dossier": match.decision.dossier.id,
        "scheme": scheme.id,
        "title": scheme.title[lang],
        "state": scheme.state.value,
        "evaluated_on": match.decision.evaluated_on.isoformat(),
        "verdict": match.verdict.value,
        "applicants": list(scheme.applicants),
        "clauses": [each.clause.id for each in match.deciding],
        "reasons": list(reasons(match, lang)),
        "questions": [
            {
                "fact": fact.name,
                "question": (fact.question or fact.label)[lang],
                "answered_by": list(fact.answered_by),
            }
            for fact in match.questions
        ],
        "sensitive_to": [
            {
                "reading": each.reading,
                "alternative": each.alternative,
                "outcome": each.outcome.value,
            }
            for each in match.decision.sensitive_to
        ],
    }
