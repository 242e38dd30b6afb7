"""
The covenant of each award: that of its scheme, under the rules in force at signature.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from eligibility.awards.award import Award
from eligibility.errors import Fault, NotInForceError
from eligibility.language import Text
from eligibility.rulebook import Region, Rulebook, in_force
from eligibility.rulebook.covenant import Covenant, covenant

__all__ = ["Covenants", "about"]


class Covenants:
    """Keeps what it made: awards of one scheme and one version share their covenant."""

    def __init__(self, region: Region, chosen: Mapping[str, str] | None = None) -> None:
        self.region = region
        self.chosen = dict(chosen or {})
        self.rulebooks: dict[date, Rulebook] = {}
        self.made: dict[tuple[str, str], Covenant] = {}

    def of(self, award: Award) -> Covenant:
        """
        The covenant of *award*.

        Raises:
            NotInForceError: no rules, or not this scheme, were in force at signature.
            UnknownReadingError: a chosen reading that the rules of that day do not have.
        """
        try:
            return self._of(award.scheme, award.signed_on)
        except NotInForceError as error:
            hint = Text(
                "les règles sont celles du jour de signature : vérifiez `signed_on`",
                "the rules are those of the day of signature: check `signed_on`",
            )
            faults = (replace(fault, hint=hint) for fault in error.faults)
            raise NotInForceError(about(award, faults)) from None

    def _of(self, scheme: str, day: date) -> Covenant:
        if day not in self.rulebooks:
            self.rulebooks[day] = in_force(self.region, day)
        rulebook = self.rulebooks[day]
        key = (scheme, rulebook.digest)
        if key not in self.made:
            self.made[key] = covenant(rulebook, scheme, day, self.chosen)
        return self.made[key]


def about(award: Award, faults: Iterable[Fault]) -> list[Fault]:
    """The faults, each saying which award it is about."""
    return [
        replace(
            fault,
            message=Text(
                f"aide `{award.id}` : {fault.message.fr}", f"award `{award.id}`: {fault.message.en}"
            ),
        )
        for fault in faults
    ]
