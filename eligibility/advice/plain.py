"""
Advice as JSON objects.
"""

from typing import Any

from eligibility.advice.change import Advice
from eligibility.advice.words import reason_text
from eligibility.language import Lang

__all__ = ["SCHEMA", "plain", "summary"]

SCHEMA = "eligibility/advice@1"


def plain(advice: Advice, lang: Lang) -> dict[str, Any]:
    """The whole object of `eligibility advise --json`."""
    return {"schema": SCHEMA, **summary(advice, lang)}


def summary(advice: Advice, lang: Lang) -> dict[str, Any]:
    """What stands under `advice` in `check --json`."""
    return {"complete": advice.complete, "sets": [], "reason": reason_text(advice, lang)}
