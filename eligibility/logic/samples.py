"""
Values of a fact that tell every case of a condition apart.
"""

from eligibility.facts import Fact, FactType, Value, Words
from eligibility.logic.nodes import Compare, Empty, Leaf, OneOf

__all__ = ["samples"]


def samples(fact: Fact, leaf: Leaf) -> list[Value]:
    """Values at and beside each constant that *leaf* holds *fact* against, within its bounds."""
    if isinstance(leaf, OneOf):
        if fact.is_words:
            every = [Words.exactly(frozenset({word})) for word in leaf.words]
            return [*every, Words.exactly(frozenset())]
        return [*sorted(leaf.words), "another-word"]
    if isinstance(leaf, Empty):
        if fact.is_words:
            return [Words.exactly(frozenset()), Words.exactly(frozenset({"word"}))]
        return ["", "text"]
    if isinstance(leaf, Compare):
        if isinstance(leaf.value, bool):
            return [True, False]
        if isinstance(leaf.value, str):
            return [leaf.value, "another-word"]
        around = [leaf.value - 1, leaf.value, leaf.value + 1, 0]
        low, high = fact.minimum, fact.maximum
        return [v for v in around if (low is None or v >= low) and (high is None or v <= high)]
    return [1] if fact.type in (FactType.AMOUNT, FactType.NUMBER) else [True]
