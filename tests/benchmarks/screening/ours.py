"""
A table screened through the library, against the rules of the repository.
"""

from datetime import date
from pathlib import Path

from eligibility.rulebook import Region, load_region
from eligibility.screening.screen import Request, Result, screen

__all__ = ["RULES", "TODAY", "request", "screened"]

RULES = Path(__file__).parents[3] / "rules" / "occitanie"
TODAY = date(2024, 12, 31)


def request(source: Path, target: Path, region: Region) -> Request:
    """What is asked of the table at *source*: each row on its own day."""
    return Request(source=source, target=target, region=region, today=TODAY)


def screened(source: Path, target: Path) -> Result:
    """Screens *source* into *target*."""
    return screen(request(source, target, load_region(RULES)))
