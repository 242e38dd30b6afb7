"""
The conditions that a new value has to meet, as the words of the rules state them.
"""

from collections.abc import Sequence
from typing import Any

from eligibility.advice.change import Literal
from eligibility.advice.domain import CONTRARY
from eligibility.facts import Fact, FactType
from eligibility.facts.values import plain
from eligibility.logic import Compare, Empty, Known, OneOf, Op
from eligibility.logic.nodes import Leaf

__all__ = ["binding", "plain_wanted"]

_DATES = {Op.BELOW: "before", Op.AT_LEAST: "on_or_after"}


def binding(literals: Sequence[Literal]) -> tuple[Literal, ...]:
    """*literals* without those that others among them imply."""
    some = [each for each in literals if not isinstance(each[0], Known)] or list(literals)
    ordered = [(_ordered(each), each) for each in some]
    exact = next((literal for op, literal in ordered if op and op[0] is Op.IS), None)
    if exact:
        return (exact,)
    low = [(op[1] + (op[0] is Op.ABOVE), each) for op, each in ordered if op and _is_low(op[0])]
    high = [
        (op[1] - (op[0] is Op.BELOW), each) for op, each in ordered if op and not _is_low(op[0])
    ]
    kept = [each for op, each in ordered if op is None]
    if low:
        kept.append(max(low, key=lambda pair: pair[0])[1])
    if high:
        kept.append(min(high, key=lambda pair: pair[0])[1])
    return tuple(kept)


def plain_wanted(fact: Fact, literals: Sequence[Literal]) -> dict[str, Any]:
    """*literals* as JSON has them: each word of comparison with its value or its list."""
    found: dict[str, Any] = {}
    for leaf, truth in binding(literals):
        word, value = _plain(fact, leaf, truth)
        before = found.get(word)
        if word in ("one_of", "none_of") and isinstance(before, list):
            both = set(before) & set(value) if word == "one_of" else set(before) | set(value)
            value = sorted(both or {*before, *value})
        elif word == "is_not" and before is not None:
            found.pop(word)
            word, value = "none_of", [before, value]
        found[word] = value
    return found


def _ordered(literal: Literal) -> tuple[Op, int] | None:
    """How a number or a day is held against a constant; None for every other literal."""
    leaf, truth = literal
    if not isinstance(leaf, Compare) or isinstance(leaf.value, bool | str):
        return None
    if leaf.op is Op.IS:
        return (Op.IS, leaf.value) if truth else None
    return leaf.op if truth else CONTRARY[leaf.op], leaf.value


def _is_low(op: Op) -> bool:
    return op in (Op.ABOVE, Op.AT_LEAST)


def _plain(fact: Fact, leaf: Leaf, truth: bool) -> tuple[str, Any]:
    match leaf:
        case OneOf(_, words):
            return "one_of" if truth else "none_of", sorted(words)
        case Empty():
            return "empty" if truth else "filled", True
        case Known():
            return "known", True
        case Compare(_, op, value):
            if isinstance(value, bool):
                return "is", value is truth
            if op is Op.IS:
                return "is" if truth else "is_not", plain(fact, value)
            asked = op if truth else CONTRARY[op]
            word = _DATES.get(asked) if fact.type is FactType.DATE else None
            return word or asked.value, plain(fact, value)
