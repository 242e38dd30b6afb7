"""durable-rules joins and the reference give the same matches, on random questions and awards."""

import random
from collections.abc import Sequence
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eligibility.awards.covenants import Covenants
from eligibility.awards.monitor import monitor_all
from eligibility.awards.monitoring import Monitoring
from eligibility.engines.join_worker import JoinWorker
from eligibility.engines.joins import MAX_CAUSES, MAX_EVENTS, Joins
from eligibility.engines.matching import (
    EARLIEST,
    LATEST,
    Answer,
    Happening,
    Question,
    Window,
    agreed,
    matches,
    relevant,
)
from eligibility.errors import EngineError
from eligibility.facts.events import ATTRIBUTES
from eligibility.rulebook import load_region
from eligibility.rulebook.covenant import Cause
from tests.awards.strategies import FIRST, awards

KINDS = list(ATTRIBUTES)
JOINS = Joins()


@st.composite
def causes(draw: st.DrawFn) -> Cause:
    kind = draw(st.sampled_from(KINDS))
    names = draw(st.lists(st.sampled_from(ATTRIBUTES[kind] or ("",)), unique=True))
    return kind, tuple(sorted((name, draw(st.booleans())) for name in names if name))


@st.composite
def windows(draw: st.DrawFn, size: int) -> Window:
    days = st.sampled_from([EARLIEST, 10, 11, 12, 13, 20, LATEST])
    first, last = draw(days), draw(days)
    return Window(
        tuple(draw(st.lists(st.integers(0, size - 1), unique=True, max_size=4))),
        (max(first, draw(days)), min(last, draw(days))),
        (first, last),
    )


@st.composite
def happenings(draw: st.DrawFn) -> Happening:
    kind = draw(st.sampled_from(KINDS))
    truths = {name: draw(st.sampled_from([True, False, None])) for name in ATTRIBUTES[kind]}
    return Happening(draw(st.integers(8, 22)), kind, truths)


@st.composite
def questions(draw: st.DrawFn) -> tuple[tuple[Cause, ...], list[Question]]:
    found = tuple(draw(st.lists(causes(), min_size=1, max_size=12, unique=True)))
    each = st.builds(
        Question,
        st.lists(windows(len(found)), max_size=6).map(tuple),
        st.lists(happenings(), max_size=8).map(tuple),
    )
    return found, draw(st.lists(each, min_size=1, max_size=8))


@settings(max_examples=60)
@given(questions())
def test_joins_and_reference_agree_on_random_questions(
    asked: tuple[tuple[Cause, ...], list[Question]],
) -> None:
    found, each = asked
    expected = [matches(found, question) for question in each]
    assert Joins().start(found, each)() == expected
    for question, answer in zip(each, expected, strict=True):
        assert relevant(found, question) or not answer


@cache
def covenants() -> Covenants:
    rules = Path(__file__).parents[2] / "rules" / "occitanie"
    return Covenants(load_region(rules, cached=False))


@settings(max_examples=30)
@given(st.lists(awards(), min_size=20, max_size=40), st.integers(0, 365 * 14))
def test_joins_and_reference_agree_on_thousands_of_random_awards(some: Any, later: int) -> None:
    on = FIRST + timedelta(days=later)
    for award in some:
        (found,) = monitor_all([award], covenants().of(award), on=on, matcher=JOINS)()
        assert isinstance(found, Monitoring), found


def test_more_causes_and_events_than_one_ruleset_takes_are_matched_in_turns() -> None:
    chance = random.Random(7)
    every: list[Cause] = [
        (kind, ((name, truth),))
        for kind, names in ATTRIBUTES.items()
        for name in names
        for truth in (True, False)
    ]
    every += [(kind, ()) for kind in KINDS]
    some = tuple(every[: MAX_CAUSES + 5])
    assert len(some) > MAX_CAUSES
    events = tuple(
        Happening(
            chance.randint(1, 90),
            kind,
            {name: chance.choice([True, False, None]) for name in ATTRIBUTES[kind]},
        )
        for kind in chance.choices(KINDS, k=MAX_EVENTS + 300)
    )
    window = Window(tuple(range(len(some))), (20, 60), (10, 70))
    question = Question((window,), events)
    assert Joins().start(some, [question])() == [matches(some, question)]


def test_a_worker_answers_as_the_reference_does() -> None:
    some: tuple[Cause, ...] = (
        ("activity_ceased", ()),
        ("job_count", (("below_aided_jobs", True),)),
    )
    asked = [
        Question(
            (Window((0, 1), (5, 9), (3, 9)),),
            (
                Happening(day, "activity_ceased", {}),
                Happening(day, "job_count", {"below_aided_jobs": None}),
            ),
        )
        for day in range(12)
    ]
    with JoinWorker() as worker:
        assert worker.start(some, asked)() == [matches(some, question) for question in asked]


class Lying:
    """A matcher that finds nothing."""

    def start(self, causes: tuple[Cause, ...], questions: Sequence[Question]) -> Any:
        return lambda: [{} for _ in questions]


class Failing:
    """A matcher that fails on events of one day."""

    def start(self, causes: tuple[Cause, ...], questions: Sequence[Question]) -> Any:
        def job() -> list[Answer]:
            if any(each.day == 6 for question in questions for each in question.happenings):
                raise EngineError([])
            return [matches(causes, question) for question in questions]

        return job


CAUSES: tuple[Cause, ...] = (("activity_ceased", ()),)


def _on(day: int) -> Question:
    return Question((Window((0,), (5, 9), (5, 9)),), (Happening(day, "activity_ceased", {}),))


def test_a_disagreement_is_an_error_that_names_the_event() -> None:
    (found,) = agreed(CAUSES, [_on(7)], Lying())()
    assert isinstance(found, EngineError)
    assert found.faults[0].code == "engines-disagree"
    assert "activity_ceased" in found.faults[0].message.fr


def test_only_the_award_that_the_engine_fails_on_is_lost() -> None:
    found = agreed(CAUSES, [_on(5), _on(6), _on(7)], Failing())()
    assert [isinstance(each, EngineError) for each in found] == [False, True, False]


def test_an_award_that_no_event_touches_is_not_put_to_the_engine() -> None:
    class Refusing:
        def start(self, causes: Any, questions: Any) -> Any:
            raise AssertionError

    assert agreed(CAUSES, [_on(4), _on(10)], Refusing())() == [{}, {}]


@pytest.mark.parametrize("day", [4, 5, 9, 10])
def test_a_window_has_both_its_days(day: int) -> None:
    (answer,) = Joins().start(CAUSES, [_on(day)])()
    assert answer == ({(0, 0): True} if 5 <= day <= 9 else {})
