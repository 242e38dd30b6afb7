"""
The form of the rule files: what an editor can check, and the first thing the loader does.

Conditions are only described here; `compile.py` gives them their meaning.
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
    "ClauseFile",
    "ExampleFile",
    "FactsFile",
    "SchemeFile",
    "Shape",
    "StrategyFile",
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
    not_above: FactPath | None = None
    not_before: FactPath | None = None
    implied_by: list[FactPath] = []
    view_of: FactPath | None = None
    view: Literal["as_defendant", "plan_ends_it"] | None = None
    from_scheme: Truth = False


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


class FactsFile(Shape):
    """facts.yaml of a region."""

    facts: dict[FactPath, FactShape]
    sums: dict[FactPath, SumShape] = {}
    predicates: dict[FactPath, PredicateShape] = {}


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


class DutyShape(Shape):
    """What must be kept, from when and until when."""

    objects: Annotated[list[str], Field(min_length=1)]
    start: Moment = Field(alias="from")
    end: Moment | None = Field(default=None, alias="until")
    then: list[TermShape] = []
    only_innovation: Truth = False


Event = Literal[
    "job_count",
    "investment_disposed",
    "activity_ceased",
    "establishment_moved",
    "capital_operation",
    "rnd_performed",
    "partner_used",
    "rnd_staff_proof",
    "exploitation_renounced",
    "exploitation_transferred",
]
BrokenBy = list[Event | dict[Event, dict[str, str]]]
Consequence = Literal["clawback_possible", "clawback_due", "none"]


class AlternativeShape(Shape):
    """What a clause becomes under another reading: only what changes."""

    applies_when: ConditionSpec | None = None
    unless: ConditionSpec | None = None
    require: ConditionSpec | None = None
    then: list[TermShape] | None = None
    broken_by: BrokenBy | None = None
    consequence: Consequence | None = None
    start: Moment | None = Field(default=None, alias="from")
    end: Moment | None = Field(default=None, alias="until")


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
    stage: Literal["design", "eligibility", "scheme", "appreciation", "maintenance"]
    cite: CiteShape
    role: Literal["exception", "fold"] | None = None
    applies_when: ConditionSpec | None = None
    unless: ConditionSpec | None = None
    require: ConditionSpec | None = None
    reasons: ReasonsShape | None = None
    remedy: RemedyShape | None = None
    alternatives: dict[str, AlternativeShape] = {}
    indicator: IndicatorShape | None = None
    duty: DutyShape | None = None
    broken_by: BrokenBy = []
    consequence: Consequence | None = None
    evidence: Bilingual | None = None
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
    sections: list[SectionShape] = []
    readings: dict[Slug, ReadingShape] = {}


class SchemeAlternativeShape(Shape):
    """The texts applied under another reading."""

    texts: list[ClauseName]
    when: ConditionSpec | None = None


class SchemeFile(Shape):
    """One aid scheme."""

    scheme: Slug
    title: Bilingual
    summary: Bilingual
    document: Words
    heading: Words
    in_force_from: Day
    in_force_until: Day | None = None
    texts: list[ClauseName]
    properties: dict[FactPath, Truth] = {}
    alternatives: dict[str, SchemeAlternativeShape] = {}
    readings: dict[Slug, ReadingShape] = {}
    clauses: list[ClauseShape] = []
    note: Bilingual | None = None


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


def known_keys(model: type[BaseModel]) -> set[str]:
    """Every key that may stand somewhere in files of this shape, for the one that was meant."""
    found: set[str] = set()
    for field in model.model_json_schema().get("$defs", {}).values():
        found.update(field.get("properties", {}))
    return found | set(model.model_json_schema().get("properties", {}))
