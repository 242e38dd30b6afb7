"""
JSON Schemas for editors, made from the pydantic models of the files.
"""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StringConstraints, create_model
from pydantic.json_schema import models_json_schema

from eligibility.facts import Fact, FactType
from eligibility.facts.reader import ORIGINS
from eligibility.language import Lang
from eligibility.rulebook import shape
from eligibility.rulebook.model import Region
from eligibility.rulebook.shape_coverage import CoverageFile
from eligibility.rulebook.shape_examples import AwardExampleFile, ExampleFile
from eligibility.rulebook.shape_facts import FactsFile

__all__ = ["dossier_schema", "rule_schema"]

_DRAFT = "https://json-schema.org/draft/2020-12/schema"


_ORIGIN: Any = Literal[ORIGINS]


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Proceeding(_Closed):
    kind: str
    role: Literal["claimant", "defendant"] | None = None
    opened_on: date | None = None
    closed_on: date | None = None
    plan_adopted_on: date | None = None


def rule_schema() -> dict[str, Any]:
    """One schema for every file of rules: facts, text, section, scheme, examples, coverage."""
    models = (
        FactsFile,
        shape.StrategyFile,
        shape.ClauseFile,
        shape.SchemeFile,
        ExampleFile,
        AwardExampleFile,
        CoverageFile,
    )
    _, schema = models_json_schema(
        [(model, "validation") for model in models], title="eligibility: rules"
    )
    references = [{"$ref": f"#/$defs/{model.__name__}"} for model in models]
    return {"$schema": _DRAFT, **schema, "anyOf": references}


def dossier_schema(region: Region, lang: Lang) -> dict[str, Any]:
    """The schema of a dossier, made from the facts and schemes of *region*."""
    tree: dict[str, Any] = {}
    for fact in region.catalogue.stated():
        node = tree
        *folders, last = fact.name.split(".")
        for folder in folders:
            node = node.setdefault(folder, {})
        node[last] = fact
    fields = _fields(tree, (), lang)
    schemes: Any = Literal[region.scheme_ids]
    head: dict[str, Any] = {
        "id": (Annotated[str, StringConstraints(min_length=1)], ...),
        "submitted_on": (date | None, None),
        "scheme": (schemes, ...),
    }
    model = create_model("Dossier", __base__=_Closed, **head, **fields)
    return {"$schema": _DRAFT, **model.model_json_schema()}


def _fields(tree: dict[str, Any], path: tuple[str, ...], lang: Lang) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in tree.items():
        if isinstance(value, Fact):
            described = Field(default=None, description=_described(value, lang))
            found[key] = (_stated(value, (*path, key)) | None, described)
        else:
            name = "_".join((*path, key)).title()
            below = create_model(name, __base__=_Closed, **_fields(value, (*path, key), lang))
            found[key] = (below | None, None)
    return found


def _described(fact: Fact, lang: Lang) -> str:
    return (fact.question or fact.label)[lang]


def _stated(fact: Fact, path: tuple[str, ...]) -> Any:
    """The value written plainly, or with its origin."""
    value = _value(fact)
    extra: dict[str, Any] = {}
    if path[0] == "assessed":
        extra = {
            "by": (str | None, None),
            "on": (date | None, None),
            "rationale": (str | None, None),
            "role": (str | None, None),
        }
    with_origin = create_model(
        "_".join(path).title() + "_Stated",
        __base__=_Closed,
        value=(value | None, ...),
        origin=(_ORIGIN | None, None),
        as_of=(date | None, None),
        evidence=(str | None, None),
        **extra,
    )
    return value | with_origin


def _value(fact: Fact) -> Any:
    unit = 10**fact.decimals

    def limit(scaled: int | None) -> float | None:
        return None if scaled is None else scaled / unit

    match fact.type:
        case FactType.AMOUNT | FactType.NUMBER:
            return Annotated[float, Field(ge=limit(fact.minimum), le=limit(fact.maximum))]
        case FactType.BOOLEAN:
            return StrictBool
        case FactType.DATE:
            return date
        case FactType.WORD:
            return Literal[tuple(word for word, _ in fact.words)]
        case FactType.WORDS if not fact.open_list:
            return list[Literal[tuple(word for word, _ in fact.words)]]  # type: ignore[misc]
        case FactType.WORDS:
            return list[str]
        case FactType.CODE:
            return Annotated[str, StringConstraints(pattern=f"^{fact.pattern}$")]
        case FactType.PROCEEDINGS:
            return list[_Proceeding]
        case _:
            return str
