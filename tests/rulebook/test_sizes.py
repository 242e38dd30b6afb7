"""
Décret 2008-1354, art. 3: four predicates, unknown just when the figures leave it open.
"""

import itertools
from pathlib import Path

import pytest

from eligibility.facts import FactName
from eligibility.logic import evaluate
from eligibility.rulebook import Region, load_region

CENTS = 100
HEADCOUNTS = [h * CENTS for h in (0, 9, 10, 249, 250, 4999, 5000)]
MILLION = 1_000_000 * CENTS
TURNOVERS = [t * MILLION + d for t in (2, 50, 1500) for d in (0, 1)]
BALANCES = [b * MILLION + d for b in (2, 43, 2000) for d in (0, 1)]


@pytest.fixture(scope="module")
def region() -> Region:
    return load_region(Path(__file__).parents[2] / "rules" / "occitanie", cached=False)


def size(headcount: int, turnover: int, balance: int) -> dict[str, bool]:
    """The decree, written a second time and only for figures that are all known."""
    micro = headcount < 1000 and (turnover <= 2 * MILLION or balance <= 2 * MILLION)
    pme = headcount < 25000 and (turnover <= 50 * MILLION or balance <= 43 * MILLION)
    eti = (
        not pme and headcount < 500000 and (turnover <= 1500 * MILLION or balance <= 2000 * MILLION)
    )
    return {"is_micro": micro, "is_pme": pme, "is_eti": eti, "is_ge": not pme and not eti}


@pytest.mark.parametrize("name", ["is_micro", "is_pme", "is_eti", "is_ge"])
def test_unknown_just_when_the_missing_figures_could_decide_either_way(
    region: Region, name: str
) -> None:
    predicate = region.predicates[FactName(f"company.{name}")]
    for known in itertools.product([*HEADCOUNTS, None], [*TURNOVERS, None], [*BALANCES, None]):
        facts = {
            FactName(f"company.{key}"): value
            for key, value in zip(("headcount", "turnover", "balance_sheet"), known, strict=True)
            if value is not None
        }
        spread = [
            [given] if given is not None else every
            for given, every in zip(known, (HEADCOUNTS, TURNOVERS, BALANCES), strict=True)
        ]
        possible = {size(*figures)[name] for figures in itertools.product(*spread)}
        expected = possible.pop() if len(possible) == 1 else None
        assert evaluate(predicate, facts) is expected, (name, known)
