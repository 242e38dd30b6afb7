"""
What every rule file is made of: closed shapes, words in two languages, spans, conditions.

Conditions are only described here; `conditions.py` gives them their meaning.
"""

import re
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
)

__all__ = [
    "Bilingual",
    "ClauseName",
    "ConditionSpec",
    "Day",
    "FactPath",
    "Lines",
    "Person",
    "Says",
    "Shape",
    "Slug",
    "SpanText",
    "Truth",
    "Whole",
    "Words",
    "known_keys",
]


class Shape(BaseModel):
    """Frozen, and closed: a key that is not listed is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=False)


def _truth(value: object) -> bool:
    if value in ("true", True):
        return True
    if value in ("false", False):
        return False
    raise ValueError("write true or false")


def _filled(value: str) -> str:
    if not value.strip():
        raise ValueError("the text is empty")
    return re.sub(r"\s+", " ", value).strip()


Truth = Annotated[bool, BeforeValidator(_truth), WithJsonSchema({"type": "boolean"})]
Words = Annotated[str, AfterValidator(_filled)]
Whole = Annotated[int, Field(strict=False)]
SpanText = Annotated[str, StringConstraints(pattern=r"^[1-9]\d{0,3} (day|month|year)s?$")]
Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Lines = Annotated[str, StringConstraints(pattern=r"^[1-9]\d*(-[1-9]\d*)?$")]
FactPath = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$")]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$")]
ClauseName = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Za-z0-9]*(-[A-Za-z0-9]+)+$")]
Person = Literal["company", "officer", "region", "time"]

_CONDITION_SCHEMA = {
    "type": "object",
    "description": "One fact with its words of comparison, or one of all / any / not.",
    "properties": {
        "all": {"type": "array", "minItems": 2, "items": {"type": "object"}},
        "any": {"type": "array", "minItems": 2, "items": {"type": "object"}},
        "not": {"type": "object"},
    },
    "additionalProperties": {
        "type": "object",
        "minProperties": 1,
        "additionalProperties": False,
        "properties": {
            "is": {},
            "is_not": {},
            "one_of": {"type": "array", "items": {"type": "string"}},
            "none_of": {"type": "array", "items": {"type": "string"}},
            "above": {},
            "at_least": {},
            "below": {},
            "at_most": {},
            "before": {"type": "string", "format": "date"},
            "on_or_after": {"type": "string", "format": "date"},
            "empty": {"const": True},
            "filled": {"const": True},
            "known": {"const": True},
        },
    },
}
ConditionSpec = Annotated[dict[str, Any], WithJsonSchema(_CONDITION_SCHEMA)]


class Bilingual(Shape):
    """The same words in French and in English: both are needed."""

    fr: Words
    en: Words


class Says(Shape):
    """The sentence for a fact that is true, and for one that is false."""

    true: Bilingual
    false: Bilingual


def known_keys(model: type[BaseModel]) -> set[str]:
    """Every key that may stand somewhere in files of this shape, for the one that was meant."""
    found: set[str] = set()
    for field in model.model_json_schema().get("$defs", {}).values():
        found.update(field.get("properties", {}))
    return found | set(model.model_json_schema().get("properties", {}))
