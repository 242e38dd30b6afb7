"""
The form of a file of ambitions.
"""

from typing import Annotated

from pydantic import Field

from eligibility.rulebook.shape_base import Bilingual, Shape, Slug

__all__ = ["AmbitionsFile"]


class DeclaredShape(Shape):
    """What is declared of one scheme; an absent list is not known, an empty one is none."""

    serves: list[Slug] | None = None
    contradicts: list[Slug] | None = None


class AmbitionsFile(Shape):
    """The ambitions, who lists them, and what is declared of each scheme."""

    source: Bilingual
    ambitions: Annotated[dict[Slug, Bilingual], Field(min_length=1)]
    schemes: dict[Slug, DeclaredShape] = {}
