"""
The findings for awards on one day, every match computed twice.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from eligibility.awards.attributes import answers
from eligibility.awards.award import Award, Event
from eligibility.awards.bounds import Bounds
from eligibility.awards.clawback import clawback, total
from eligibility.awards.coherence import warnings
from eligibility.awards.covenants import about
from eligibility.awards.duties import DatedDuty, Dating, DutyDates
from eligibility.awards.evidence import evidence
from eligibility.awards.monitoring import (
    Consequence,
    DutyFinding,
    DutyStatus,
    Monitoring,
    Otherwise,
)
from eligibility.awards.record import record
from eligibility.engines.matching import (
    EARLIEST,
    LATEST,
    Happening,
    Matcher,
    Question,
    Window,
    agreed,
)
from eligibility.engines.matching import Answer as Match
from eligibility.errors import EngineError
from eligibility.logic import Truth, evaluate
from eligibility.rulebook.covenant import Cause, Covenant, Undertaking

__all__ = ["monitor", "monitor_all", "undertakings_of"]


def monitor(award: Award, covenant: Covenant, *, on: date, matcher: Matcher) -> Monitoring:
    """
    What is found for *award* on that day.

    Reads no clock, no network and no ledger. An event after *on* is not known
    yet; what is missing leaves a finding unknown, never kept.

    Raises:
        EngineError: *matcher* and the reference disagree, or it gave no answer.
    """
    (found,) = monitor_all([award], covenant, on=on, matcher=matcher)()
    if isinstance(found, EngineError):
        raise found
    return found


def monitor_all(
    awards: Sequence[Award], covenant: Covenant, *, on: date, matcher: Matcher
) -> Callable[[], Iterator[Monitoring | EngineError]]:
    """
    The same for several awards under one covenant, in order; an award without
    answer is its error.

    Begins at once; the job waits for the matches, and then makes each finding
    as it is asked for.
    """
    cases = [_Case(award, covenant, on) for award in awards]
    matched = agreed(covenant.causes, [case.question() for case in cases], matcher)

    def found() -> Iterator[Monitoring | EngineError]:
        matches = matched()
        return (
            EngineError(about(case.award, match.faults))
            if isinstance(match, EngineError)
            else case.monitoring(match)
            for case, match in zip(cases, matches, strict=True)
        )

    return found


def undertakings_of(covenant: Covenant, award: Award) -> tuple[Undertaking, ...]:
    """The duties of the chosen readings, which may only be meant for some companies."""
    if evaluate(covenant.when, award.facts) is True:
        return covenant.undertakings
    return covenant.otherwise


class _Case:
    """
    One award under evaluation.

    Its duties under every reading share one list of windows, and a duty that
    readings share has one finding.
    """

    def __init__(self, award: Award, covenant: Covenant, on: date) -> None:
        region = covenant.rulebook.region
        self.award, self.covenant, self.on = award, covenant, on
        self.record = record(award.events, on)
        self.dating = Dating.of(award, region, self.record.programme_ended)
        self.answers = {
            event.number: answers(event, award, self.dating.programme_end, region)
            for event in self.record.counted
        }
        dates = DutyDates(self.dating)
        self.base = dates.under(undertakings_of(covenant, award))
        self.variants = [
            (choice, dates.under(undertakings))
            for choice, undertakings in covenant.variants
            if evaluate(choice.when, award.facts) is True
        ]
        self.windows: dict[Window, int] = {}
        self.window_of: dict[int, int] = {}
        self.found: dict[int, DutyFinding] = {}

    def question(self) -> Question:
        """The windows of every duty, and the events that count."""
        positions = {cause: at for at, cause in enumerate(self.covenant.causes)}
        for duties in (self.base, *(found for _, found in self.variants)):
            for duty in duties:
                if id(duty) not in self.window_of:
                    window = _window(duty, positions)
                    self.window_of[id(duty)] = self.windows.setdefault(window, len(self.windows))
        return Question(
            tuple(self.windows),
            tuple(
                Happening(
                    event.on.toordinal(),
                    event.kind,
                    {name: each.truth for name, each in self.answers[event.number].items()},
                )
                for event in self.record.counted
            ),
        )

    def monitoring(self, match: Match) -> Monitoring:
        """The findings that follow from what matched."""
        touched: _Touched = {}
        for (window, number), truth in sorted(match.items()):
            touched.setdefault(window, []).append((self.record.counted[number], truth))
        findings = self.findings(self.base, touched)
        return Monitoring(
            award=self.award,
            covenant=self.covenant,
            on=self.on,
            record=self.record,
            dating=self.dating,
            answers=self.answers,
            findings=findings,
            total=self.total(findings),
            sensitive_to=tuple(self.otherwise(findings, touched)),
            warnings=(*self.award.warnings, *warnings(self.dating, self.base)),
        )

    def findings(self, duties: Iterable[DatedDuty], touched: "_Touched") -> tuple[DutyFinding, ...]:
        found = []
        for duty in duties:
            if id(duty) not in self.found:
                events = touched.get(self.window_of[id(duty)], [])
                self.found[id(duty)] = self.finding(duty, events)
            found.append(self.found[id(duty)])
        return tuple(found)

    def finding(self, duty: DatedDuty, touched: list[tuple[Event, Truth]]) -> DutyFinding:
        breaches = tuple(event for event, truth in touched if truth is True)
        doubts = tuple(event for event, truth in touched if truth is None)
        status, missing = self.status(duty, breaches, doubts)
        consequence = Consequence.NONE
        if status is DutyStatus.BREACHED:
            consequence = Consequence(duty.undertaking.consequence)
        asked = None
        if consequence is not Consequence.NONE:
            asked = clawback(self.dating, duty, breaches)
            missing = (*missing, *asked.missing)
        return DutyFinding(
            duty=duty,
            status=status,
            evidence=evidence(duty, self.record.counted, self.on),
            consequence=consequence,
            breaches=breaches,
            doubts=doubts,
            clawback=asked,
            missing=tuple(dict.fromkeys(missing)),
        )

    def status(
        self, duty: DatedDuty, breaches: tuple[Event, ...], doubts: tuple[Event, ...]
    ) -> tuple[DutyStatus, tuple[str, ...]]:
        """The status, and what is missing to settle it or the last day."""
        if duty.applies is None:
            return DutyStatus.UNKNOWN, duty.missing
        if breaches:
            if duty.present is None:
                return DutyStatus.UNKNOWN, (duty.object,)
            return DutyStatus.BREACHED, ()
        if doubts:
            return DutyStatus.UNKNOWN, tuple(self.doubtful(duty, doubts))
        if duty.end is None:
            return DutyStatus.PENDING, ()
        if duty.end.latest is None or self.on <= (duty.end.earliest or date.min):
            # A programme that is not known to have ended goes on, and the duty with it.
            return DutyStatus.PENDING, duty.missing
        if self.on > duty.end.latest:
            return DutyStatus.KEPT, ()
        return DutyStatus.UNKNOWN, duty.missing

    def doubtful(self, duty: DatedDuty, doubts: tuple[Event, ...]) -> Iterator[str]:
        """What would tell whether *doubts* break the duty."""
        (first, last), _ = _days(duty)
        for event in doubts:
            if not first <= event.on.toordinal() <= last:
                yield from duty.missing
            for cause in duty.undertaking.broken_by:
                if cause.event == event.kind and duty.object in cause.objects:
                    for name, _ in cause.where:
                        yield from self.answers[event.number][name].missing
        if duty.present is None:
            yield duty.object

    def total(self, findings: Iterable[DutyFinding]) -> int | None:
        return total(
            self.award,
            ((each.breaches[0], each.clawback) for each in findings if each.clawback is not None),
        )

    def otherwise(
        self, findings: tuple[DutyFinding, ...], touched: "_Touched"
    ) -> Iterator[Otherwise]:
        usual = {each.key: each for each in findings}
        for choice, duties in self.variants:
            others = self.findings(duties, touched)
            changed = tuple(each for each in others if _differs(usual.get(each.key), each))
            keys = {each.key for each in others}
            absent = tuple(
                key for key, each in usual.items() if key not in keys and _differs(each, None)
            )
            if changed or absent:
                yield Otherwise(
                    choice.reading, choice.alternative, changed, absent, self.total(others)
                )


_Touched = dict[int, list[tuple[Event, Truth]]]
"""By window: the events that break it, surely (True) or possibly (None), in order of day."""


def _differs(one: DutyFinding | None, two: DutyFinding | None) -> bool:
    """Whether something follows from the one that does not follow from the other."""
    return one is not two and _weight(one) != _weight(two)


def _weight(finding: DutyFinding | None) -> tuple[object, ...]:
    """What may follow: nothing from a duty that is kept, still runs, or does not concern the award."""
    if finding is None or finding.status in (DutyStatus.KEPT, DutyStatus.PENDING):
        return ()
    cents = finding.clawback.cents if finding.clawback else None
    return finding.status, finding.consequence, cents


def _window(duty: DatedDuty, positions: Mapping[Cause, int]) -> Window:
    causes = tuple(
        positions[cause.event, cause.where]
        for cause in duty.undertaking.broken_by
        if duty.object in cause.objects
    )
    return Window(causes, *_days(duty))


def _days(duty: DatedDuty) -> tuple[tuple[int, int], tuple[int, int]]:
    """First and last day ordinal on which the duty surely, and possibly, runs."""
    first = _ordinals(duty.start)
    last = (LATEST, LATEST) if duty.end is None else _ordinals(duty.end)
    return (first[1], last[0]), (first[0], last[1])


def _ordinals(bounds: Bounds) -> tuple[int, int]:
    """Both bounds as day ordinals."""
    return (
        bounds.earliest.toordinal() if bounds.earliest else EARLIEST,
        bounds.latest.toordinal() if bounds.latest else LATEST,
    )
