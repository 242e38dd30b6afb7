"""
The sizes of a company, as the predicates that are true of each.

They exclude one another (décret 2008-1354, article 3): where the known
figures leave several open, what holds for each of them holds.
"""

from collections.abc import Mapping

from eligibility.facts import FactName, Facts
from eligibility.logic import evaluate
from eligibility.rulebook.model import Region

__all__ = ["FIGURES", "SIZES", "Size", "possible_sizes"]

Size = Mapping[FactName, bool]
"""One size: the truth of each predicate on size."""

FIGURES = (
    FactName("company.headcount"),
    FactName("company.turnover"),
    FactName("company.balance_sheet"),
)
"""What the size follows from."""

_MICRO, _PME, _ETI, _GE = (FactName(f"company.is_{name}") for name in ("micro", "pme", "eti", "ge"))
SIZES: dict[str, FactName] = {"pme": _PME, "eti": _ETI, "ge": _GE}
"""The words for a size, and the predicate that each makes true; a micro-enterprise is an SME too."""

_EVERY: tuple[Size, ...] = (
    {_MICRO: True, _PME: True, _ETI: False, _GE: False},
    {_MICRO: False, _PME: True, _ETI: False, _GE: False},
    {_MICRO: False, _PME: False, _ETI: True, _GE: False},
    {_MICRO: False, _PME: False, _ETI: False, _GE: True},
)


def possible_sizes(facts: Facts, region: Region, stated: str | None) -> tuple[Size, ...]:
    """The sizes that neither the figures nor the *stated* word exclude; none: they contradict."""

    def fits(size: Size) -> bool:
        if stated is not None and not size[SIZES[stated]]:
            return False
        return all(
            evaluate(region.predicates[name], facts) in (truth, None)
            for name, truth in size.items()
            if name in region.predicates
        )

    return tuple(size for size in _EVERY if fits(size))
