"""What the rules say: read from YAML, checked, put in force on a day, said in sentences."""

from eligibility.rulebook.model import (
    Citation,
    Clause,
    ClauseId,
    Kind,
    Reading,
    ReadingId,
    Region,
    Rulebook,
    Scheme,
    Stage,
    Strategy,
)
from eligibility.rulebook.program import Line, Program, program
from eligibility.rulebook.region import load_region
from eligibility.rulebook.versions import in_force

__all__ = [
    "Citation",
    "Clause",
    "ClauseId",
    "Kind",
    "Line",
    "Program",
    "Reading",
    "ReadingId",
    "Region",
    "Rulebook",
    "Scheme",
    "Stage",
    "Strategy",
    "in_force",
    "load_region",
    "program",
]
