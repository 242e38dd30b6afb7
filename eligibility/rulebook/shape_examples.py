"""
The form of worked examples: on dossiers, and on awards.
"""

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from eligibility.rulebook.shape_base import Bilingual, ClauseName, Day, FactPath, Shape, Slug

__all__ = ["AwardExampleFile", "AwardExampleShape", "ExampleFile", "ExampleShape"]


class ExpectShape(Shape):
    """What a worked example should conclude; a status that is not named is not checked."""

    outcome: Literal["eligible", "ineligible", "incomplete"] | None = None
    met: list[ClauseName] = []
    not_met: list[ClauseName] | None = None
    unknown: list[ClauseName] | None = None
    not_applicable: list[ClauseName] = []
    missing: list[FactPath] | None = None
    sensitive: list[str] | None = None


class ExampleShape(Shape):
    """One worked example: the base dossier with some facts changed."""

    example: Bilingual
    on: Day | None = None
    scheme: Slug | None = None
    set: dict[FactPath, Any] = {}
    expect: ExpectShape


class ExampleFile(Shape):
    """Worked examples beside a text or a scheme."""

    scheme: Slug
    on: Day
    base: dict[str, Any]
    examples: Annotated[list[ExampleShape], Field(min_length=1)]


FindingKey = Annotated[
    str, StringConstraints(pattern=r"^[A-Z][A-Za-z0-9]*(-[A-Za-z0-9]+)+/[a-z][a-z_]*$")
]
"""A clause and an object: `SRDEII-A27-R2/jobs`."""


class AwardExpectShape(Shape):
    """
    What monitoring should find: *breached*, *unknown* and *sensitive* exactly,
    *kept*, *pending* and *absent* at least, *until* (`none` = no last day) as
    named; what is not named is not checked.
    """

    breached: list[FindingKey] | None = None
    unknown: list[FindingKey] | None = None
    kept: list[FindingKey] = []
    pending: list[FindingKey] = []
    absent: list[FindingKey] = []
    until: dict[FindingKey, Day | Literal["none"]] = {}
    consequence: dict[FindingKey, Literal["none", "clawback_possible", "clawback_due"]] = {}
    total: str | None = None
    missing: list[str] | None = None
    sensitive: list[str] | None = None


class AwardExampleShape(Shape):
    """One worked example: the base award with some keys changed, on a day."""

    example: Bilingual
    on: Day
    scheme: Slug | None = None
    readings: dict[str, Slug] = {}
    set: dict[str, Any] = {}
    expect: AwardExpectShape


class AwardExampleFile(Shape):
    """Worked examples on awards beside a text."""

    scheme: Slug
    award: dict[str, Any]
    examples: Annotated[list[AwardExampleShape], Field(min_length=1)]
