"""
What entries, outcomes, rulings and statuses are called where the record is told.
"""

from collections.abc import Mapping

from eligibility.language import Lang, Text

__all__ = ["COUNTS", "KINDS", "OUTCOMES", "RULINGS", "STATUSES", "called"]

KINDS: Mapping[str, Text] = {
    "opened": Text("ouverture", "opened"),
    "decision": Text("conclusion", "decision"),
    "ruling": Text("acte", "ruling"),
    "erasure": Text("effacement", "erasure"),
    "screening": Text("criblage", "screening"),
}
OUTCOMES: Mapping[str, Text] = {
    "eligible": Text("éligible", "eligible"),
    "ineligible": Text("inéligible", "ineligible"),
    "incomplete": Text("incomplet", "incomplete"),
}
COUNTS: Mapping[str, Text] = {**OUTCOMES, "errors": Text("en erreur", "in error")}
"""What becomes of the rows of a table."""
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
