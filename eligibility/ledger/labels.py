"""
What outcomes, rulings and statuses are called where the record is told.
"""

from collections.abc import Mapping

from eligibility.language import Lang, Text

__all__ = ["OUTCOMES", "RULINGS", "STATUSES", "called"]

OUTCOMES: Mapping[str, Text] = {
    "eligible": Text("éligible", "eligible"),
    "ineligible": Text("inéligible", "ineligible"),
    "incomplete": Text("incomplet", "incomplete"),
}
RULINGS: Mapping[str, Text] = {
    "award": Text("attribution", "award"),
    "reject": Text("rejet", "rejection"),
    "request": Text("pièces demandées", "more asked"),
    "withdraw": Text("demande retirée", "withdrawn"),
}
STATUSES: Mapping[str, Text] = {
    "met": Text("remplie", "met"),
    "not_met": Text("non remplie", "not met"),
    "unknown": Text("inconnue", "unknown"),
    "not_applicable": Text("sans objet", "not applicable"),
}
_ALL = {**OUTCOMES, **RULINGS, **STATUSES}


def called(word: str, lang: Lang) -> str:
    """What *word* is called; itself where it is none of these."""
    return _ALL[word][lang] if word in _ALL else word
