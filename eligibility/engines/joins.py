"""
Events matched to duties by durable-rules, inside the part of it that ends and is exact.

Two rules for each cause: one fires on each window and event where it surely
breaks, one where it possibly does. A join there is flat, on an integer key
that both facts carry, over fields that are always present, and its last
condition is always true: otherwise the engine reads past its own memory.
Truths are two fields each, so that unknown needs no test for absence.
"""

import itertools
from collections.abc import Callable, Sequence
from typing import Any

from eligibility.engines.durable import QuietHost, check_names, no_answer
from eligibility.engines.matching import Answer, Happening, MatchJob, Question, Window
from eligibility.errors import EngineError
from eligibility.rulebook.covenant import Cause

__all__ = ["Joins"]

MAX_CAUSES = 25
"""In one ruleset: two rules each, well below the number that may fire on one fact."""
MAX_EVENTS = 1000
"""In one state; more are matched in turns, since events do not meet each other."""
_SID = "a"
_WINDOW, _EVENT = "window", "event"
_names = itertools.count()


class _Ruleset:
    """Some of the causes in one ruleset."""

    def __init__(self, causes: Sequence[tuple[int, Cause]]) -> None:
        self.kinds = {kind: at for at, kind in enumerate(dict.fromkeys(c[0] for _, c in causes))}
        attributes = dict.fromkeys(name for _, (_, where) in causes for name, _ in where)
        self.fields = {name: at for at, name in enumerate(attributes)}
        self.causes = [at for at, _ in causes]
        self.fired: list[tuple[str, int, int]] = []
        self.name = f"j{next(_names)}"
        definition: dict[str, Any] = {
            "w": {"all": [{"m": {"kind": _WINDOW}}], "run": _handled},
            "e": {"all": [{"m": {"kind": _EVENT}}], "run": _handled},
        }
        for at, cause in causes:
            for sure in (True, False):
                definition[f"{'s' if sure else 'p'}{at}"] = self.rule(at, cause, sure)
        plain = ("kind", "sid", "id", "$s", "key", "one", "n", "k", "day", "sf", "sl", "pf", "pl")
        truths = [f"{sign}{at}" for at in self.fields.values() for sign in "tf"]
        check_names([*plain, *truths, *(f"c{at}" for at in self.causes)])
        check_names(["m", "d", "h", *definition])
        self.host = QuietHost({self.name: definition})

    def rule(self, at: int, cause: Cause, sure: bool) -> dict[str, Any]:
        kind, where = cause
        first, last = ("sf", "sl") if sure else ("pf", "pl")
        wanted = [
            {f"{'t' if truth is sure else 'f'}{self.fields[name]}": sure} for name, truth in where
        ]
        joined = [
            {"kind": _EVENT},
            {"k": self.kinds[kind]},
            *wanted,
            {"key": {"d": "key"}},
            {"$gte": {"day": {"d": first}}},
            {"$lte": {"day": {"d": last}}},
            {"one": {"d": "one"}},  # the last condition of a join must be true
        ]
        window = {"$and": [{"kind": _WINDOW}, {f"c{at}": True}]}
        return {"all": [{"d": window}, {"h": {"$and": joined}}], "run": self.noting(sure)}

    def noting(self, sure: bool) -> Callable[[Any], None]:
        mark = "s" if sure else "p"

        def note(match: Any) -> None:
            self.fired.append((mark, match.d["n"], match.h["n"]))

        return note

    def run(self, question: Question) -> list[tuple[str, int, int]]:
        """What fired: `s` (surely) or `p` (possibly), window, event."""
        self.fired.clear()
        for start in range(0, len(question.happenings), MAX_EVENTS):
            self.turn(question, range(start, min(start + MAX_EVENTS, len(question.happenings))))
        return self.fired

    def turn(self, question: Question, numbers: range) -> None:
        facts = [
            *(self.window(at, window) for at, window in enumerate(question.windows)),
            *(self.event(at, question.happenings[at]) for at in numbers),
        ]
        complained = False
        try:
            for at, fact in enumerate(facts):
                state = self.host.assert_fact(self.name, {**fact, "sid": _SID, "id": str(at)})
                complained = complained or bool((state or {}).get("exception"))
            self.host.delete_state(self.name, _SID)
        except Exception as error:
            raise EngineError([no_answer(type(error).__name__)]) from None
        if complained:
            raise EngineError([no_answer("exception")])

    def window(self, at: int, window: Window) -> dict[str, Any]:
        fact: dict[str, Any] = {
            "kind": _WINDOW,
            "key": 1,
            "one": 1,
            "n": at,
            "sf": window.surely[0],
            "sl": window.surely[1],
            "pf": window.possibly[0],
            "pl": window.possibly[1],
        }
        return fact | {f"c{each}": True for each in window.causes if each in self.causes}

    def event(self, at: int, happening: Happening) -> dict[str, Any]:
        fact: dict[str, Any] = {
            "kind": _EVENT,
            "key": 1,
            "one": 1,
            "n": at,
            "day": happening.day,
            "k": self.kinds.get(happening.kind, len(self.kinds)),
        }
        for name, field in self.fields.items():
            truth = happening.truths.get(name)
            # Surely true, and possibly false: what a rule asks of either is always there.
            fact[f"t{field}"] = truth is True
            fact[f"f{field}"] = truth is False
        return fact


class Joins:
    """The matcher in this process: for tests and workers; a person's process uses a worker."""

    def __init__(self) -> None:
        self.compiled: dict[tuple[Cause, ...], list[_Ruleset]] = {}

    def rulesets(self, causes: tuple[Cause, ...]) -> list[_Ruleset]:
        """The rulesets for *causes*, compiled once: the engine never frees them."""
        if causes not in self.compiled:
            numbered = list(enumerate(causes))
            self.compiled[causes] = [
                _Ruleset(numbered[start : start + MAX_CAUSES])
                for start in range(0, len(numbered), MAX_CAUSES)
            ]
        return self.compiled[causes]

    def start(self, causes: tuple[Cause, ...], questions: Sequence[Question]) -> MatchJob:
        """Matches at once; the job only hands the answers over."""
        rulesets = self.rulesets(causes)
        found = [_answer(rulesets, question) for question in questions]
        return lambda: found


def _answer(rulesets: Sequence[_Ruleset], question: Question) -> Answer:
    found: dict[str, set[tuple[int, int]]] = {"s": set(), "p": set()}
    for ruleset in rulesets:
        for mark, at, number in ruleset.run(question):
            found[mark].add((at, number))
    if not found["s"] <= found["p"]:
        raise EngineError([no_answer("surely, and yet not possibly")])
    return {pair: (pair in found["s"]) or None for pair in found["p"]}


def _handled(_: Any) -> None:
    """Every fact is handled by some rule, so that its state can be deleted."""
