"""
Which facts exist: their type, unit, words, and who may answer for them.

The catalogue is data (`facts.yaml` of a region); a fact that is not in it
cannot stand in a dossier nor in a rule.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import NewType

from eligibility.language import Lang, Text
from eligibility.quantities import Span

__all__ = ["Catalogue", "Fact", "FactName", "FactType", "View"]

FactName = NewType("FactName", str)
"""The dotted path of a fact: `company.equity`."""


class FactType(Enum):
    """What a value of the fact is."""

    AMOUNT = "amount"  # euros, kept in cents
    NUMBER = "number"  # a count or a score, with the decimals that its entry allows
    BOOLEAN = "boolean"
    DATE = "date"
    WORD = "word"  # one word of a list
    WORDS = "words"  # several words of a list
    TEXT = "text"  # free text: a rule may only ask whether it is filled
    CODE = "code"  # text with a fixed form: SIREN, NAF, INSEE code
    PROCEEDINGS = "proceedings"  # court proceedings, reduced to the kinds under way on a day


class View(Enum):
    """Another way to reduce a list of proceedings, which an alternative reading needs."""

    AS_DEFENDANT = "as_defendant"
    PLAN_ENDS_IT = "plan_ends_it"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One entry of the catalogue."""

    name: FactName
    type: FactType
    label: Text
    question: Text | None = None
    help: Text | None = None
    example: str | None = None
    says_true: Text | None = None
    says_false: Text | None = None
    unit: str | None = None
    unit_label: Text | None = None
    unit_label_one: Text | None = None
    decimals: int = 0
    minimum: int | None = None
    maximum: int | None = None
    words: tuple[tuple[str, Text], ...] = ()
    open_list: bool = False
    pattern: str | None = None
    checksum: bool = False
    answered_by: tuple[str, ...] = ()
    evidence: Text | None = None
    stale_after: Span | None = None
    personal: bool = False
    within_reach: bool = False
    not_above: FactName | None = None
    not_before: FactName | None = None
    implied_by: tuple[FactName, ...] = ()
    view_of: FactName | None = None
    view: View | None = None
    from_scheme: bool = False

    @property
    def is_number(self) -> bool:
        """True for facts whose values are scaled integers that can be added and ordered."""
        return self.type in (FactType.AMOUNT, FactType.NUMBER)

    @property
    def scale(self) -> int:
        """How many decimals its scaled integers keep: amounts are cents."""
        return 2 if self.type is FactType.AMOUNT else self.decimals

    @property
    def is_words(self) -> bool:
        """True for facts whose value is a set of words."""
        return self.type in (FactType.WORDS, FactType.PROCEEDINGS)

    @property
    def asked(self) -> FactName:
        """The fact that a person is asked for when this one is missing."""
        return self.view_of or self.name

    def unit_text(self, value: int, lang: Lang) -> str:
        """The unit after *value*, a scaled number: French has the plural from two on."""
        if self.unit_label is None:
            return ""
        unit = 10**self.scale
        alone = abs(value) < 2 * unit if lang is Lang.FR else abs(value) == unit
        return ((alone and self.unit_label_one) or self.unit_label)[lang]

    def word_label(self, word: str) -> Text:
        """What *word* is called; the word itself in an open list."""
        return dict(self.words).get(word, Text(word, word))


@dataclass(frozen=True, slots=True)
class Catalogue:
    """
    Every fact of a region, in the order of its file.

    *worked_out* are those whose value on a day is not simply what is stated:
    few, while a dossier is read far more often than a catalogue.
    """

    facts: Mapping[FactName, Fact]
    worked_out: tuple[Fact, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        found = (f for f in self if f.type is FactType.PROCEEDINGS or f.view_of or f.implied_by)
        object.__setattr__(self, "worked_out", tuple(found))

    def __getitem__(self, name: str) -> Fact:
        return self.facts[FactName(name)]

    def __contains__(self, name: object) -> bool:
        return name in self.facts

    def __iter__(self) -> Iterator[Fact]:
        return iter(self.facts.values())

    def stated(self) -> Iterator[Fact]:
        """The facts that a dossier may hold: neither views nor properties of a scheme."""
        return (fact for fact in self if fact.view is None and not fact.from_scheme)
