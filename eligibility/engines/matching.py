"""
Events matched to duties: the question, its answer, and what the answer means.

A duty is seen as a window of days with the causes that break it; an event as
a day, a kind, and a truth for each thing that a cause may ask of it. Both are
flat values: an engine knows nothing of awards.
"""

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from eligibility.errors import EngineError, Fault
from eligibility.language import Text
from eligibility.logic import Truth
from eligibility.logic.reference import conjunction, disjunction
from eligibility.rulebook.covenant import Cause

__all__ = [
    "EARLIEST",
    "LATEST",
    "Answer",
    "Happening",
    "MatchJob",
    "Matcher",
    "Question",
    "Window",
    "agreed",
    "matches",
    "relevant",
]

EARLIEST, LATEST = 0, 4_000_000
"""Day ordinals before and after every day of the calendar: no limit."""


@dataclass(frozen=True, slots=True)
class Window:
    """
    When a duty surely runs and when it possibly does, as first and last day
    ordinals (never, where the first comes after the last); positions of the
    causes that break it.
    """

    causes: tuple[int, ...]
    surely: tuple[int, int]
    possibly: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Happening:
    """One event: its day ordinal, its kind, and a truth for each attribute of the kind."""

    day: int
    kind: str
    truths: Mapping[str, Truth]


@dataclass(frozen=True, slots=True)
class Question:
    """The windows and the events of one award."""

    windows: tuple[Window, ...]
    happenings: tuple[Happening, ...]


Answer = Mapping[tuple[int, int], bool | None]
"""Window and event, by position: True where the event surely breaks, None where it may; else absent."""

MatchJob = Callable[[], Sequence[Answer]]


class Matcher(Protocol):
    """Answers questions on one list of causes; may work elsewhere while the caller goes on."""

    def start(self, causes: tuple[Cause, ...], questions: Sequence[Question]) -> MatchJob:
        """
        Begins to match; the job gives an answer for each question.

        Raises (here or in the job):
            EngineError: the engine gave no answer.
        """


def matches(causes: tuple[Cause, ...], question: Question) -> Answer:
    """The answer as the specification has it."""
    found: dict[tuple[int, int], bool | None] = {}
    for number, happening in enumerate(question.happenings):
        met = {at: _meets(happening, cause) for at, cause in enumerate(causes)}
        for at, window in enumerate(question.windows):
            inside = _inside(window, happening.day)
            if inside is not False:
                truth = conjunction((inside, disjunction(met[each] for each in window.causes)))
                if truth is not False:
                    found[at, number] = truth
    return found


def _inside(window: Window, day: int) -> Truth:
    if window.surely[0] <= day <= window.surely[1]:
        return True
    return None if window.possibly[0] <= day <= window.possibly[1] else False


def _meets(happening: Happening, cause: Cause) -> Truth:
    kind, where = cause
    if happening.kind != kind:
        return False
    return conjunction(_is(happening.truths.get(name), wanted) for name, wanted in where)


def _is(truth: Truth, wanted: bool) -> Truth:
    return None if truth is None else truth is wanted


def relevant(causes: tuple[Cause, ...], question: Question) -> bool:
    """False when no event can possibly break anything, by kind and day alone."""
    spans: dict[str, list[tuple[int, int]]] = {}
    for window in question.windows:
        for at in window.causes:
            spans.setdefault(causes[at][0], []).append(window.possibly)
    return any(
        first <= each.day <= last
        for each in question.happenings
        for first, last in spans.get(each.kind, ())
    )


def agreed(
    causes: tuple[Cause, ...], questions: Sequence[Question], matcher: Matcher
) -> Callable[[], list[Answer | EngineError]]:
    """
    Begins to match; the job gives for each question the answer on which
    *matcher* and the reference agree, or the error: they disagree, or *matcher*
    gave no answer. A question that no event can touch is not put to it.
    """
    touched = [relevant(causes, question) for question in questions]
    asked = list(itertools.compress(questions, touched))
    job = _begun(causes, asked, matcher)

    def finished() -> list[Answer | EngineError]:
        expected = [matches(causes, question) for question in questions]
        found = iter(job())
        return [
            _agreed(question, right, next(found) if is_touched else {})
            for question, right, is_touched in zip(questions, expected, touched, strict=True)
        ]

    return finished


def _agreed(
    question: Question, expected: Answer, found: Answer | EngineError
) -> Answer | EngineError:
    if isinstance(found, EngineError) or expected == found:
        return found
    return EngineError(_faults(question, expected, found))


def _begun(
    causes: tuple[Cause, ...], asked: Sequence[Question], matcher: Matcher
) -> Callable[[], Sequence[Answer | EngineError]]:
    """The job of matching them all; where that fails, one by one, so that only the guilty one is lost."""
    if not asked:
        return list

    def one_by_one() -> Iterator[Answer | EngineError]:
        for question in asked:
            try:
                yield from matcher.start(causes, [question])()
            except EngineError as error:
                yield error

    try:
        job = matcher.start(causes, asked)
    except EngineError:
        return lambda: list(one_by_one())

    def finished() -> Sequence[Answer | EngineError]:
        try:
            return job()
        except EngineError:
            return list(one_by_one())

    return finished


def _faults(question: Question, expected: Answer, found: Answer) -> Iterable[Fault]:
    def said(answer: Answer, key: tuple[int, int]) -> Text:
        return _SAID[answer.get(key, False)]

    for key in sorted({*expected, *found}):
        if expected.get(key, False) is found.get(key, False):
            continue
        event = question.happenings[key[1]]
        right, wrong = said(expected, key), said(found, key)
        yield Fault(
            "engines-disagree",
            None,
            Text(
                f"les deux moteurs ne s'accordent pas sur un événement `{event.kind}` : "
                f"référence {right.fr}, durable-rules {wrong.fr}",
                f"the two engines disagree on an event `{event.kind}`: "
                f"reference {right.en}, durable-rules {wrong.en}",
            ),
            Text(
                "aucune conclusion n'est rendue ; signalez ce cas avec l'aide et la version",
                "no conclusion is given; report this case with the award and the version",
            ),
        )


_SAID = {
    True: Text("manquement", "breach"),
    False: Text("aucun manquement", "no breach"),
    None: Text("indécidé", "undecided"),
}
