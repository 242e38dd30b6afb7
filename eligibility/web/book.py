"""
The public rule book: schemes and clauses with their sentence, quote, lines and readings.
"""

from typing import Any

from eligibility.facts.values import shown
from eligibility.language import Lang, Text
from eligibility.rulebook import Clause, Rulebook, Scheme, Strategy
from eligibility.rulebook.sentence import clause_sentence
from eligibility.rulebook.templates import fill, threshold_of

__all__ = ["clause_page", "clauses_page", "scheme_page"]

_KINDS = {
    "condition": Text("condition", "condition"),
    "commitment": Text("engagement", "commitment"),
    "scheme_design": Text("conception du dispositif", "design of the scheme"),
    "indicator": Text("indicateur : ne rejette jamais", "indicator: never rejects"),
    "duty": Text("devoir après l’aide", "duty after the aid"),
    "repayment": Text("reversement", "repayment"),
    "information": Text("information", "information"),
    "judgement": Text("appréciation d’un agent", "judgement of an officer"),
    "past": Text("passé", "past"),
    "announced": Text("annoncé", "announced"),
    "not_encodable": Text("non codable", "not encodable"),
}


def scheme_page(rulebook: Rulebook, name: str, lang: Lang) -> dict[str, Any]:
    """What the page of a scheme shows; the scheme must be in force."""
    scheme = rulebook.scheme(name)
    assert scheme is not None
    texts = [each for each in rulebook.strategies if each.id in scheme.texts]
    parts: list[Strategy | Scheme] = [*texts, scheme]
    return {
        "template": "scheme.html",
        "path": f"schemes/{name}",
        "title": scheme.title[lang],
        "scheme": scheme,
        "parts": [
            (
                part.title[lang],
                [_line(rulebook, clause, lang) for clause in part.clauses if clause.is_tested],
            )
            for part in parts
        ],
        "rulebook": rulebook,
    }


def clauses_page(rulebook: Rulebook, lang: Lang) -> dict[str, Any]:
    """What the page of all clauses shows."""
    return {
        "template": "clauses.html",
        "path": "clauses",
        "title": Text("Les clauses", "The clauses")[lang],
        "parts": [
            (part.title[lang], [_line(rulebook, clause, lang) for clause in part.clauses])
            for part in rulebook.parts
        ],
        "rulebook": rulebook,
    }


def clause_page(rulebook: Rulebook, name: str, lang: Lang) -> dict[str, Any] | None:
    """What the page of one clause shows; None where there is no such clause."""
    for part in rulebook.parts:
        for clause in part.clauses:
            if clause.id == name:
                known = {reading.id: reading for reading in part.readings}
                borne = dict.fromkeys(each.reading for each in clause.alternatives)
                return {
                    "template": "clause.html",
                    "path": f"clauses/{name}",
                    "title": clause.title[lang],
                    "clause": clause,
                    "part": part.title[lang],
                    "kind": _KINDS[clause.kind.value][lang],
                    "sentence": clause_sentence(
                        clause.guard, clause.requirement, rulebook.region, lang
                    ),
                    "remedy": _remedy(rulebook, clause, lang),
                    "readings": [known[each] for each in borne if each in known],
                    "rulebook": rulebook,
                }
    return None


def _remedy(rulebook: Rulebook, clause: Clause, lang: Lang) -> str | None:
    """What would cure a failure, where it can be said without a dossier."""
    if clause.remedy is None:
        return None
    limit = threshold_of(clause.requirement) if clause.requirement else None
    unsaid = []

    def value_of(blank: str) -> str:
        if blank == "threshold" and limit is not None and not isinstance(limit.value, str):
            return shown(rulebook.catalogue[limit.term[0]], limit.value, lang)
        unsaid.append(blank)
        return ""

    text = fill(clause.remedy.text[lang], value_of)
    return None if unsaid else text


def _line(rulebook: Rulebook, clause: Clause, lang: Lang) -> tuple[Clause, str, str | None]:
    sentence = clause_sentence(clause.guard, clause.requirement, rulebook.region, lang)
    return clause, _KINDS[clause.kind.value][lang], sentence
