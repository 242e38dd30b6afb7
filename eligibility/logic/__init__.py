"""The tree that every engine and every writer reads, and what it means."""

from eligibility.logic.nodes import (
    ALWAYS,
    NEVER,
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
    children,
    facts_of,
    leaves,
)
from eligibility.logic.reference import evaluate
from eligibility.logic.settling import settled
from eligibility.logic.truth import Status, Truth, status

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
    "Status",
    "Truth",
    "children",
    "evaluate",
    "facts_of",
    "leaves",
    "settled",
    "status",
]
