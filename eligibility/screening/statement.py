"""
A screening as SQL: the relations one after the other, in the words of one database.

Each relation is lowered by Ibis on its own and named, so that the next one
reads columns and not ever longer expressions. What was lowered once is kept in
the user's cache, by the rules, the table and this code: a start need not pay
for it again.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from importlib.metadata import version
from typing import Any

from eligibility.language import Lang
from eligibility.rulebook import cache
from eligibility.screening.binding import Binding
from eligibility.screening.plan import Plan

__all__ = [
    "BITS",
    "FAMILIES",
    "SOURCE",
    "Question",
    "Relation",
    "Statement",
    "statement",
    "with_relations",
]

SOURCE = "dossiers"
"""The name of the table that is screened."""

BITS = "bits"
"""The relation that all which is concluded of a row follows from."""

FAMILIES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "failing": (("nm",), ("not_met",)),
    "waiting": (("un", "mi"), ("unknown", "missing")),
    "swaying": (("se",), ("sensitive",)),
}
"""The lists of the output by what they follow from: the kinds of bits, then the lists."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A named SELECT, which reads the relation before it."""

    name: str
    sql: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """
    What a statement is made from, beside the plan.

    Without a *binding* the table is the relation `facts` already.
    """

    binding: Binding | None
    schema: Mapping[str, str]
    by_hand: bool
    on: date | None
    today: date
    lang: Lang


@dataclass(frozen=True, slots=True)
class Statement:
    """
    The relations up to `marks`, and what is read out of it.

    *kinds* are the columns of `bits` that all of `marks` follows from. For each family of lists, *keys* are the columns of marks that they follow
    from, and *lists* the SELECT of those columns of `marks` with each list as
    a text, every item followed by a mark. For Spark, *output* is the SELECT of
    the output from the last relation, with each list as a text.
    """

    relations: tuple[Relation, ...]
    kinds: tuple[str, ...]
    keys: Mapping[str, tuple[str, ...]]
    lists: Mapping[str, str]
    output: str = ""

    def bits(self, select: str) -> str:
        """*select*, which reads `bits`, with all the relations up to it."""
        return with_relations(self.relations[: self._after_bits], select)

    def marks(self, bits: Relation, select: str) -> str:
        """*select*, which reads `marks` as they follow from *bits*."""
        return with_relations((bits, *self.relations[self._after_bits :]), select)

    @property
    def _after_bits(self) -> int:
        return 1 + [each.name for each in self.relations].index(BITS)


def with_relations(relations: Sequence[Relation], select: str) -> str:
    """*select*, which may read any of *relations*."""
    if not relations:
        return select
    named = ",\n".join(f"{each.name} AS (\n{each.sql}\n)" for each in relations)
    return f"WITH {named}\n{select}"


def statement(
    plan: Plan, question: Question, dialect: str, readings: Mapping[str, str]
) -> Statement:
    """The statement for one plan and one table, from the cache where it is there."""
    key = _key(plan, question, dialect, readings)
    known = cache.text(key)
    if known is not None:
        try:
            return _revived(json.loads(known))
        except (ValueError, TypeError, KeyError):
            pass
    from eligibility.screening.lowering import lower

    made = lower(plan, question, dialect)
    cache.keep_text(key, json.dumps(_plain(made), ensure_ascii=False))
    return made


def _key(plan: Plan, question: Question, dialect: str, readings: Mapping[str, str]) -> str:
    asked = {each.name: getattr(question, each.name) for each in fields(question)}
    made_by = version("ibis-framework")
    tracks = [(each.period.first, each.scheme) for each in plan.tracks]
    parts = [
        plan.region.files,
        tracks,
        sorted(readings.items()),
        sorted(asked.items()),
        dialect,
        made_by,
    ]
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _plain(made: Statement) -> dict[str, object]:
    return {
        "relations": [[each.name, each.sql] for each in made.relations],
        "kinds": list(made.kinds),
        "keys": {name: list(columns) for name, columns in made.keys.items()},
        "lists": dict(made.lists),
        "output": made.output,
    }


def _revived(content: dict[str, Any]) -> Statement:
    return Statement(
        tuple(Relation(name, sql) for name, sql in content["relations"]),
        tuple(content["kinds"]),
        {family: tuple(columns) for family, columns in content["keys"].items()},
        dict(content["lists"]),
        content["output"],
    )
