"""What is known of a company and its project: catalogue, dossier, values."""

from eligibility.facts.catalogue import Catalogue, Fact, FactName, FactType
from eligibility.facts.dossier import Dossier, Origin, Stated
from eligibility.facts.reader import read_dossier
from eligibility.facts.values import Facts, Value, Words

__all__ = [
    "Catalogue",
    "Dossier",
    "Fact",
    "FactName",
    "FactType",
    "Facts",
    "Origin",
    "Stated",
    "Value",
    "Words",
    "read_dossier",
]
