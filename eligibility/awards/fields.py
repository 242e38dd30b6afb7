"""
The keys of an award file (contract, section 5) and what each may hold.
"""

from typing import Final

from eligibility.facts import Fact, FactName, FactType
from eligibility.facts.events import OBJECTS
from eligibility.language import Text

__all__ = [
    "AMOUNT",
    "COMPANY",
    "CONVENTION",
    "EVENT",
    "INVESTMENT",
    "INVESTMENT_AMOUNT",
    "JOBS",
    "PARTNER",
    "PROGRAMME",
    "PRO_RATA",
    "SHARED",
    "SIREN",
    "SITE",
    "TOP",
]

TOP: Final = (
    "id",
    "dossier",
    "scheme",
    "company",
    "amount",
    "signed_on",
    "programme",
    "site",
    "jobs",
    "jobs_kept",
    "jobs_created",
    "investments",
    "innovation",
    "partners",
    "convention",
    "events",
)
COMPANY: Final = ("siren", "name", "size", "headcount", "turnover", "balance_sheet", "tourism")
PROGRAMME: Final = ("starts_on", "ends_on")
INVESTMENT: Final = ("id", "label", "amount")
CONVENTION: Final = ("pro_rata",)
EVENT: Final = ("id", "replaces", "on", "kind", "evidence", "note")
"""The keys of every event; its kind adds its own."""

PRO_RATA: Final = {"time": tuple(OBJECTS), "share": ("jobs", "investments")}
"""
What a convention may say instead of the whole aid, and for which objects: the
part of the duty's time that was left, or the part of the aided jobs or
investments that was lost.
"""


def _fact(kind: FactType, fr: str, en: str, **more: object) -> Fact:
    """A fact that messages call by its place in the file."""
    return Fact(name=FactName(""), type=kind, label=Text(fr, en), **more)  # type: ignore[arg-type]


AMOUNT: Final = _fact(FactType.AMOUNT, "le montant de l'aide versée", "the aid paid", minimum=0)
INVESTMENT_AMOUNT: Final = _fact(
    FactType.AMOUNT, "le montant de l'investissement", "the amount invested", minimum=0
)
JOBS: Final = _fact(
    FactType.NUMBER, "le nombre d'emplois", "the number of jobs", decimals=2, minimum=0
)
SIREN: Final = _fact(
    FactType.CODE,
    "le numéro SIREN",
    "the SIREN number",
    pattern=r"[0-9]{9}",
    example="000000018",
)
PARTNER: Final = _fact(
    FactType.CODE,
    "le SIREN d'un partenaire",
    "the SIREN of a partner",
    pattern=r"[0-9]{9}",
    example="000000026",
)
SITE: Final = {
    "siret": _fact(
        FactType.CODE,
        "le numéro SIRET du site aidé",
        "the SIRET number of the aided site",
        pattern=r"[0-9]{14}",
        example="00000001800010",
    ),
    "commune": _fact(
        FactType.CODE,
        "la commune du site (code Insee)",
        "the municipality of the site (INSEE code)",
        pattern=r"[0-9][0-9AB][0-9]{3}",
        example="32013",
    ),
}
SHARED: Final = ("headcount", "turnover", "balance_sheet", "tourism")
"""Keys of the company that are facts of the catalogue, and are read as there."""
