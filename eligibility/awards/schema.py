"""
The JSON Schema of an award file, for editors, made from the tables that the reader uses.
"""

from typing import Any

from eligibility.awards import fields
from eligibility.facts import Fact, FactName, FactType
from eligibility.facts.events import EVENTS, OBJECTS
from eligibility.language import Lang
from eligibility.rulebook import Region
from eligibility.rulebook.sizes import SIZES

__all__ = ["award_schema"]

_DAY = {"type": ["string", "null"], "format": "date"}
_TEXT = {"type": ["string", "null"]}
_TRUTH = {"type": ["boolean", "null"]}


def award_schema(region: Region, lang: Lang) -> dict[str, Any]:
    """The schema of an award of *region*."""
    company: dict[str, Any] = {
        "siren": _value(fields.SIREN, lang),
        "name": _TEXT,
        "size": {"enum": [*SIZES, None]},
    }
    for key in fields.SHARED:
        name = FactName(f"company.{key}")
        if name in region.catalogue:
            company[key] = _value(region.catalogue[name], lang)
    investment = {
        "id": {"type": "string", "minLength": 1},
        "label": _TEXT,
        "amount": _value(fields.INVESTMENT_AMOUNT, lang),
    }
    pro_rata = {
        name: {"enum": [*(word for word, names in fields.PRO_RATA.items() if name in names), None]}
        for name in OBJECTS
    }
    jobs = {key: _value(fields.JOBS, lang) for key in ("jobs", "jobs_kept", "jobs_created")}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "eligibility: award",
        **_closed(
            {
                "id": {"type": "string", "minLength": 1},
                "dossier": _TEXT,
                "scheme": {"enum": list(region.scheme_ids)},
                "company": _maybe(_closed(company)),
                "amount": _value(fields.AMOUNT, lang),
                "signed_on": {"type": "string", "format": "date"},
                "programme": _maybe(_closed(dict.fromkeys(fields.PROGRAMME, _DAY))),
                "site": _maybe(
                    _closed({key: _value(fact, lang) for key, fact in fields.SITE.items()})
                ),
                **jobs,
                "investments": _list(_closed(investment, "id")),
                "innovation": _TRUTH,
                "partners": _list(_value(fields.PARTNER, lang)),
                "convention": _maybe(_closed({"pro_rata": _maybe(_closed(pro_rata))})),
                "events": _list({"oneOf": [_event(name, lang) for name in EVENTS]}),
            },
            "id",
            "scheme",
            "signed_on",
        ),
    }


def _event(name: str, lang: Lang) -> dict[str, Any]:
    kind = EVENTS[name]
    own = {str(fact.name): _value(fact, lang) for fact in kind.fields}
    shared = {
        "id": _TEXT,
        "replaces": _TEXT,
        "on": {"type": "string", "format": "date"},
        "kind": {"const": name},
        "evidence": _TEXT,
        "note": _TEXT,
    }
    wanted = ("on", "kind", *kind.wanted, *(("replaces",) if name == "withdrawn" else ()))
    return {"description": kind.label[lang], **_closed({**shared, **own}, *wanted)}


def _value(fact: Fact, lang: Lang) -> dict[str, Any]:
    described = {"description": fact.label[lang]}
    match fact.type:
        case FactType.AMOUNT | FactType.NUMBER:
            least = {} if fact.minimum is None else {"minimum": fact.minimum}
            return {"type": ["number", "null"], **least, **described}
        case FactType.BOOLEAN:
            return {**_TRUTH, **described}
        case FactType.WORDS:
            return {**_list({"enum": [word for word, _ in fact.words]}), **described}
        case FactType.CODE:
            return {"type": ["string", "null"], "pattern": f"^(?:{fact.pattern})$", **described}
        case _:
            return {**_TEXT, **described}


def _closed(properties: dict[str, Any], *wanted: str) -> dict[str, Any]:
    """An object with these keys and no other."""
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
        "required": list(wanted),
    }


def _maybe(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": ["array", "null"], "items": items}
