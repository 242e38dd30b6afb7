"""
The value nearest to what a fact is that meets every condition put on it.

Never a value outside the fact's own bounds, words or form.
"""

import re
from collections.abc import Collection, Iterator

from eligibility.advice.change import Literal
from eligibility.documents import Form, Scalar
from eligibility.facts import Fact, FactType, Value, Words
from eligibility.facts.values import EARLIEST, LATEST, parse
from eligibility.logic import Compare, Empty, OneOf, Op, evaluate
from eligibility.quantities import LIMIT

__all__ = ["CONTRARY", "meets", "nearest"]

CONTRARY = {
    Op.ABOVE: Op.AT_MOST,
    Op.AT_LEAST: Op.BELOW,
    Op.BELOW: Op.AT_LEAST,
    Op.AT_MOST: Op.ABOVE,
}
_FILLER = "…"


def nearest(fact: Fact, current: Value | None, literals: Collection[Literal]) -> Value | None:
    """
    *current* where it meets *literals* (each about *fact* alone), else the
    nearest value that does; for a fact that is not known the one at the
    boundary. None where no value does.
    """
    if current is not None and meets(fact, current, literals):
        return current
    return next(
        (each for each in _values(fact, current, literals) if meets(fact, each, literals)), None
    )


def meets(fact: Fact, value: Value, literals: Collection[Literal]) -> bool:
    """Whether *value* surely makes every leaf what is wanted of it."""
    known = {fact.name: value}
    return all(evaluate(leaf, known) is wanted for leaf, wanted in literals)


def _values(fact: Fact, current: Value | None, literals: Collection[Literal]) -> Iterator[Value]:
    match fact.type:
        case FactType.AMOUNT | FactType.NUMBER | FactType.DATE:
            at = current if isinstance(current, int) else None
            yield from _numbers(fact, at, literals)
        case FactType.BOOLEAN:
            yield from (True, False)
        case FactType.WORDS | FactType.PROCEEDINGS:
            yield from _sets(fact, current if isinstance(current, Words) else None, literals)
        case FactType.WORD:
            yield from (word for word, _ in fact.words)
            if fact.open_list:
                yield from _wanted_words(literals)
        case FactType.CODE:
            yield from (each for each in _wanted_words(literals) if _fits(fact, each))
            if fact.example:
                yield fact.example
        case FactType.TEXT:
            yield from (fact.example or _FILLER, "")


def _numbers(fact: Fact, current: int | None, literals: Collection[Literal]) -> Iterator[int]:
    least, most = _bounds(fact)
    low, high, out = least, most, set()
    for leaf, wanted in literals:
        if not isinstance(leaf, Compare) or not isinstance(leaf.value, int):
            continue
        if leaf.op is Op.IS and not wanted:
            out.add(leaf.value)
            continue
        op = leaf.op if wanted else CONTRARY[leaf.op]
        if op in (Op.IS, Op.AT_LEAST, Op.ABOVE):
            low = max(low, leaf.value + (op is Op.ABOVE))
        if op in (Op.IS, Op.AT_MOST, Op.BELOW):
            high = min(high, leaf.value - (op is Op.BELOW))
    if low > high:
        return
    if current is None:
        current = low if low > least else high if high < most else _example(fact)
    start = min(max(current, low), high)
    # So many values are left out at most: one of them and one more steps to either side is free.
    for step in range(len(out) + 1):
        for value in dict.fromkeys((start + step, start - step)):
            if low <= value <= high:
                yield value


def _bounds(fact: Fact) -> tuple[int, int]:
    if fact.type is FactType.DATE:
        return EARLIEST.toordinal(), LATEST.toordinal()
    least = -LIMIT if fact.minimum is None else fact.minimum
    return least, LIMIT if fact.maximum is None else fact.maximum


def _example(fact: Fact) -> int:
    if fact.example is None:
        return 0
    value = parse(fact, Scalar(fact.example, Form.PLAIN))
    return value if isinstance(value, int) else 0


def _sets(fact: Fact, current: Words | None, literals: Collection[Literal]) -> Iterator[Words]:
    """The one set that keeps what it may of *current* and adds what it must."""
    every = [word for word, _ in fact.words]
    if fact.open_list:
        every += [each for each in _wanted_words(literals) if each not in every]
    never: set[str] = set()
    for leaf, wanted in literals:
        if isinstance(leaf, OneOf) and not wanted:
            never |= leaf.words
        if isinstance(leaf, Empty) and wanted:
            never.update(every, current.sure if current else ())
    found = set(current.sure if current else ()) - never
    for leaf, wanted in _in_order(literals):
        if isinstance(leaf, Empty) and not wanted:
            among = every
        elif isinstance(leaf, OneOf) and wanted:
            among = [word for word in every if word in leaf.words]
        else:
            continue
        if found.isdisjoint(among):
            found.update([word for word in among if word not in never][:1])
    yield Words.exactly(frozenset(found))


def _in_order(literals: Collection[Literal]) -> list[Literal]:
    """The narrowest wish first, so that one word serves several; the same order each time."""

    def rank(literal: Literal) -> tuple[int, list[str]]:
        leaf = literal[0]
        words = sorted(leaf.words) if isinstance(leaf, OneOf) else []
        return len(words) or LIMIT, words

    return sorted(literals, key=rank)


def _wanted_words(literals: Collection[Literal]) -> list[str]:
    found: set[str] = set()
    for leaf, wanted in literals:
        if wanted and isinstance(leaf, OneOf):
            found |= leaf.words
        if wanted and isinstance(leaf, Compare) and isinstance(leaf.value, str):
            found.add(leaf.value)
    return sorted(found)


def _fits(fact: Fact, text: str) -> bool:
    return re.fullmatch(fact.pattern or ".+", text, re.ASCII) is not None
