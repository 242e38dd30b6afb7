"""
What remains of a condition once some of its facts are settled for good.
"""

from collections.abc import Mapping

from eligibility.facts import FactName
from eligibility.logic.nodes import (
    ALWAYS,
    NEVER,
    All,
    Any,
    Condition,
    Leaf,
    Named,
    Not,
    facts_of,
)
from eligibility.logic.reference import evaluate

__all__ = ["settled"]


def settled(node: Condition, known: Mapping[FactName, bool]) -> Condition:
    """
    *node* where the facts and predicates in *known* have these truths.

    ALWAYS or NEVER where they alone decide; else a condition that is true,
    false and unknown for the same facts as before, and waits for the same ones.
    """
    match node:
        case Named(name, _) if name in known:
            return ALWAYS if known[name] else NEVER
        case Named(name, body):
            part = settled(body, known)
            return part if part in (ALWAYS, NEVER) else Named(name, part)
        case Not(part):
            part = settled(part, known)
            return NEVER if part == ALWAYS else ALWAYS if part == NEVER else Not(part)
        case All(parts):
            return _group(All, parts, known, neutral=ALWAYS, decisive=NEVER)
        case Any(parts):
            return _group(Any, parts, known, neutral=NEVER, decisive=ALWAYS)
        case _ if isinstance(node, Leaf) and all(fact in known for fact in facts_of(node)):
            return ALWAYS if evaluate(node, known) else NEVER
        case _:
            return node


def _group(
    kind: type[All] | type[Any],
    parts: tuple[Condition, ...],
    known: Mapping[FactName, bool],
    *,
    neutral: Condition,
    decisive: Condition,
) -> Condition:
    left = [settled(part, known) for part in parts]
    if decisive in left:
        return decisive
    left = [part for part in left if part != neutral]
    if len(left) > 1:
        return kind(tuple(left))
    return left[0] if left else neutral
