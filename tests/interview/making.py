"""Random rulebooks with what an interview needs of them, and people who answer."""

from collections.abc import Callable, Iterator
from datetime import date
from types import SimpleNamespace
from typing import Any

from hypothesis import strategies as st

from eligibility.decisions import Decision, decide
from eligibility.engines.protocol import Job, reference
from eligibility.facts import (
    Catalogue,
    Dossier,
    Fact,
    FactName,
    Facts,
    FactType,
    Stated,
    Words,
)
from eligibility.facts.catalogue import View
from eligibility.facts.proceedings import Proceeding
from eligibility.interview import Interview
from eligibility.language import Text
from eligibility.logic import ALWAYS, Condition, Empty, OneOf
from eligibility.rulebook import Line, Program
from tests import strategies as drawn

DAY = date(2023, 2, 1)
KINDS = ("civil", "tax", "labour")
COURT = FactName("c.proceedings")
DEFENDANT = FactName("c.as_defendant")

_leaves: st.SearchStrategy[Condition] = st.one_of(
    drawn.leaves,
    st.builds(
        OneOf,
        st.sampled_from([COURT, DEFENDANT]),
        st.sets(st.sampled_from(KINDS), min_size=1).map(frozenset),
    ),
    st.builds(Empty, st.sampled_from([COURT, DEFENDANT])),
)
conditions: st.SearchStrategy[Condition] = st.recursive(_leaves, drawn._groups, max_leaves=4)
guards: st.SearchStrategy[Condition] = st.one_of(st.just(ALWAYS), conditions)

_ANSWERERS = [("company",), ("officer",), ("company", "officer")]


class Reference:
    """The specification as an engine."""

    def start(self, program: Program, facts: Facts) -> Job:
        return lambda: reference(program, facts)


@st.composite
def catalogues(draw: st.DrawFn) -> Catalogue:
    """The facts of `tests.strategies` and proceedings, each answered by somebody."""

    def fact(name: FactName, kind: FactType, **more: Any) -> Fact:
        by = more.pop("by", None) or draw(st.sampled_from(_ANSWERERS))
        label = Text(name, name)
        return Fact(name=name, type=kind, label=label, answered_by=by, **more)

    words = tuple((word, Text(word, word)) for word in drawn.WORDS)
    kinds = tuple((word, Text(word, word)) for word in KINDS)
    found = [
        *(fact(name, FactType.NUMBER) for name in drawn.NUMBERS),
        *(fact(name, FactType.BOOLEAN) for name in drawn.TRUTHS),
        *(fact(name, FactType.WORD, words=words) for name in drawn.WORD_FACTS),
        *(fact(name, FactType.WORDS, words=words) for name in drawn.LISTS),
        *(fact(name, FactType.TEXT) for name in drawn.TEXTS),
        fact(COURT, FactType.PROCEEDINGS, words=kinds),
        fact(
            DEFENDANT,
            FactType.WORDS,
            words=kinds,
            view_of=COURT,
            view=View.AS_DEFENDANT,
            by=("company",),
        ),
    ]
    if draw(st.booleans()):
        found.reverse()
    return Catalogue({each.name: each for each in found})


def rulebook(
    catalogue: Catalogue,
    pairs: list[tuple[Condition, Condition]],
    otherwise: list[tuple[Condition, Condition]] | None = None,
    when: Condition = ALWAYS,
    properties: dict[FactName, bool] | None = None,
) -> Program:
    """A program of clauses with these guards and requirements."""
    at: dict[Condition, int] = {}

    def place(condition: Condition) -> int:
        return at.setdefault(condition, len(at))

    def lines(of: list[tuple[Condition, Condition]], mark: str) -> tuple[Line, ...]:
        return tuple(
            Line(SimpleNamespace(id=f"{mark}{n}"), guard, need, place(guard), place(need))  # type: ignore[arg-type]
            for n, (guard, need) in enumerate(of)
        )

    return Program(
        rulebook=SimpleNamespace(catalogue=catalogue, strategies=()),  # type: ignore[arg-type]
        scheme=SimpleNamespace(id="s", clauses=(), applicants=(), audience=ALWAYS),  # type: ignore[arg-type]
        readings=(),
        lines=lines(pairs, "A"),
        otherwise=None if otherwise is None else lines(otherwise, "B"),
        when_at=place(when),
        conditions=tuple(at),
        variants=(),
        predicates=(),
        properties=properties or {},
    )


_pairs = st.lists(st.tuples(guards, conditions), min_size=1, max_size=3)


@st.composite
def programs(draw: st.DrawFn, catalogue: Catalogue) -> Program:
    """Clauses with guards; sometimes other ones count where a condition is not true."""
    other = draw(st.booleans())
    name = drawn.TRUTHS[-1]
    return rulebook(
        catalogue,
        draw(_pairs),
        draw(_pairs) if other else None,
        draw(conditions) if other else ALWAYS,
        {name: draw(st.booleans())} if draw(st.booleans()) else None,
    )


@st.composite
def interviews(draw: st.DrawFn) -> Interview:
    """An interview at its beginning, sometimes on several programs, sometimes resumed."""
    catalogue = draw(catalogues())
    found = draw(st.lists(programs(catalogue), min_size=1, max_size=2))
    stated = {}
    if draw(st.booleans()):
        for name in draw(st.sets(st.sampled_from([fact.name for fact in catalogue.stated()]))):
            stated[name] = draw(answers(catalogue[name]))
    return Interview(tuple(found), Dossier("D", "s", None, stated), DAY)


def answers(fact: Fact) -> st.SearchStrategy[Stated]:
    """Whatever a person may answer to *fact*."""
    low, high = fact.minimum, fact.maximum
    match fact.type:
        case FactType.PROCEEDINGS:
            role = st.sampled_from([None, "claimant", "defendant"])
            kinds = st.sampled_from([word for word, _ in fact.words])
            return st.lists(st.builds(Proceeding, kinds, role), max_size=3).map(
                lambda found: Stated(tuple(found))
            )
        case FactType.WORDS:
            names = st.sampled_from([word for word, _ in fact.words])
            return st.sets(names).map(lambda found: Stated(Words.exactly(frozenset(found))))
        case FactType.WORD:
            return st.sampled_from([word for word, _ in fact.words]).map(Stated)
        case FactType.BOOLEAN:
            return st.booleans().map(Stated)
        case FactType.TEXT | FactType.CODE:
            return st.sampled_from(["", "  ", "text"]).map(Stated)
        case FactType.DATE:
            return st.dates(date(2000, 1, 1), date(2030, 1, 1)).map(lambda d: Stated(d.toordinal()))
        case _:
            near = st.sampled_from([*drawn.CONSTANTS, 2, -2, 7, 1_000_001, 20_000_000])
            fits = near.filter(
                lambda value: (low is None or value >= low) and (high is None or value <= high)
            )
            return fits.map(Stated)


def steps(
    interview: Interview, reply: Callable[[Fact], Stated | None]
) -> Iterator[tuple[Interview, Fact, Interview]]:
    """Each question with the interview before it and after its answer; None = not known."""
    bound = len(list(interview.programs[0].rulebook.catalogue.stated())) + 1
    for _ in range(bound):
        fact = interview.next_question()
        if fact is None:
            return
        stated = reply(fact)
        after = (
            interview.unknown(fact.name)
            if stated is None
            else interview.answered(fact.name, stated)
        )
        yield interview, fact, after
        interview = after
    raise AssertionError("more questions than there are facts")


def replies(data: st.DataObject) -> Callable[[Fact], Stated | None]:
    """Somebody who answers at random, and does not know a third of the time."""

    def reply(fact: Fact) -> Stated | None:
        if data.draw(st.integers(0, 2)) == 0:
            return None
        return data.draw(answers(fact))

    return reply


def concluded(interview: Interview) -> list[Decision]:
    """What is decided for each program of an interview from what is answered."""
    return [
        decide(interview.dossier, each, as_of=interview.as_of, engine=Reference())
        for each in interview.programs
    ]
