"""
An application as it stands: what is stated, by whom, and what follows on a day.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from eligibility.errors import Fault
from eligibility.facts.catalogue import Catalogue, FactName
from eligibility.facts.proceedings import Proceeding, under_way
from eligibility.facts.values import Facts, Value

__all__ = ["DECLARED", "Dossier", "Origin", "Stated"]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a fact comes from; for a judgement also who made it, in what role, when and why."""

    origin: str
    as_of: date | None = None
    evidence: str | None = None
    by: str | None = None
    on: date | None = None
    rationale: str | None = None
    role: str | None = None

    def plain(self) -> dict[str, str]:
        """The origin as JSON has it, without what was not said."""
        found = {"origin": self.origin}
        for name in ("as_of", "evidence", "by", "role", "on", "rationale"):
            value = getattr(self, name)
            if value is not None:
                found[name] = str(value)
        return found


DECLARED = Origin("declared")
"""What a fact written plainly is: said by the applicant."""


@dataclass(frozen=True, slots=True)
class Stated:
    """A fact that is known: its value (proceedings unreduced) and its origin."""

    value: Value | tuple[Proceeding, ...]
    origin: Origin = DECLARED


@dataclass(frozen=True, slots=True)
class Dossier:
    """One application. A fact that is absent from *stated* is not known yet."""

    id: str
    scheme: str
    submitted_on: date | None
    stated: Mapping[FactName, Stated]
    warnings: tuple[Fault, ...] = ()

    def on(self, as_of: date, catalogue: Catalogue) -> Facts:
        """
        The facts as the rules see them on one day.

        Proceedings become the kinds under way that day, once for each view. A
        fact with *implied_by* that is absent becomes true when all of those
        are known (a self-diagnosis with its five axes is done).
        """
        facts: dict[FactName, Value] = {}
        for name, stated in self.stated.items():
            if not isinstance(stated.value, tuple):
                facts[name] = stated.value
        for fact in catalogue.worked_out:
            source = self.stated.get(fact.asked)
            if source is not None and isinstance(source.value, tuple):
                facts[fact.name] = under_way(source.value, as_of, fact.view)
            elif (
                fact.implied_by
                and fact.name not in facts
                and all(each in facts for each in fact.implied_by)
            ):
                facts[fact.name] = True
        return facts
