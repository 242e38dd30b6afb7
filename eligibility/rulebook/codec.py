"""
Frozen values to JSON and back, for the cache of compiled rules.

Only the classes listed here are ever built: data in a cache file cannot name
anything else.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any, overload

from eligibility.errors import Place
from eligibility.facts import Catalogue, Fact, FactType
from eligibility.facts.catalogue import View
from eligibility.language import Text
from eligibility.logic import nodes
from eligibility.quantities import Span
from eligibility.rulebook import duty, model, target

__all__ = ["decode", "encode"]

_VALUES: tuple[type, ...] = (
    Catalogue,
    Fact,
    Place,
    Span,
    Text,
    nodes.All,
    nodes.Always,
    nodes.Any,
    nodes.Compare,
    nodes.Empty,
    nodes.Known,
    nodes.Named,
    nodes.Not,
    nodes.OneOf,
    model.Alias,
    model.Alternative,
    duty.Break,
    model.Citation,
    model.Clause,
    duty.Duty,
    duty.Evidence,
    model.Indicator,
    model.Part,
    duty.Periods,
    model.Reading,
    model.Reasons,
    model.Region,
    model.Remedy,
    model.Scheme,
    model.SchemeAlternative,
    model.Section,
    model.Strategy,
    duty.Term,
    target.Target,
)
_ENUMS: tuple[type[Enum], ...] = (
    FactType,
    View,
    nodes.Op,
    model.Kind,
    duty.LastDay,
    model.Role,
    model.Stage,
    model.State,
    target.TargetForm,
)
_NUMBER = {cls: index for index, cls in enumerate((*_VALUES, *_ENUMS))}
_NAMES = {cls: tuple(field.name for field in fields(cls) if field.init) for cls in _VALUES}


def encode(value: Any) -> Any:
    """*value* as lists, text and numbers; raises TypeError for a class that is not listed."""
    kind = type(value)
    if value is None or kind in (bool, int, str):
        return value
    if kind is tuple:
        return ["t", *map(encode, value)]
    if kind is Deferred:
        return value.raw
    if kind is frozenset:
        return ["s", *sorted(value)]
    if kind is dict:
        return ["d", *([encode(key), encode(item)] for key, item in value.items())]
    if kind is date:
        return ["y", value.toordinal()]
    if isinstance(value, Enum):
        return [_NUMBER[kind], value.value]
    if is_dataclass(kind) and kind in _NUMBER:
        return [_NUMBER[kind], *(encode(getattr(value, name)) for name in _NAMES[kind])]
    raise TypeError(kind.__name__)


class Deferred(Sequence[Any]):
    """
    A tuple that is decoded when somebody looks into it.

    A start that checks one scheme need not pay for the clauses of all the
    others.
    """

    __slots__ = ("_made", "raw")

    def __init__(self, raw: list[Any]) -> None:
        self.raw = raw
        self._made: tuple[Any, ...] | None = None

    @property
    def made(self) -> tuple[Any, ...]:
        """The values."""
        if self._made is None:
            self._made = tuple(map(decode, self.raw[1:]))
        return self._made

    def __len__(self) -> int:
        return len(self.raw) - 1

    def __iter__(self) -> Iterator[Any]:
        return iter(self.made)

    @overload
    def __getitem__(self, at: int) -> Any: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Any]: ...
    def __getitem__(self, at: int | slice) -> Any:
        return self.made[at]

    def __eq__(self, other: object) -> bool:
        return self.made == (other.made if isinstance(other, Deferred) else other)

    def __hash__(self) -> int:
        return hash(self.made)


_DEFERRED: dict[type, str] = {model.Scheme: "clauses", model.Strategy: "clauses"}
"""What is long, and seldom looked at whole."""


def _builder(cls: type) -> Callable[[list[Any]], Any]:
    if issubclass(cls, Enum):
        return lambda raw: cls(raw[1])
    names = _NAMES[cls]
    late = _DEFERRED.get(cls)
    if late is None:
        return lambda raw: cls(**dict(zip(names, map(decode, raw[1:]), strict=True)))
    at = names.index(late)

    def build(raw: list[Any]) -> Any:
        found = [Deferred(each) if i == at else decode(each) for i, each in enumerate(raw[1:])]
        return cls(**dict(zip(names, found, strict=True)))

    return build


_BUILD: dict[Any, Callable[[list[Any]], Any]] = {
    "t": lambda raw: tuple(map(decode, raw[1:])),
    "s": lambda raw: frozenset(raw[1:]),
    "d": lambda raw: {decode(key): decode(item) for key, item in raw[1:]},
    "y": lambda raw: date.fromordinal(raw[1]),
    **{number: _builder(cls) for cls, number in _NUMBER.items()},
}


def decode(raw: Any) -> Any:
    """The value that `encode` wrote; any exception means that the data is damaged."""
    return _BUILD[raw[0]](raw) if type(raw) is list else raw
