"""
A target that the strategy sets to the Region: a share, a number or a total over many dossiers.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from eligibility.facts import FactName
from eligibility.logic import ALWAYS, Condition
from eligibility.quantities import Span

__all__ = ["Target", "TargetForm"]


class TargetForm(StrEnum):
    """What is measured."""

    SHARE = "share"  # percent of the dossiers among which it is taken
    COUNT = "count"  # dossiers
    TOTAL = "total"  # the sum of a fact, in its unit


@dataclass(frozen=True, slots=True)
class Target:
    """
    What is to be reached, over the dossiers that meet *among*.

    *at_least* is a percentage, a number of dossiers, or a total scaled as its
    *fact* is; *by* the last day where the text gives one; *each* the length of
    time that a rhythm is counted over.
    """

    form: TargetForm
    at_least: int
    of: Condition | None = None
    fact: FactName | None = None
    among: Condition = ALWAYS
    by: date | None = None
    each: Span | None = None
