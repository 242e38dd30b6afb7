"""
What tells that an unknown clause waits for a fact, in as few bits as hold it.
"""

from collections.abc import Iterator

from eligibility.facts import Catalogue, FactName
from eligibility.logic import ALWAYS, Condition, children, facts_of, leaves
from eligibility.logic.nodes import Leaf
from eligibility.screening.plan import Plan

__all__ = ["Wait", "waits_of"]

Wait = tuple[int | None, FactName]
"""A fact that is absent, or (with a condition) one that keeps this condition open."""


def waits_of(plan: Plan, pair: int) -> Iterator[tuple[FactName, Wait | None]]:
    """
    Each fact that a pair may wait for, and what tells it beside the pair being unknown.

    Nothing more is needed where one leaf alone can be unknown. It is enough
    that the fact is absent where nothing stands between its leaf and a
    requirement that always applies, or where it is the leaf itself.
    """
    guard, requirement = plan.pairs[pair]
    always = plan.conditions[guard] == ALWAYS
    for at in (guard, requirement):
        node = plan.conditions[at]
        read = list(dict.fromkeys(fact for leaf in leaves(node) for fact in facts_of(leaf)))
        alone = isinstance(node, Leaf) and len(read) == 1
        for fact in read:
            if always and alone:
                yield fact, None
            elif (always or alone) and fact in _direct(node, plan.region.catalogue):
                yield fact, (None, fact)
            else:
                yield fact, (at, fact)


def _direct(node: Condition, catalogue: Catalogue) -> frozenset[FactName]:
    """The facts, sets of words apart, of the leaves with at most one group above them."""
    root = _bare(node)
    parts = (root,) if isinstance(root, Leaf) else map(_bare, children(root))
    return frozenset(
        fact
        for part in parts
        if isinstance(part, Leaf)
        for fact in facts_of(part)
        if not catalogue[fact].is_words
    )


def _bare(node: Condition) -> Condition:
    """*node* without the contraries and names around it, which are unknown just where it is."""
    below = children(node)
    return _bare(below[0]) if len(below) == 1 else node
