"""
Which court proceedings are under way on a day.

A list of proceedings is reduced once, here, to the set of kinds under way;
rules and engines only see that set.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from eligibility.facts.catalogue import View
from eligibility.facts.values import Words

__all__ = ["INSOLVENCY", "Proceeding", "under_way"]

INSOLVENCY = frozenset({"sauvegarde", "redressement_judiciaire", "liquidation_judiciaire"})
"""Livre VI of the Code de commerce: the company is the debtor, whatever *role* says."""


@dataclass(frozen=True, slots=True)
class Proceeding:
    """One court proceeding, as declared or found in a register."""

    kind: str
    role: str | None = None
    opened_on: date | None = None
    closed_on: date | None = None
    plan_adopted_on: date | None = None

    def on(self, as_of: date) -> bool:
        """True from the opening (or from ever, where it is not given) to the day before the close."""
        begun = self.opened_on is None or self.opened_on <= as_of
        closed = self.closed_on is not None and self.closed_on <= as_of
        return begun and not closed


def under_way(proceedings: Iterable[Proceeding], as_of: date, view: View | None = None) -> Words:
    """
    The kinds of proceedings under way on *as_of*, as *view* counts them.

    A role that nobody stated leaves the kind in doubt where the view asks for
    the role.
    """
    sure: set[str] = set()
    possible: set[str] = set()
    for each in proceedings:
        if not each.on(as_of):
            continue
        if view is View.PLAN_ENDS_IT and each.plan_adopted_on and each.plan_adopted_on <= as_of:
            continue
        if view is View.AS_DEFENDANT and each.kind not in INSOLVENCY:
            if each.role == "claimant":
                continue
            if each.role is None:
                possible.add(each.kind)
                continue
        sure.add(each.kind)
    return Words(frozenset(sure), frozenset(sure | possible))
