"""
The dated duties of one award (SRDEII-A27-R2 to R8b, SRDTL-47-T29 to T32).

The rules say from when, until when, how long for whom; the award says when
that was. A day that depends on something unknown keeps its bounds.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from eligibility.awards.award import Award
from eligibility.awards.bounds import Bounds
from eligibility.facts import FactName
from eligibility.logic import Condition, Truth, evaluate, facts_of, leaves, settled
from eligibility.quantities import Span
from eligibility.rulebook import Clause, Region
from eligibility.rulebook.covenant import Undertaking
from eligibility.rulebook.duty import LastDay, Term
from eligibility.rulebook.sizes import FIGURES, Size, possible_sizes

__all__ = ["DatedDuty", "Dating", "DutyDates"]

_SIZE = FactName("company.size")


@dataclass(frozen=True, slots=True)
class DatedDuty:
    """
    One duty on one object.

    *applies* says whether the clause concerns the award, *present* whether
    there is anything to keep; neither is ever False. *end* is None where the
    text gives no end. *missing* names what would settle dates and *applies*.
    """

    undertaking: Undertaking
    object: str
    applies: Truth
    present: Truth
    start: Bounds
    end: Bounds | None
    missing: tuple[str, ...]

    @property
    def clause(self) -> Clause:
        """The clause that sets the duty."""
        return self.undertaking.clause

    @property
    def until(self) -> date | None:
        """The last day; None where the text gives no end, or something is missing."""
        return self.end.day if self.end else None

    @property
    def at_least_until(self) -> date | None:
        """Where the last day is not known: the earliest that it can be."""
        return self.end.earliest if self.end and self.end.day is None else None


@dataclass(frozen=True, slots=True)
class Dating:
    """What dates the duties of one award: its known days and the sizes that it may have."""

    award: Award
    region: Region
    sizes: tuple[Size, ...]
    programme_end: Bounds

    @classmethod
    def of(cls, award: Award, region: Region, ended: date | None) -> "Dating":
        """With the programme *ended* that day, where it is recorded; else as agreed."""
        planned = ended or award.programme.ends_on
        end = Bounds.exactly(planned) if planned else Bounds(award.programme.starts_on, None)
        return cls(award, region, possible_sizes(award.facts, region, award.size), end)

    def moment(self, name: str) -> Bounds:
        """The day of a moment that the rules name."""
        if name == "award.signed_on":
            return Bounds.exactly(self.award.signed_on)
        if name == "programme.ends_on":
            return self.programme_end
        starts = self.award.programme.starts_on
        return Bounds.exactly(starts) if starts else Bounds(None, self.programme_end.latest)

    def missing_for(self, conditions: Iterable[Condition]) -> Iterator[str]:
        """What would settle *conditions*: the size as a word, where no figure is known either."""
        wanted = {n for each in conditions for leaf in leaves(each) for n in facts_of(leaf)}
        known = self.award.facts
        if self.award.size is None and not any(name in known for name in FIGURES):
            wanted = {name if name not in FIGURES else _SIZE for name in wanted}
        return (str(name) for name in sorted(wanted) if name not in known)


class DutyDates:
    """Dates the duties of one award, each undertaking once, whatever the readings that share it."""

    def __init__(self, dating: Dating) -> None:
        self.dating = dating
        self.known: dict[int, tuple[DatedDuty, ...]] = {}

    def under(self, undertakings: tuple[Undertaking, ...]) -> tuple[DatedDuty, ...]:
        """
        The duties that concern the award, in rulebook order, one for each object.

        *undertakings* are those of a covenant, which keeps them alive.
        """
        found: list[DatedDuty] = []
        for each in undertakings:
            if id(each) not in self.known:
                self.known[id(each)] = tuple(_duties(self.dating, each))
            found += self.known[id(each)]
        ended = (_while_others_run(duty, found) for duty in found)
        return tuple(duty for duty in ended if duty is not None)


def _duties(dating: Dating, undertaking: Undertaking) -> Iterator[DatedDuty]:
    duty, award = undertaking.duty, dating.award
    missing: list[str] = []
    applies = _agreed(
        evaluate(settled(undertaking.guard, size), award.facts) for size in dating.sizes
    )
    if applies is None:
        missing += dating.missing_for([undertaking.guard])
    if duty.only_innovation and applies is not False:
        if award.innovation is None:
            missing.append("innovation")
            applies = None
        elif not award.innovation:
            applies = False
    if applies is False:
        return
    start = dating.moment(duty.start)
    if start.day is None:
        missing.append(duty.start)
    end = None
    if duty.end is not None or duty.terms:
        base = dating.moment(duty.end) if duty.end else start
        end = _end(dating, base, duty.terms, duty.last_day)
        if end.day is None:
            if base.day is None:
                missing.append(duty.end or duty.start)
            if len(set(_lengths(dating, duty.terms))) > 1:
                missing += dating.missing_for(term.when for term in duty.terms)
    for name in duty.objects:
        present = _present(award, name)
        if present is not False:
            wanted = tuple(dict.fromkeys(missing))
            yield DatedDuty(undertaking, name, applies, present, start, end, wanted)


def _agreed(truths: Iterable[Truth]) -> Truth:
    found = set(truths)
    return found.pop() if len(found) == 1 else None


def _present(award: Award, name: str) -> Truth:
    """Whether there is anything of the object to keep; unknown where the award does not say."""
    if name == "jobs":
        parts = (award.jobs, award.jobs_kept, award.jobs_created)
        if any(parts):
            return True
        return None if award.jobs is None else False
    if name == "investments":
        return None if award.investments is None else bool(award.investments)
    return True


def _lengths(dating: Dating, terms: tuple[Term, ...]) -> Iterator[Span | None]:
    """Every length that the duty can have; None = none at all for that size."""
    for size in dating.sizes:
        truths = [(evaluate(settled(term.when, size), dating.award.facts), term) for term in terms]
        sure = [term.length for truth, term in truths if truth]
        yield from (term.length for truth, term in truths if truth is None)
        yield sure[0] if sure else None


def _end(dating: Dating, base: Bounds, terms: tuple[Term, ...], last_day: LastDay) -> Bounds:
    if not terms:
        return base
    return Bounds.around(
        base if length is None else _after(base, length, last_day)
        for length in _lengths(dating, terms)
    )


def _after(base: Bounds, length: Span, last_day: LastDay) -> Bounds:
    end = Bounds(
        length.after(base.earliest) if base.earliest else None,
        length.after(base.latest) if base.latest else None,
    )
    return end.eve() if last_day is LastDay.EVE else end


def _while_others_run(duty: DatedDuty, every: Iterable[DatedDuty]) -> DatedDuty | None:
    """The duty, ended with the last of those that it runs beside; None where there are none."""
    names = duty.undertaking.duty.as_long_as
    if not names:
        return duty
    others = [each for each in every if each.clause.id in names]
    ends = [each.end for each in others if each.end is not None]
    if not ends:
        return None
    missing = dict.fromkeys((*duty.missing, *(name for each in others for name in each.missing)))
    return DatedDuty(
        duty.undertaking,
        duty.object,
        duty.applies,
        duty.present,
        duty.start,
        Bounds.last(ends),
        tuple(missing),
    )
