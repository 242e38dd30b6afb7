"""
The form of texts, schemes and worked examples.
"""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, WithJsonSchema

from eligibility.facts.events import ATTRIBUTES, EVENTS, OBJECTS
from eligibility.rulebook.shape_base import (
    Bilingual,
    ClauseName,
    ConditionSpec,
    Day,
    FactPath,
    Lines,
    Person,
    Shape,
    Slug,
    SpanText,
    Truth,
    Words,
)

__all__ = [
    "AlternativeShape",
    "BrokenBy",
    "ClauseFile",
    "ClauseShape",
    "DutyShape",
    "IndicatorShape",
    "ReadingShape",
    "ReasonsShape",
    "RemedyShape",
    "SchemeFile",
    "StrategyFile",
    "TermShape",
]


class CiteShape(Shape):
    """Where the source says it."""

    lines: Lines
    quote: Words
    heading: Words | None = None
    document: Words | None = None


class ReasonsShape(Shape):
    """The sentences for each status."""

    met: Bilingual | None = None
    not_met: Bilingual | None = None
    unknown: Bilingual | None = None
    not_applicable: Bilingual | None = None


class RemedyShape(Shape):
    """What would cure a failure."""

    by: Person
    fr: Words
    en: Words


class ReadingShape(Shape):
    """An ambiguity of the source: the reading taken and the others."""

    title: Bilingual
    default: Bilingual
    alternatives: Annotated[dict[Slug, Bilingual], Field(min_length=1)]
    ambiguity: Words


class IndicatorShape(Shape):
    """A figure: one of ratio, total, change or value."""

    ratio: Annotated[list[FactPath], Field(min_length=2, max_length=2)] | None = None
    total: Annotated[list[FactPath], Field(min_length=2)] | None = None
    change: dict[FactPath, FactPath] | None = None
    value: FactPath | None = None
    year: Bilingual | None = None


class TermShape(Shape):
    """How long a duty lasts after its period; *when* narrows it to some companies."""

    length: SpanText = Field(alias="for")
    when: ConditionSpec | None = None


Moment = Literal["award.signed_on", "programme.starts_on", "programme.ends_on"]


def _object(name: str) -> str:
    if name not in OBJECTS:
        raise ValueError(f"use one of {', '.join(OBJECTS)}")
    return name


Object = Annotated[str, AfterValidator(_object), WithJsonSchema({"enum": list(OBJECTS)})]
LastDayWord = Literal["same_day", "eve"]


class PeriodsShape(Shape):
    """How a length of months or years is counted, and by what authority."""

    last_day: LastDayWord
    missing_day: Literal["end_of_month"]
    source: Bilingual


class DutyShape(Shape):
    """What must be kept, from when and until when."""

    objects: Annotated[list[Object], Field(min_length=1)]
    start: Moment = Field(alias="from")
    end: Moment | None = Field(default=None, alias="until")
    then: list[TermShape] = []
    only_innovation: Truth = False


_BREAK = {
    "anyOf": [
        {"enum": list(EVENTS)},
        {
            "type": "object",
            "minProperties": 1,
            "maxProperties": 1,
            "additionalProperties": False,
            "properties": {
                kind: {
                    "type": "object",
                    "minProperties": 1,
                    "additionalProperties": False,
                    "properties": {name: {"type": "boolean"} for name in attributes},
                }
                for kind, attributes in ATTRIBUTES.items()
                if attributes
            },
        },
    ]
}
_BREAKS = {"type": "array", "minItems": 1, "items": _BREAK}
# Only described here: `breaks.py` reads it.
BrokenBy = Annotated[
    Any,
    WithJsonSchema(
        {
            "description": "Events that break the duty; by object where they are not the same.",
            "anyOf": [
                _BREAKS,
                {
                    "type": "object",
                    "additionalProperties": False,
                    "properties": dict.fromkeys(OBJECTS, _BREAKS),
                },
            ],
        }
    ),
]
Consequence = Literal["clawback_possible", "clawback_due", "none"]


class EvidenceShape(Shape):
    """What shows that a duty is kept, and how often to ask for it."""

    fr: Words
    en: Words
    every: SpanText | None = None


class AlternativeShape(Shape):
    """What a clause becomes under another reading: only what changes."""

    applies_when: ConditionSpec | None = None
    unless: ConditionSpec | None = None
    require: ConditionSpec | None = None
    then: list[TermShape] | None = None
    broken_by: BrokenBy = None
    consequence: Consequence | None = None
    start: Moment | None = Field(default=None, alias="from")
    end: Moment | Literal["open"] | None = Field(default=None, alias="until")
    last_day: LastDayWord | None = None
    as_long_as: Annotated[list[ClauseName], Field(min_length=1)] | None = None


class TargetShape(Shape):
    """What the Region is to reach over many dossiers: one of share_of, count_of, total_of."""

    share_of: ConditionSpec | None = None
    count_of: ConditionSpec | None = None
    total_of: FactPath | None = None
    among: ConditionSpec | None = None
    at_least: Words
    by: Day | None = None
    each: SpanText | None = None


class ClauseShape(Shape):
    """One clause."""

    clause: ClauseName
    title: Bilingual
    kind: Literal[
        "condition",
        "commitment",
        "scheme_design",
        "indicator",
        "duty",
        "repayment",
        "information",
        "judgement",
        "past",
        "announced",
        "not_encodable",
    ]
    stage: Literal["design", "eligibility", "scheme", "appreciation", "maintenance", "portfolio"]
    cite: CiteShape
    role: Literal["exception", "fold"] | None = None
    applies_when: ConditionSpec | None = None
    unless: ConditionSpec | None = None
    require: ConditionSpec | None = None
    reasons: ReasonsShape | None = None
    remedy: RemedyShape | None = None
    alternatives: dict[str, AlternativeShape] = {}
    indicator: IndicatorShape | None = None
    target: TargetShape | None = None
    judged_by: FactPath | None = None
    looks_at: list[FactPath] = []
    duty: DutyShape | None = None
    broken_by: BrokenBy = None
    consequence: Consequence | None = None
    evidence: EvidenceShape | None = None
    note: Bilingual | None = None


class SectionShape(Shape):
    """Lines that the clauses must account for, sentence by sentence."""

    lines: Lines
    headings: list[Words] = []


class ClauseFile(Shape):
    """One section of a text."""

    heading: Words
    clauses: Annotated[list[ClauseShape], Field(min_length=1)]


class StrategyFile(Shape):
    """text.yaml: what a text is, its readings and the sections it covers."""

    text: ClauseName
    title: Bilingual
    document: Words
    in_force_until: Day | None = None
    periods: PeriodsShape | None = None
    sections: list[SectionShape] = []
    readings: dict[Slug, ReadingShape] = {}


class SchemeAlternativeShape(Shape):
    """The texts applied under another reading."""

    texts: list[ClauseName]
    when: ConditionSpec | None = None


class AliasShape(Shape):
    """Another name of a scheme, and where the source gives it."""

    name: Words
    cite: CiteShape
    note: Bilingual | None = None


class SchemeFile(Shape):
    """One aid scheme."""

    scheme: Slug
    title: Bilingual
    summary: Bilingual
    document: Words
    heading: Words
    in_force_from: Day
    in_force_until: Day | None = None
    state: Literal["open", "announced", "past"] = "open"
    applicants: list[Words] = []
    audience: ConditionSpec | None = None
    aliases: list[AliasShape] = []
    texts: list[ClauseName]
    priorities: list[ClauseName] = []
    properties: dict[FactPath, Truth] = {}
    alternatives: dict[str, SchemeAlternativeShape] = {}
    readings: dict[Slug, ReadingShape] = {}
    periods: PeriodsShape | None = None
    clauses: list[ClauseShape] = []
    note: Bilingual | None = None
