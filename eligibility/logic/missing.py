"""
What would have to be known for a clause to be decided (contract, section 2).
"""

from collections.abc import Iterator

from eligibility.facts import FactName, Facts, Words
from eligibility.logic.nodes import Condition, Leaf, children, facts_of
from eligibility.logic.reference import evaluate
from eligibility.logic.truth import Truth

__all__ = ["missing", "open_facts"]


def missing(
    guard: Condition, requirement: Condition, applies: Truth, holds: Truth, facts: Facts
) -> frozenset[FactName]:
    """
    The facts that an unknown clause waits for.

    Guard true: those of the requirement; requirement false: those of the
    guard; otherwise of both.
    """
    found: set[FactName] = set()
    if applies is None:
        found.update(open_facts(guard, facts))
    if holds is None:
        found.update(open_facts(requirement, facts))
    return frozenset(found)


def open_facts(node: Condition, facts: Facts) -> Iterator[FactName]:
    """The unknown facts of each unknown leaf all of whose ancestors are unknown."""
    if evaluate(node, facts) is not None:
        return
    if isinstance(node, Leaf):
        for fact in facts_of(node):
            value = facts.get(fact)
            if value is None or isinstance(value, Words):
                yield fact
    for child in children(node):
        yield from open_facts(child, facts)
