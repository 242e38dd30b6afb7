"""
durable-rules, kept inside the part of it that ends and is exact.

The engine is fast and famous, and outside a narrow subset it hangs, crashes
or answers wrong. This compiler only builds rulesets of that subset, and
refuses a program that would leave it:

- one flat fact for a dossier, integers, truths and words, unknown = absent;
- a kind in every pattern, a catch-all rule, no joins, no arithmetic;
- at most MAX_FIRINGS firings of one fact in a ruleset, MAX_ATOMS comparisons,
  MAX_FIELDS fields: a larger program is split over several rulesets;
- actions only append to a list; a state is deleted after each dossier.
"""

import itertools
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from durable.engine import Host

from eligibility.engines.patterns import (
    KIND,
    Fields,
    Pattern,
    as_condition,
    atoms,
    paths,
    patterns,
)
from eligibility.engines.protocol import Job, Truths
from eligibility.errors import EngineError, Fault
from eligibility.facts import Facts
from eligibility.language import Text
from eligibility.rulebook import Program

__all__ = ["Durable", "QuietHost", "Rulesets", "check_names", "no_answer"]

MAX_FIRINGS = 60
MAX_ATOMS = 450
MAX_FIELDS = 230
_SID = "d"
_CATCH_ALL = "all"
_names = itertools.count()


class QuietHost(Host):  # type: ignore[misc]
    """A host without the timer threads, which crash on deleted states."""

    def _run(self) -> None:
        return


class _Ruleset:
    """Some of a program's conditions in one ruleset."""

    def __init__(self, fields: Fields, rules: list[tuple[int, bool, Pattern]]) -> None:
        self.fields = fields
        self.fired: list[tuple[int, bool]] = []
        self.name = f"r{next(_names)}"
        definition: dict[str, Any] = {
            f"{'t' if truth else 'f'}{at}": {
                "all": [{"m": as_condition(pattern)}],
                "run": self.noting(at, truth),
            }
            for at, truth, pattern in rules
        }
        definition[_CATCH_ALL] = {"all": [{"m": KIND}], "run": self.noting(-1, True)}
        self.host = QuietHost({self.name: definition})

    def noting(self, at: int, truth: bool) -> Callable[[Any], None]:
        def note(_: Any) -> None:
            self.fired.append((at, truth))

        return note

    def run(self, facts: Facts) -> list[tuple[int, bool]]:
        """What fired for these facts; raises EngineError when the engine complains."""
        self.fired.clear()
        assertion = {**self.fields.assertion(facts), "sid": _SID, "id": "0"}
        try:
            state = self.host.assert_fact(self.name, assertion)
            self.host.delete_state(self.name, _SID)
        except Exception as error:
            raise EngineError([no_answer(type(error).__name__)]) from None
        if (state or {}).get("exception") or (-1, True) not in self.fired:
            raise EngineError([no_answer("exception")])
        return self.fired


class Rulesets:
    """A program compiled for durable-rules."""

    def __init__(self, program: Program) -> None:
        self.size = len(program.conditions)
        self.rulesets = [_Ruleset(fields, rules) for fields, rules in _split(program)]

    def truths(self, facts: Facts) -> Truths:
        """One truth for each condition; raises EngineError when the engine gave no clear answer."""
        found: list[bool | None] = [None] * self.size
        for ruleset in self.rulesets:
            for at, truth in ruleset.run(facts):
                if at < 0:
                    continue
                if found[at] is (not truth):
                    raise EngineError([no_answer(f"#{at}")])
                found[at] = truth
        return tuple(found)


class Durable:
    """The engine in this process: for tests and workers; a person's process uses a worker."""

    def __init__(self) -> None:
        self.compiled: dict[int, tuple[Program, Rulesets]] = {}

    def rulesets(self, program: Program) -> Rulesets:
        """The rulesets of *program*, compiled once: the engine never frees them."""
        known = self.compiled.get(id(program))
        if known is None:
            known = self.compiled[id(program)] = (program, Rulesets(program))
        return known[1]

    def start(self, program: Program, facts: Facts) -> Job:
        """Evaluates at once; the job only hands the truths over."""
        truths = self.rulesets(program).truths(facts)
        return lambda: truths


def _split(program: Program) -> Iterator[tuple[Fields, list[tuple[int, bool, Pattern]]]]:
    """The rules in as many rulesets as the limits ask for; raises EngineError where none is enough."""
    fields = Fields()
    rules: list[tuple[int, bool, Pattern]] = []
    firings = comparisons = 1
    for at, condition in enumerate(program.conditions):
        pair = patterns(condition, Fields())
        more_firings = max(map(paths, pair))
        more_atoms = sum(map(atoms, pair))
        if more_firings >= MAX_FIRINGS or more_atoms >= MAX_ATOMS // 2:
            raise EngineError([_too_wide(program, at)])
        full = (
            firings + more_firings > MAX_FIRINGS
            or comparisons + more_atoms > MAX_ATOMS
            or len(fields.names) + more_atoms > MAX_FIELDS
        )
        if full and rules:
            yield _checked(fields), rules
            fields, rules, firings, comparisons = Fields(), [], 1, 1
        firings += more_firings
        comparisons += more_atoms
        true, false = patterns(condition, fields)
        rules += [(at, truth, p) for truth, p in ((True, true), (False, false)) if p is not None]
    if rules:
        yield _checked(fields), rules


def _checked(fields: Fields) -> Fields:
    check_names([*fields.names.values(), "kind", "sid", "id", "$s", "m"])
    return fields


def check_names(names: Iterable[str]) -> None:
    """
    Raises EngineError where two *names* share a hash: the engine knows a name
    by 32 bits alone, and would take the two for one.
    """
    known = list(names)
    if len({_fnv1a(name) for name in known}) < len(known):
        raise EngineError([no_answer("hash")])


def _fnv1a(text: str) -> int:
    value = 0x811C9DC5
    for byte in text.encode():
        value = (value ^ byte) * 0x01000193 & 0xFFFFFFFF
    return value


def no_answer(detail: str) -> Fault:
    """The fault of an engine that answered nothing, or two things at once."""
    return Fault(
        "engine-failed",
        None,
        Text(
            f"durable-rules n'a pas donné de réponse claire ({detail})",
            f"durable-rules gave no clear answer ({detail})",
        ),
        Text(
            "aucune conclusion n'est rendue ; signalez ce cas avec le dossier et la version",
            "no conclusion is given; report this case with the dossier and the version",
        ),
    )


def _too_wide(program: Program, at: int) -> Fault:
    lines = (line for line in program.lines if at in (line.guard_at, line.requirement_at))
    named = ", ".join(f"`{line.clause.id}`" for line in lines) or f"`#{at}`"
    return Fault(
        "clause-too-wide",
        None,
        Text(
            f"la condition de {named} a trop de branches pour durable-rules",
            f"the condition of {named} has too many branches for durable-rules",
        ),
        Text("partagez la clause en deux", "split the clause in two"),
    )
