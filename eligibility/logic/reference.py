"""
What a condition means: the specification that every engine is held to.

A fact that is absent is unknown: never false, never zero.
"""

from collections.abc import Iterable
from typing import assert_never

from eligibility.facts import Facts, Words
from eligibility.logic.nodes import (
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
    Op,
)
from eligibility.logic.truth import Truth

__all__ = ["conjunction", "disjunction", "evaluate", "negation"]


def evaluate(node: Condition, facts: Facts) -> Truth:
    """True, False or None: whether *facts* make *node* hold, break it, or leave it open."""
    match node:
        case Always():
            return True
        case Compare():
            return _compare(node, facts)
        case OneOf(fact, words):
            value = facts.get(fact)
            return _meets(value, words) if isinstance(value, Words) else _member(value, words)
        case Empty(fact):
            value = facts.get(fact)
            return negation(_meets(value, None)) if isinstance(value, Words) else _blank(value)
        case Known(fact):
            value = facts.get(fact)
            in_full = not isinstance(value, Words) or value.sure == value.possible
            return True if value is not None and in_full else None
        case Not(part):
            return negation(evaluate(part, facts))
        case All(parts):
            return conjunction(evaluate(part, facts) for part in parts)
        case Any(parts):
            return disjunction(evaluate(part, facts) for part in parts)
        case Named(_, body):
            return evaluate(body, facts)
        case _:
            assert_never(node)


def negation(truth: Truth) -> Truth:
    """Unknown stays unknown."""
    return None if truth is None else not truth


def conjunction(truths: Iterable[Truth]) -> Truth:
    """False if any is false, else unknown if any is unknown, else true."""
    return negation(disjunction(negation(truth) for truth in truths))


def disjunction(truths: Iterable[Truth]) -> Truth:
    """True if any is true, else unknown if any is unknown, else false."""
    found = set(truths)
    if True in found:
        return True
    return None if None in found else False


def _compare(node: Compare, facts: Facts) -> Truth:
    values = [facts.get(fact) for fact in node.term]
    if None in values:
        return None
    value = values[0] if len(values) == 1 else sum(values)  # type: ignore[arg-type]
    match node.op:
        case Op.IS:
            return value == node.value
        case Op.ABOVE:
            return value > node.value  # type: ignore[operator]
        case Op.AT_LEAST:
            return value >= node.value  # type: ignore[operator]
        case Op.BELOW:
            return value < node.value  # type: ignore[operator]
        case Op.AT_MOST:
            return value <= node.value  # type: ignore[operator]
        case _:
            assert_never(node.op)


def _member(value: object, words: frozenset[str]) -> Truth:
    return None if value is None else value in words


def _meets(value: Words, words: frozenset[str] | None) -> Truth:
    """Whether the set has one of *words* in it; of any word at all when None."""
    if value.sure if words is None else value.sure & words:
        return True
    doubtful = value.possible is None or (
        value.possible if words is None else value.possible & words
    )
    return None if doubtful else False


def _blank(value: object) -> Truth:
    return None if value is None else not str(value).strip()
