"""What to change for a conclusion to become eligible: who can do it, and how far it is."""

from eligibility.advice.advising import advise
from eligibility.advice.change import Advice, By, Change, ChangeSet

__all__ = ["Advice", "By", "Change", "ChangeSet", "advise"]
