"""
What looks wrong in a dossier without being an error: warnings, never a status.
"""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from eligibility.errors import Fault
from eligibility.facts.catalogue import Catalogue, Fact, FactName
from eligibility.facts.values import shown
from eligibility.language import Lang, Text, day

if TYPE_CHECKING:
    from eligibility.documents import Document
    from eligibility.facts.dossier import Dossier

__all__ = ["has_wrong_key", "stale", "warnings"]


def warnings(
    dossier: "Dossier", catalogue: Catalogue, document: "Document | None" = None
) -> Iterator[Fault]:
    """What does not depend on the day: checksums, and facts that contradict each other."""

    def warning(code: str, name: FactName, fr: str, en: str) -> Fault:
        path = tuple(name.split("."))
        place = document.place(path) if document else None
        return Fault(code, place, Text(fr, en), None, name)

    for name, stated in dossier.stated.items():
        fact = catalogue[name]
        if fact.checksum and has_wrong_key(str(stated.value)):
            yield warning(
                "checksum",
                name,
                f"`{name}` vaut {stated.value} : sa clé de contrôle est fausse, à vérifier",
                f"`{name}` is {stated.value}: its check digit is wrong, please verify",
            )
        for other, relation in ((fact.not_above, "above"), (fact.not_before, "before")):
            if other and other in dossier.stated:
                limit = dossier.stated[other].value
                if _contradicts(stated.value, limit, relation):
                    theirs, ours = catalogue[other], fact
                    yield warning(
                        "contradiction",
                        name,
                        _sentence(ours, stated.value, theirs, limit, Lang.FR),
                        _sentence(ours, stated.value, theirs, limit, Lang.EN),
                    )


def stale(dossier: "Dossier", catalogue: Catalogue, as_of: date) -> Iterator[Fault]:
    """Facts older on *as_of* than their entry allows (an assumption), or dated after it."""
    for name, stated in dossier.stated.items():
        known = stated.origin.as_of
        if known is None:
            continue
        span = catalogue[name].stale_after
        label = catalogue[name].label
        if known > as_of:
            yield Fault(
                "dated-after",
                None,
                Text(
                    f"{label.fr} est daté du {day(known, Lang.FR)}, après le jour d'application",
                    f"{label.en} is dated {day(known, Lang.EN)}, after the day of evaluation",
                ),
                None,
                name,
            )
        elif span is not None and span.after(known) < as_of:
            yield Fault(
                "stale",
                None,
                Text(
                    f"{label.fr} date du {day(known, Lang.FR)} : à actualiser"
                    f" (durée de validité retenue par hypothèse : {span.said(Lang.FR)})",
                    f"{label.en} dates from {day(known, Lang.EN)}: to be renewed"
                    f" (validity assumed: {span})",
                ),
                None,
                name,
            )


def _contradicts(value: object, limit: object, relation: str) -> bool:
    if not isinstance(value, int) or not isinstance(limit, int):
        return False
    return value > limit if relation == "above" else value < limit


def _sentence(ours: Fact, value: object, theirs: Fact, limit: object, lang: Lang) -> str:
    left = shown(ours, value, lang) if isinstance(value, int) else ""
    right = shown(theirs, limit, lang) if isinstance(limit, int) else ""
    text = f"{ours.label[lang]} ({left}) / {theirs.label[lang]} ({right})"
    return text + Text(" : ces deux données se contredisent", ": these two facts contradict")[lang]


def has_wrong_key(digits: str) -> bool:
    """Whether a SIREN or SIRET fails its check. La Poste's numbers (356 000 000) follow another rule."""
    if digits.startswith("356000000"):
        return False
    total = 0
    for index, sign in enumerate(reversed(digits)):
        doubled = int(sign) * (1 + index % 2)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 != 0
