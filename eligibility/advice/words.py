"""
Advice in sentences.
"""

from eligibility.advice.change import Advice, Change
from eligibility.language import Lang

__all__ = ["change_text", "reason_text"]


def change_text(advice: Advice, change: Change, lang: Lang) -> str:
    """What has to change, and how far it is, in a few sentences."""
    return advice.decision.program.rulebook.catalogue[change.fact].label[lang]


def reason_text(advice: Advice, lang: Lang) -> str | None:
    """Why there is no set, or why there may be others; None where nothing is to be said."""
    return None
