"""
The clauses of the rulebook as plain data, for engines that know true and false only.

Each condition becomes two formulas, surely true and surely false, over facts
that may be absent. Facts that a table has no column for are settled here, so
that no engine pays for them.

    python -m tests.benchmarks.screening.clauses OUT.json
"""

import json
import sys
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any as Json
from typing import assert_never

from eligibility.facts import Catalogue, FactName
from eligibility.logic import (
    All,
    Always,
    Any,
    Compare,
    Condition,
    Empty,
    Known,
    Named,
    Not,
    OneOf,
)
from eligibility.logic.nodes import Leaf, facts_of
from eligibility.rulebook import load_region
from eligibility.screening.plan import Plan, plan
from tests.benchmarks.screening import ours, portfolio

__all__ = ["model"]

Formula = bool | list[Json]
"""True, False, `["all", …]`, `["any", …]`, or `["test", truth, facts, word, constant]`."""


def model(plan: Plan, columns: Collection[str]) -> dict[str, Json]:
    """
    Everything that an engine needs for a table with these *columns*.

    `conditions`: surely true and surely false; `pairs`: guard and requirement;
    `schemes`: the pairs of each scheme in rulebook order, with their clauses;
    `facts`: the type, the scale, and the words of each fact that is read.
    """
    assert len(plan.periods) == 1, "one version of the rules"
    used = sorted({pair for track in plan.tracks for pair, _ in track.clauses})
    nodes = sorted({at for pair in used for at in plan.pairs[pair]})
    writer = _Writer(plan.region.catalogue, frozenset(columns))
    conditions = [
        [writer.surely(plan.conditions[at], truth=truth) for truth in (True, False)] for at in nodes
    ]
    return {
        "conditions": conditions,
        "pairs": [[nodes.index(at) for at in plan.pairs[pair]] for pair in used],
        "schemes": {
            track.scheme: [[used.index(pair), str(clause)] for pair, clause in track.clauses]
            for track in plan.tracks
        },
        "facts": writer.facts(),
    }


class _Writer:
    def __init__(self, catalogue: Catalogue, columns: frozenset[str]) -> None:
        self.catalogue = catalogue
        self.columns = columns
        self.read: set[FactName] = set()

    def facts(self) -> dict[str, Json]:
        return {
            name: {
                "type": self.catalogue[name].type.name,
                "scale": self.catalogue[name].scale if self.catalogue[name].is_number else 0,
                "words": [word for word, _ in self.catalogue[name].words],
            }
            for name in sorted(self.read)
        }

    def surely(self, node: Condition, *, truth: bool) -> Formula:
        """The formula that holds just where *node* is known to be *truth*."""
        match node:
            case Always():
                return truth
            case Not(part):
                return self.surely(part, truth=not truth)
            case Named(_, body):
                return self.surely(body, truth=truth)
            case All(parts) | Any(parts):
                found = [self.surely(part, truth=truth) for part in parts]
                return _all(found) if isinstance(node, All) is truth else _any(found)
            case Compare() | OneOf() | Empty() | Known():
                return self.test(node, truth=truth)
            case _:
                assert_never(node)

    def test(self, leaf: Leaf, *, truth: bool) -> Formula:
        names = facts_of(leaf)
        absent = [name for name in names if name not in self.columns]
        if absent:
            return self.implied(leaf, truth=truth) if len(names) == 1 else False
        assert all(self.catalogue[name].view is None for name in names), names
        if isinstance(leaf, Known) and not truth:
            return False
        self.read.update(names)
        match leaf:
            case Compare(_, op, value):
                return ["test", truth, list(names), op.value, value]
            case OneOf(_, words):
                return ["test", truth, list(names), "one_of", sorted(words)]
            case Empty():
                return ["test", truth, list(names), "empty", None]
            case Known():
                return ["test", truth, list(names), "known", None]
            case _:
                assert_never(leaf)

    def implied(self, leaf: Leaf, *, truth: bool) -> Formula:
        """A fact without a column: known, and true, where all that implies it is known."""
        (name,) = facts_of(leaf)
        causes = self.catalogue[name].implied_by
        if not causes or any(cause not in self.columns for cause in causes):
            return False
        if isinstance(leaf, Compare) and leaf.value is not truth:
            return False
        return _all(self.test(Known(cause), truth=True) for cause in causes)


def _all(parts: Iterable[Formula]) -> Formula:
    return _group("all", parts, neutral=True)


def _any(parts: Iterable[Formula]) -> Formula:
    return _group("any", parts, neutral=False)


def _group(word: str, parts: Iterable[Formula], *, neutral: bool) -> Formula:
    found: list[Formula] = []
    for part in parts:
        if part is (not neutral):
            return not neutral
        same = isinstance(part, list) and part[0] == word
        for each in part[1] if isinstance(part, list) and same else [part]:
            if each is not neutral and each not in found:
                found.append(each)
    if len(found) > 1:
        return [word, found]
    return found[0] if found else neutral


if __name__ == "__main__":
    made = model(plan(load_region(ours.RULES)), portfolio.columns(1))
    Path(sys.argv[1]).write_text(json.dumps(made), encoding="utf-8")
