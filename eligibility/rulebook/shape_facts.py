"""
The form of facts.yaml.
"""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from eligibility.rulebook.shape_base import (
    Bilingual,
    ConditionSpec,
    FactPath,
    Says,
    Shape,
    SpanText,
    Truth,
    Whole,
)

__all__ = ["FactShape", "FactsFile", "PredicateShape", "SumShape", "TerritoryShape"]


class FactShape(Shape):
    """One entry of facts.yaml."""

    type: Literal[
        "amount",
        "number",
        "boolean",
        "date",
        "word",
        "words",
        "text",
        "code",
        "proceedings",
    ]
    label: Bilingual
    question: Bilingual | None = None
    help: Bilingual | None = None
    example: str | None = None
    says: Says | None = None
    unit: str | None = None
    unit_label: Bilingual | None = None
    unit_label_one: Bilingual | None = None
    decimals: Whole = 0
    minimum: str | None = None
    maximum: str | None = None
    words: dict[str, Bilingual] = {}
    open_list: Truth = False
    pattern: str | None = None
    checksum: Truth = False
    answered_by: list[Literal["company", "officer"]] = []
    evidence: Bilingual | None = None
    stale_after: SpanText | None = None
    personal: Truth = False
    within_reach: Truth = False
    not_above: FactPath | None = None
    not_before: FactPath | None = None
    implied_by: list[FactPath] = []
    view_of: FactPath | None = None
    view: Literal["as_defendant", "plan_ends_it"] | None = None
    from_scheme: Truth = False


Department = Annotated[
    str, StringConstraints(pattern=r"^(0[1-9]|[1-8][0-9]|9[0-5]|2[AB]|97[1-6])$")
]


class SumShape(Shape):
    """A total of several facts, unknown as soon as one of them is."""

    label: Bilingual
    of: Annotated[list[FactPath], Field(min_length=2)]


class PredicateShape(Shape):
    """A derived truth: what makes it true, and how it is said."""

    label: Bilingual
    says: Says
    when: ConditionSpec
    source: Bilingual


class TerritoryShape(Shape):
    """The departments of the Region, by the first signs of an INSEE code, and the source."""

    departments: Annotated[list[Department], Field(min_length=1)]
    source: Bilingual


class FactsFile(Shape):
    """facts.yaml of a region."""

    territory: TerritoryShape | None = None
    facts: dict[FactPath, FactShape]
    sums: dict[FactPath, SumShape] = {}
    predicates: dict[FactPath, PredicateShape] = {}
