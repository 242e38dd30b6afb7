"""
A condition for many dossiers at once: the tree lowered to one Ibis expression.

NULL is unknown: SQL's logic of AND, OR and NOT is Kleene's. What differs
between databases is left out by construction: numbers are 64-bit integers (no
float, no division), no NULL stands in a list, and words are compared as they
are. The same expression runs in DuckDB, in Spark, and as plain SQL.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import and_, or_
from typing import assert_never

import ibis
import ibis.expr.types as ir

from eligibility.facts import FactName
from eligibility.facts.values import MARK
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
    Op,
    children,
    facts_of,
)
from eligibility.quantities import LIMIT

__all__ = ["BLANK", "Columns", "WordSets", "lowered", "openings", "visible"]

# What `str.strip` removes: it differs from the white space of every SQL engine.
BLANK = "".join(map(chr, (*range(9, 14), *range(28, 33), 133, 160, 5760, *range(8192, 8203)))) + (
    "\u2028\u2029\u202f\u205f\u3000"
)
"""Every sign that counts as white space in a text."""

MAX_TERMS = 2**63 // (LIMIT + 1) - 1
"""So many bounded numbers can be added in 64 bits."""


@dataclass(frozen=True, slots=True)
class WordSets:
    """
    A column of word sets: the words that are sure, and those that may be in it.

    Both are texts like `;civil;labour;`. *sure* is NULL where nothing is
    known; *possible* is NULL where anything may be, and None where every set
    is known in full.
    """

    sure: ir.StringValue
    possible: ir.StringValue | None = None


@dataclass(frozen=True, slots=True)
class Columns:
    """
    Facts as columns: scaled integers, day ordinals, truths, words, texts.

    A fact without a column is known for no dossier.
    """

    values: Mapping[FactName, ir.Value] = field(default_factory=dict)
    words: Mapping[FactName, WordSets] = field(default_factory=dict)


def lowered(node: Condition, facts: Columns) -> ir.BooleanValue:
    """True, False or NULL for each dossier: what the reference says of *node*."""
    match node:
        case Always():
            return _truth(value=True)
        case Compare():
            return _compare(node, facts)
        case OneOf(fact, words):
            if fact in facts.words:
                return _meets(facts.words[fact], words)
            value = facts.values.get(fact)
            return _unknown() if value is None else value.isin(sorted(words))
        case Empty(fact):
            if fact in facts.words:
                return _negation(_meets(facts.words[fact], None))
            value = facts.values.get(fact)
            return _unknown() if value is None else _negation(visible(value))
        case Known(fact):
            return _known(fact, facts)
        case Not(part):
            return _negation(lowered(part, facts))
        case All(parts):
            return reduce(and_, (lowered(part, facts) for part in parts))
        case Any(parts):
            return reduce(or_, (lowered(part, facts) for part in parts))
        case Named(_, body):
            return lowered(body, facts)
        case _:
            assert_never(node)


def openings(node: Condition, facts: Columns) -> dict[FactName, ir.BooleanValue]:
    """
    For each fact of *node*, the dossiers in which *node* waits for it.

    As `logic.missing.open_facts`: the fact is unknown in a leaf that is
    unknown, and so is everything above that leaf. Never NULL.
    """
    here = lowered(node, facts).isnull()
    below = children(node)
    if not below:
        return {fact: _open(fact, node, here, facts) for fact in _facts(node)}
    found: dict[FactName, ir.BooleanValue] = {}
    for child in below:
        for fact, opened in openings(child, facts).items():
            # A node with one part is unknown just where that part is.
            where = opened if len(below) == 1 else here & opened
            found[fact] = found[fact] | where if fact in found else where
    return found


def visible(text: ir.Value) -> ir.BooleanValue:
    """True where *text* has a sign that is not white space."""
    # Nearly every text begins with such a sign, and a regular expression is dear.
    # As a number: some databases order signs as a dictionary does.
    plain = text.ascii_str().between(ord("!"), ord("~"))
    return ibis.ifelse(plain, _truth(value=True), text.re_search(f"[^{BLANK}]"))


def _facts(node: Condition) -> tuple[FactName, ...]:
    return () if isinstance(node, Always) else facts_of(node)  # type: ignore[arg-type]


def _open(
    fact: FactName, node: Condition, here: ir.BooleanValue, facts: Columns
) -> ir.BooleanValue:
    if len(_facts(node)) == 1 or fact in facts.words:
        return here
    value = facts.values.get(fact)
    return here if value is None else here & value.isnull()


def _truth(*, value: bool) -> ir.BooleanValue:
    return ibis.literal(value)


def _negation(truth: ir.BooleanValue) -> ir.BooleanValue:
    """The contrary; NULL stays NULL."""
    # Of NULL itself Ibis would ask whether false is NULL: it is not, and what is unknown would fail.
    if isinstance(truth.op(), ibis.expr.operations.Literal) and truth.op().value is None:
        return truth
    # Written with NOT, Ibis prints `NOT x IS NULL` for `(NOT x) IS NULL`, which is another question.
    return truth == _truth(value=False)


def _unknown() -> ir.BooleanValue:
    return ibis.null("boolean")


def _compare(node: Compare, facts: Columns) -> ir.BooleanValue:
    if len(node.term) > MAX_TERMS:
        raise OverflowError(f"{len(node.term)} terms in one sum")
    found = [facts.values.get(fact) for fact in node.term]
    values = [value for value in found if value is not None]
    if len(values) < len(found):
        return _unknown()
    if isinstance(node.value, bool):
        return values[0] if node.value else _negation(values[0])
    total = reduce(lambda left, right: left + right, values)
    constant = ibis.literal(node.value, "string" if isinstance(node.value, str) else "int64")
    match node.op:
        case Op.IS:
            return total == constant
        case Op.ABOVE:
            return total > constant
        case Op.AT_LEAST:
            return total >= constant
        case Op.BELOW:
            return total < constant
        case Op.AT_MOST:
            return total <= constant
        case _:
            assert_never(node.op)


def _known(fact: FactName, facts: Columns) -> ir.BooleanValue:
    if fact in facts.words:
        sets = facts.words[fact]
        known = sets.sure.notnull()
        if sets.possible is not None:
            known &= (sets.sure == sets.possible).fill_null(False)
    else:
        value = facts.values.get(fact)
        if value is None:
            return _unknown()
        # True where there is a value, NULL where there is none.
        return value == value  # noqa: PLR0124
    return ibis.ifelse(known, _truth(value=True), _unknown())


def _meets(sets: WordSets, words: frozenset[str] | None) -> ir.BooleanValue:
    """Whether the set has one of *words* in it; any word at all when None."""
    sure = _has(sets.sure, words)
    if sets.possible is None:
        return sure
    # Sure of one: true. Else in doubt where one is possible, and false where none is.
    doubtful = sets.possible.isnull() | _has(sets.possible, words)
    return sure | ibis.ifelse(doubtful, _unknown(), _truth(value=False))


def _has(text: ir.StringValue, words: frozenset[str] | None) -> ir.BooleanValue:
    if words is None:
        return text != ""
    found = reduce(or_, (text.contains(f"{MARK}{word}{MARK}") for word in sorted(words)))
    # Most sets are empty.
    return ibis.ifelse(text == "", _truth(value=False), found)
