"""
A condition as durable-rules patterns: one that fires when it is surely true, one when surely false.

Silence of both is unknown. Negation is pushed down to the leaves, a field is
only ever held against a constant of its own type, and what is unknown is
simply absent from the fact asserted: that is the safe subset of the engine.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any as Json
from typing import assert_never

from eligibility.facts import FactName, Facts, Words
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
)
from eligibility.quantities import LIMIT

__all__ = ["KIND", "Fields", "Pattern", "as_condition", "atoms", "paths", "patterns"]

KIND = {"kind": "dossier"}
"""In every pattern: without it, a pattern could match the engine's own state and never end."""

Pattern = dict[str, Json]
_OPERATOR = {
    Op.ABOVE: "$gt",
    Op.AT_LEAST: "$gte",
    Op.BELOW: "$lt",
    Op.AT_MOST: "$lte",
}
_CONTRARY = {
    Op.ABOVE: Op.AT_MOST,
    Op.AT_LEAST: Op.BELOW,
    Op.BELOW: Op.AT_LEAST,
    Op.AT_MOST: Op.ABOVE,
}
_Key = tuple[object, ...]


@dataclass
class Fields:
    """The short field names of the one flat fact that a dossier becomes."""

    names: dict[_Key, str] = field(default_factory=dict)

    def name(self, *key: object) -> str:
        return self.names.setdefault(key, f"f{len(self.names)}")

    def assertion(self, facts: Facts) -> dict[str, bool | int | str]:
        """The flat fact: integers, truths and words; unknown = absent."""
        flat: dict[str, bool | int | str] = dict(KIND)
        for key, name in self.names.items():
            value = _field(key, facts)
            if value is not None:
                flat[name] = value
        return flat


def _field(key: _Key, facts: Facts) -> bool | int | str | None:
    match key:
        case ("term", *term):
            return _term([facts.get(FactName(str(name))) for name in term])
        case ("word", fact, word):
            return _has(facts.get(FactName(str(fact))), str(word))
        case ("empty", fact):
            return _is_empty(facts.get(FactName(str(fact))))
        case ("known", fact):
            value = facts.get(FactName(str(fact)))
            if value is None or (isinstance(value, Words) and value.sure != value.possible):
                return None
            return True
    raise KeyError(key)


def _term(values: list[object]) -> bool | int | str | None:
    if any(value is None for value in values):
        return None
    if len(values) == 1:
        value = values[0]
        return value if isinstance(value, bool | int | str) else None
    total = sum(value for value in values if isinstance(value, int))
    # Constants lie inside the bounds, so a clamped total compares as the total does.
    return max(-LIMIT, min(LIMIT, total))


def _has(value: object, word: str) -> bool | None:
    if isinstance(value, Words):
        if word in value.sure:
            return True
        return None if value.possible is None or word in value.possible else False
    return None if value is None else value == word


def _is_empty(value: object) -> bool | None:
    if isinstance(value, Words):
        if value.sure:
            return False
        return None if value.possible is None or value.possible else True
    return None if value is None else not str(value).strip()


def patterns(condition: Condition, fields: Fields) -> tuple[Pattern | None, Pattern | None]:
    """The patterns for surely true and for surely false; None for what can never be."""
    return _pattern(condition, True, fields), _pattern(condition, False, fields)


def _pattern(node: Condition, truth: bool, fields: Fields) -> Pattern | None:
    match node:
        case Always():
            return KIND if truth else None
        case Compare(term, op, value):
            return _comparison(fields.name("term", *term), op, value, truth)
        case OneOf(fact, words):
            each: list[Pattern | None] = [
                {fields.name("word", fact, word): truth} for word in sorted(words)
            ]
            return _group("$or" if truth else "$and", each)
        case Empty(fact):
            return {fields.name("empty", fact): truth}
        case Known(fact):
            return {fields.name("known", fact): True} if truth else None
        case Not(part):
            return _pattern(part, not truth, fields)
        case Named(_, body):
            return _pattern(body, truth, fields)
        case All(parts):
            return _group("$and" if truth else "$or", [_pattern(p, truth, fields) for p in parts])
        case Any(parts):
            return _group("$or" if truth else "$and", [_pattern(p, truth, fields) for p in parts])
        case _:
            assert_never(node)


def _comparison(name: str, op: Op, value: bool | int | str, truth: bool) -> Pattern:
    if op is Op.IS:
        if truth:
            return {name: value}
        return {name: not value} if isinstance(value, bool) else {"$neq": {name: value}}
    return {_OPERATOR[op if truth else _CONTRARY[op]]: {name: value}}


def _group(word: str, parts: list[Pattern | None]) -> Pattern | None:
    """The group of what can be: in an `$and` one impossible part is enough to leave it out."""
    possible = [part for part in parts if part is not None]
    if not possible or (word == "$and" and len(possible) < len(parts)):
        return None
    flat = [inner for part in possible for inner in part.get(word, [part])]
    return flat[0] if len(flat) == 1 else {word: flat}


def paths(pattern: Pattern | None) -> int:
    """How often at most one fact can fire a rule with this pattern: its true `$or` branches."""
    if pattern is None:
        return 0
    if "$or" in pattern:
        return sum(map(paths, pattern["$or"]))
    if "$and" in pattern:
        product = 1
        for part in pattern["$and"]:
            product *= paths(part)
        return product
    return 1


def atoms(pattern: Pattern | None) -> int:
    """How many single comparisons the pattern holds."""
    if pattern is None:
        return 0
    parts = pattern.get("$or") or pattern.get("$and")
    return sum(map(atoms, parts)) if parts else 1


def as_condition(pattern: Pattern) -> Mapping[str, Json]:
    """The pattern as the condition of a rule: one flat `$and` that begins with the kind."""
    if pattern == KIND:
        return KIND
    inner = pattern.get("$and", [pattern])
    return {"$and": [KIND, *inner]}
