"""From truths to a conclusion, and from a conclusion to words."""

from eligibility.decisions.decide import concluded, decide, is_for_others
from eligibility.decisions.decision import Decision, Figure, Finding, Outcome, Sensitivity

__all__ = [
    "Decision",
    "Figure",
    "Finding",
    "Outcome",
    "Sensitivity",
    "concluded",
    "decide",
    "is_for_others",
]
