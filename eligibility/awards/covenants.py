"""
The covenant of each award: that of its scheme, under the rules in force at signature.
"""

from collections.abc import Mapping
from datetime import date

from eligibility.awards.award import Award
from eligibility.rulebook import Region, Rulebook, in_force
from eligibility.rulebook.covenant import Covenant, covenant

__all__ = ["Covenants"]


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
        day = award.signed_on
        if day not in self.rulebooks:
            self.rulebooks[day] = in_force(self.region, day)
        rulebook = self.rulebooks[day]
        key = (award.scheme, rulebook.digest)
        if key not in self.made:
            self.made[key] = covenant(rulebook, award.scheme, day, self.chosen)
        return self.made[key]
