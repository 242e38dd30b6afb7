"""Random programs and dossiers with proceedings, views and facts that follow from others."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from hypothesis import strategies as st

from eligibility.decisions import Decision, decide
from eligibility.engines.protocol import reference
from eligibility.facts import Catalogue, Dossier, Fact, FactName, FactType, Stated
from eligibility.facts.catalogue import View
from eligibility.facts.proceedings import Proceeding
from eligibility.language import Text
from eligibility.logic import ALWAYS, Condition
from eligibility.rulebook import Line, Program
from tests.strategies import LISTS, NUMBERS, TEXTS, TRUTHS, WORD_FACTS, WORDS, conditions, facts

__all__ = ["CATALOGUE", "TODAY", "Reference", "decided", "decisions", "made_of"]

TODAY = date(2023, 2, 1)
PROCEEDINGS, VIEW = LISTS[2], LISTS[1]
BOUNDED, IMPLIED = NUMBERS[0], TRUTHS[3]


class Reference:
    """The reference in the place of an engine: durable-rules is held to it elsewhere."""

    def start(self, made: Any, known: Any) -> Any:
        return lambda: reference(made, known)


def _facts() -> dict[FactName, Fact]:
    kinds = [
        (NUMBERS, FactType.NUMBER),
        (TRUTHS, FactType.BOOLEAN),
        (WORD_FACTS, FactType.WORD),
        (LISTS, FactType.WORDS),
        (TEXTS, FactType.TEXT),
    ]
    found = {}
    for names, kind in kinds:
        for at, name in enumerate(names):
            words = WORDS if kind in (FactType.WORD, FactType.WORDS) else []
            given: dict[str, Any] = {
                "type": kind,
                "words": tuple((word, Text(word, word)) for word in words),
                "within_reach": at % 2 == 0,
                "answered_by": ("company",) if at % 3 else ("officer",),
            }
            if name == PROCEEDINGS:
                given["type"] = FactType.PROCEEDINGS
            if name == VIEW:
                given |= {"view": View.AS_DEFENDANT, "view_of": PROCEEDINGS}
            if name == BOUNDED:
                given |= {"minimum": 0, "maximum": 100}
            if name == IMPLIED:
                given["implied_by"] = (NUMBERS[3], NUMBERS[4])
            found[name] = Fact(name=name, label=Text(name, name), **given)
    return found


CATALOGUE = Catalogue(_facts())

_days = st.sampled_from([None, *(TODAY + timedelta(days=n) for n in (-9, 0, 1, 5, 30))])


@st.composite
def _proceedings(draw: st.DrawFn) -> Proceeding:
    opened, closed = draw(_days), draw(_days)
    if opened and closed and closed < opened:
        opened, closed = closed, opened
    role = draw(st.sampled_from([None, "claimant", "defendant"]))
    return Proceeding(draw(st.sampled_from(WORDS)), role, opened, closed, draw(_days))


@st.composite
def _dossiers(draw: st.DrawFn) -> Dossier:
    known: dict[FactName, Any] = dict(draw(facts()))
    known.pop(PROCEEDINGS, None)
    known.pop(VIEW, None)
    if BOUNDED in known:
        known[BOUNDED] = max(0, min(100, known[BOUNDED]))
    listed = draw(st.one_of(st.none(), st.lists(_proceedings(), max_size=3)))
    if listed is not None:
        known[PROCEEDINGS] = tuple(listed)
    return Dossier("d", "s", TODAY, {name: Stated(value) for name, value in known.items()})


def made_of(
    pairs: list[tuple[Condition, Condition]],
    otherwise: list[tuple[Condition, Condition]] | None = None,
    when: Condition = ALWAYS,
    catalogue: Catalogue = CATALOGUE,
) -> Program:
    """A program of these guards and requirements."""
    at: dict[Condition, int] = {}

    def lines(given: list[tuple[Condition, Condition]], prefix: str) -> tuple[Line, ...]:
        return tuple(
            Line(
                SimpleNamespace(id=f"{prefix}-{index}"),  # type: ignore[arg-type]
                guard,
                requirement,
                at.setdefault(guard, len(at)),
                at.setdefault(requirement, len(at)),
            )
            for index, (guard, requirement) in enumerate(given)
        )

    base = lines(pairs, "C")
    other = None if otherwise is None else lines(otherwise, "O")
    when_at = at.setdefault(when, len(at))
    rulebook: Any = SimpleNamespace(catalogue=catalogue, strategies=())
    return Program(
        rulebook=rulebook,
        scheme=SimpleNamespace(id="s", clauses=(), applicants=(), audience=ALWAYS),  # type: ignore[arg-type]
        readings=(),
        conditions=tuple(at),
        lines=base,
        otherwise=other,
        when_at=when_at,
        variants=(),
        predicates=(),
        properties={},
    )


def decided(dossier: Dossier, program: Program, on: date = TODAY) -> Decision:
    """The decision, computed by the reference."""
    return decide(dossier, program, as_of=on, engine=Reference())


@st.composite
def decisions(draw: st.DrawFn) -> Decision:
    """A random decision, sometimes of a program whose lines depend on a condition."""
    guards = st.one_of(st.just(ALWAYS), conditions)
    pairs = st.lists(st.tuples(guards, conditions), min_size=1, max_size=5)
    otherwise = draw(st.one_of(st.none(), pairs))
    when = ALWAYS if otherwise is None else draw(conditions)
    return decided(draw(_dossiers()), made_of(draw(pairs), otherwise, when))
