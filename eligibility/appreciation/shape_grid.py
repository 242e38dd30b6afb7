"""
The form of a grid file: weights and marks that an authority chose for itself.
"""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from eligibility.rulebook.shape_base import Bilingual, ClauseName, FactPath, Shape, Slug

__all__ = ["CriterionShape", "GridFile", "StepShape"]

Exact = Annotated[Decimal, Field(strict=False, allow_inf_nan=False, ge=-(10**9), le=10**9)]
Rate = Annotated[Decimal, Field(strict=False, allow_inf_nan=False, ge=0, le=100)]


class StepShape(Shape):
    """A mark for values up to a bound, the bound included; without one, for what is beyond."""

    up_to: Exact | None = None
    mark: Exact


class CriterionShape(Shape):
    """
    The weight of a clause and its marks: by words (`met`, `not_met`, or those of a
    judgement), or by steps for a figure; *of* names one figure of several.
    """

    weight: Annotated[Decimal, Field(strict=False, gt=0, le=10**6)]
    marks: dict[str, Exact] = {}
    steps: list[StepShape] = []
    of: FactPath | None = None


class IntensityShape(Shape):
    """The intensity proposed from a number of points on, in percent."""

    points: Exact = Field(alias="from")
    rate: Rate


class GridFile(Shape):
    """A grid: who chose it, what each criterion weighs, which intensity the points give."""

    grid: Slug
    title: Bilingual
    source: Bilingual
    criteria: Annotated[dict[ClauseName, CriterionShape], Field(min_length=1)]
    intensity: Annotated[list[IntensityShape], Field(min_length=1)]
