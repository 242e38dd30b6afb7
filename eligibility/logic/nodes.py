"""
The nodes of a condition.

A condition is a value: two clauses that ask the same thing hold equal trees,
which an engine then evaluates once. Constants are already scaled (cents,
hundredths, day ordinals), so no node needs to know a unit.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from eligibility.facts import FactName

__all__ = [
    "ALWAYS",
    "NEVER",
    "All",
    "Always",
    "Any",
    "Compare",
    "Condition",
    "Empty",
    "Known",
    "Named",
    "Not",
    "OneOf",
    "Op",
    "children",
    "facts_of",
    "leaves",
]


class Op(Enum):
    """How a term is held against a constant."""

    IS = "is"
    ABOVE = "above"
    AT_LEAST = "at_least"
    BELOW = "below"
    AT_MOST = "at_most"


@dataclass(frozen=True, slots=True)
class Always:
    """True, whatever the facts: the guard of a clause without one."""


@dataclass(frozen=True, slots=True)
class Compare:
    """A fact, or the sum of several, held against a constant; unknown when any of them is."""

    term: tuple[FactName, ...]
    op: Op
    value: bool | int | str


@dataclass(frozen=True, slots=True)
class OneOf:
    """A word is one of *words*; a set of words has one of them in it."""

    fact: FactName
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Empty:
    """A text is blank; a set of words has nothing in it."""

    fact: FactName


@dataclass(frozen=True, slots=True)
class Known:
    """True when the fact is known, else unknown; never false: absence cannot be tested."""

    fact: FactName


@dataclass(frozen=True, slots=True)
class Not:
    """The contrary of one condition."""

    part: "Condition"


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Any:
    """At least one part holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A predicate of the catalogue (`company.is_pme`), true just when its *body* is."""

    name: FactName
    body: "Condition"


Condition = Always | Compare | OneOf | Empty | Known | Not | All | Any | Named
Leaf = Compare | OneOf | Empty | Known

ALWAYS = Always()
NEVER = Not(ALWAYS)


def children(node: Condition) -> tuple[Condition, ...]:
    """The conditions directly below *node*; none for a leaf."""
    match node:
        case All(parts) | Any(parts):
            return parts
        case Not(part):
            return (part,)
        case Named(_, body):
            return (body,)
        case _:
            return ()


def leaves(node: Condition) -> Iterator[Leaf]:
    """Every leaf of *node*, from left to right."""
    if isinstance(node, Leaf):
        yield node
    for child in children(node):
        yield from leaves(child)


def facts_of(leaf: Leaf) -> tuple[FactName, ...]:
    """The facts that one leaf reads."""
    return leaf.term if isinstance(leaf, Compare) else (leaf.fact,)
