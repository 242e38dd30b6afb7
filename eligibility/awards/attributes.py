"""
What is true of one event: the questions that rules may ask of it, answered.

The names are those of `facts.events.ATTRIBUTES`. What is not known leaves the
answer unknown, and its name goes with it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from eligibility.awards.award import Award, Event
from eligibility.awards.bounds import Bounds
from eligibility.awards.jobs import posts_to_keep
from eligibility.facts.events import ATTRIBUTES, OWN
from eligibility.logic import Truth
from eligibility.logic.reference import conjunction
from eligibility.rulebook import Region

__all__ = ["Answer", "answers"]


@dataclass(frozen=True, slots=True)
class Answer:
    """True, false or unknown; *missing* names what would settle it."""

    truth: Truth
    missing: tuple[str, ...] = ()


def answers(event: Event, award: Award, programme_end: Bounds, region: Region) -> dict[str, Answer]:
    """The answer to each question that may be asked of the event's kind."""
    asked = _Asked(event, award, programme_end, region)
    return {name: _ANSWERED[name](asked) for name in ATTRIBUTES[event.kind]}


@dataclass(frozen=True, slots=True)
class _Asked:
    event: Event
    award: Award
    programme_end: Bounds
    region: Region

    def stated(self, name: str) -> Answer:
        """A field of the event that is itself true or false."""
        value = self.event.fields.get(name)
        return Answer(value) if isinstance(value, bool) else Answer(None, (self.path(name),))

    def path(self, name: str) -> str:
        return f"events.{self.event.name}.{name}"

    def below_aided_jobs(self) -> Answer:
        wanted = posts_to_keep(self.award, self.programme_end, self.event.on)
        count = int(str(self.event.fields["jobs"]))
        if count < wanted.least:
            return Answer(True)
        if wanted.most is not None and count >= wanted.most:
            return Answer(False)
        return Answer(None, wanted.missing)

    def out_of_region(self) -> Answer:
        commune = self.event.fields.get("commune")
        if not isinstance(commune, str):
            return Answer(None, (self.path("commune"),))
        if not self.region.departments:
            return Answer(None)
        department = commune[:3] if commune.startswith("97") else commune[:2]
        return Answer(department not in self.region.departments)

    def is_own(self) -> Answer:
        by = self.event.fields.get("by")
        if by is None:
            return Answer(None, (self.path("by"),))
        if by == OWN:
            return Answer(True)
        if str(by).isdigit() and self.award.siren is None:
            return Answer(None, ("company.siren",))
        return Answer(by == self.award.siren)

    def own_in_region(self) -> Answer:
        own, region = self.is_own(), self.event.fields.get("region")
        inside = None if region is None else region == self.region.name
        truth = conjunction((own.truth, inside))
        if truth is not None:
            return Answer(truth)
        return Answer(None, (*own.missing, *([self.path("region")] if region is None else [])))

    def at_plan_partner(self) -> Answer:
        by, own = self.event.fields.get("by"), self.is_own()
        if own.truth or by == "other":
            return Answer(False)
        if by == "partner":
            return Answer(True)
        if by is None:
            return own
        return Answer(None, ("partners",)) if self.award.partners is None else self.planned(str(by))

    def outside_plan(self) -> Answer:
        if self.award.partners is None:
            return Answer(None, ("partners",))
        return Answer(not self.planned(str(self.event.fields["siren"])).truth)

    def planned(self, siren: str) -> Answer:
        return Answer(siren in (self.award.partners or ()))


_ANSWERED: dict[str, Callable[[_Asked], Answer]] = {
    "below_aided_jobs": _Asked.below_aided_jobs,
    "out_of_region": _Asked.out_of_region,
    "affects_control": lambda asked: asked.stated("affects_control"),
    "own_in_region": _Asked.own_in_region,
    "at_plan_partner": _Asked.at_plan_partner,
    "outside_plan": _Asked.outside_plan,
    "accepted": lambda asked: asked.stated("accepted"),
    "within_group": lambda asked: asked.stated("within_group"),
}
