"""
What a table has to be held against: each scheme in each period of the rules.

The rows of one table may fall under several schemes and several versions of
the rules. All of their programs share one list of conditions and one list of
pairs (guard, requirement); each program then says which pairs are its own.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from eligibility.errors import NotInForceError, UnknownReadingError
from eligibility.facts import FactName
from eligibility.language import Text
from eligibility.logic import ALWAYS, NEVER, Condition, facts_of, leaves, settled
from eligibility.rulebook import ClauseId, Line, Program, Region, in_force, program
from eligibility.rulebook.choices import checked_readings
from eligibility.rulebook.model import ReadingId

__all__ = ["LACKING", "Other", "Period", "Plan", "Track", "facts_needed", "periods", "plan"]


LACKING = Text(
    "les règles n'ont pas la lecture demandée au ",
    "the rules do not have the reading asked for on ",
)
"""What is said, before the day, of a row under rules without a reading that was asked for."""


@dataclass(frozen=True, slots=True)
class Period:
    """Days on which the same rules are in force: from *first* to the day before *until*."""

    first: date
    until: date | None

    def holds(self, day: date) -> bool:
        """Whether *day* is in it."""
        return self.first <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Other:
    """The pairs under another reading; it counts where the condition at *when* is true."""

    reading: ReadingId
    pairs: frozenset[int]
    when: int


@dataclass(frozen=True, slots=True)
class Track:
    """
    One scheme in one period: its program, and where its parts stand in the plan.

    *clauses* holds the pair and the id of each clause, in rulebook order; those
    that a property of the scheme sets aside are left out: they can have no
    other status than not applicable. A track may count only where the condition at *when* is true; elsewhere the
    track at *instead* does, which no row falls under by itself.
    """

    period: Period
    program: Program
    clauses: tuple[tuple[int, ClauseId], ...]
    others: tuple[Other, ...]
    when: int | None = None
    instead: int | None = None
    is_stand_in: bool = False

    @property
    def scheme(self) -> str:
        """The id of the scheme."""
        return self.program.scheme.id

    @property
    def pairs(self) -> frozenset[int]:
        """The pairs of its clauses under every reading."""
        own = frozenset(pair for pair, _ in self.clauses)
        return own.union(*(other.pairs for other in self.others))

    @property
    def readings(self) -> tuple[ReadingId, ...]:
        """The readings under which the conclusion may be another, each once, in their order."""
        return tuple(dict.fromkeys(other.reading for other in self.others))


@dataclass(frozen=True, slots=True)
class Plan:
    """
    Every condition and every pair once, and the tracks that point into them.

    *lacking* are the periods whose rules do not have a chosen reading.
    """

    region: Region
    periods: tuple[Period, ...]
    lacking: tuple[Period, ...]
    tracks: tuple[Track, ...]
    conditions: tuple[Condition, ...]
    pairs: tuple[tuple[int, int], ...]


def periods(region: Region) -> Iterator[Period]:
    """The periods of the rules, from the first day of the first one; none overlaps another."""
    starts = {part.in_force_from for part in region.parts}
    starts |= {
        part.in_force_until + timedelta(days=1) for part in region.parts if part.in_force_until
    }
    days = sorted(starts)
    for first, until in zip(days, (*days[1:], None), strict=True):
        yield Period(first, until)


def plan(
    region: Region,
    chosen: Mapping[str, str] | None = None,
    schemes: Collection[str] | None = None,
) -> Plan:
    """
    The plan for a table whose rows may fall under the *schemes*, or any scheme of *region*.

    What no row asks for is not lowered and not evaluated. A row under another
    scheme would have no track, so *schemes* holds at least those of the table.

    Raises:
        UnknownReadingError: *chosen* names a reading, or an alternative, that
            no version of the rules has.
    """
    places = _Places()
    tracks: list[Track] = []
    refused: dict[Period, UnknownReadingError] = {}
    known = tuple(periods(region))
    for period in known:
        try:
            made = tuple(_programs(region, period, chosen, schemes))
        except UnknownReadingError as lacking:
            refused[period] = lacking
            continue
        for each in made:
            tracks += _tracks(period, each, places, len(tracks))
    for error in refused.values():
        if len(refused) == len(known):
            raise error
    return Plan(
        region=region,
        periods=known,
        lacking=tuple(refused),
        tracks=tuple(tracks),
        conditions=tuple(places.conditions),
        pairs=tuple(places.pairs),
    )


def facts_needed(plan: Plan) -> tuple[FactName, ...]:
    """The facts that the conditions of *plan* read, in the order of the catalogue."""
    read_ = {fact for node in plan.conditions for leaf in leaves(node) for fact in facts_of(leaf)}
    return tuple(fact.name for fact in plan.region.catalogue if fact.name in read_)


class _Places:
    """Gives every distinct condition, and every distinct pair of them, a place."""

    def __init__(self) -> None:
        self.conditions: dict[Condition, int] = {}
        self.pairs: dict[tuple[int, int], int] = {}

    def condition(self, node: Condition) -> int:
        return self.conditions.setdefault(node, len(self.conditions))

    def clauses(self, lines: Iterable[Line], made: Program) -> Iterator[tuple[int, ClauseId]]:
        """The pair and the id of each line that the properties of the scheme leave in force."""
        for line in lines:
            guard = settled(line.guard, made.properties)
            requirement = settled(line.requirement, made.properties)
            if guard == NEVER or requirement == ALWAYS:
                continue
            pair = (self.condition(guard), self.condition(requirement))
            yield self.pairs.setdefault(pair, len(self.pairs)), line.clause.id


def _programs(
    region: Region,
    period: Period,
    chosen: Mapping[str, str] | None,
    schemes: Collection[str] | None,
) -> Iterator[Program]:
    """The program of each scheme in force in *period*; none after the last rules have ended."""
    try:
        rulebook = in_force(region, period.first)
    except NotInForceError:
        return
    checked_readings(rulebook, chosen or {})
    for scheme in rulebook.schemes:
        if schemes is None or scheme.id in schemes:
            yield program(rulebook, scheme.id, period.first, chosen)


def _tracks(period: Period, made: Program, places: _Places, at: int) -> tuple[Track, ...]:
    """The track of one program, at place *at*, and the one that may stand in for it."""

    def when(at: int) -> int:
        return places.condition(settled(made.conditions[at], made.properties))

    others = tuple(
        Other(
            variant.reading,
            frozenset(pair for pair, _ in places.clauses(variant.lines, made)),
            when(variant.when_at),
        )
        for variant in made.variants
    )
    track = Track(period, made, tuple(places.clauses(made.lines, made)), others)
    if made.otherwise is None:
        return (track,)
    otherwise = tuple(places.clauses(made.otherwise, made))
    return (
        replace(track, when=when(made.when_at), instead=at + 1),
        replace(track, clauses=otherwise, is_stand_in=True),
    )
