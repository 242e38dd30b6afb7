"""
The API as OpenAPI describes it: addresses, bodies, answers, with examples.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import FastAPI
from starlette.requests import Request as Call
from starlette.responses import Response

from eligibility.language import Lang
from eligibility.rulebook import Region
from eligibility.rulebook.schemas import dossier_schema
from eligibility.web.shapes import (
    ADVICE,
    CLAUSE,
    DECISION,
    NEXT,
    PROBLEM,
    RULEBOOKS,
    SCHEMES,
    TEXT,
)

__all__ = ["EXAMPLE", "describe"]

EXAMPLE: dict[str, Any] = {
    "id": "OCC-2023-00042",
    "submitted_on": "2023-02-01",
    "scheme": "pass-transformation-ecologique",
    "company": {
        "headcount": 12,
        "equity": -12000,
        "tax_compliant": True,
        "social_compliant": True,
        "proceedings": [],
    },
    "request": {"amount": 8000},
}
"""A dossier of a fictitious company: its equity is negative, and much is not known yet."""

_ON = (
    "on",
    "Day of evaluation; by default the day of submission, else today.",
    {"type": "string", "format": "date"},
)
_LANG = (
    "lang",
    "Language of the words: fr (the default) or en.",
    {"type": "string", "enum": ["fr", "en"]},
)
_READING = (
    "reading",
    "Another reading of the text, `ID=ALTERNATIVE`; may be repeated.",
    {"type": "array", "items": {"type": "string"}},
)
_PASSED = (
    "unknown",
    "A fact that the person said not to know: it is not asked again; may be repeated.",
    {"type": "array", "items": {"type": "string"}},
)

_PROBLEMS = {
    400: "The call cannot be read.",
    404: "There is no such thing.",
    408: "Sending took too long.",
    413: "The body is too large.",
    415: "The body is neither JSON nor YAML.",
    422: "The dossier, a day or a reading does not fit: every fault with its place and its cure.",
    503: "No worker answered: try again.",
}


def describe(app: FastAPI, region: Region, handler: Callable[[Call], Awaitable[Response]]) -> None:
    """Adds the routes of the API to *app*, each described, and all answered by *handler*."""
    body = _body(dossier_schema(region, Lang.EN))
    routes: tuple[
        tuple[str, str, str, dict[str, Any], tuple[Any, ...], dict[str, Any] | None], ...
    ] = (
        (
            "POST",
            "/v1/check",
            "The decision on a dossier, clause by clause",
            DECISION,
            (_ON, _LANG, _READING),
            body,
        ),
        (
            "POST",
            "/v1/next-question",
            "The question that can close most open clauses",
            NEXT,
            (_ON, _LANG, _READING, _PASSED),
            body,
        ),
        (
            "POST",
            "/v1/advise",
            "What to change to become eligible",
            ADVICE,
            (_ON, _LANG, _READING),
            body,
        ),
        ("GET", "/v1/schemes", "The schemes in force on a day", SCHEMES, (_ON, _LANG), None),
        (
            "GET",
            "/v1/clauses/{clause_id}",
            "A clause: sentence, quote, lines, readings",
            CLAUSE,
            (_ON, _LANG),
            None,
        ),
        (
            "GET",
            "/v1/rulebooks",
            "Every version of the rules, with its digest",
            RULEBOOKS,
            (_LANG,),
            None,
        ),
    )
    for method, path, summary, schema, parameters, content in routes:
        extra: dict[str, Any] = {"parameters": [_parameter(*each) for each in parameters]}
        if "{clause_id}" in path:
            extra["parameters"].append(
                {
                    "name": "clause_id",
                    "in": "path",
                    "required": True,
                    "schema": {"type": "string", "minLength": 1},
                    "example": "SRDEII-A27-E3",
                }
            )
        if content:
            extra["requestBody"] = content
        app.add_api_route(
            path,
            handler,
            methods=[method],
            summary=summary,
            openapi_extra=extra,
            response_class=Response,
            responses=_responses(schema, has_body=content is not None),
        )


def _body(schema: dict[str, Any]) -> dict[str, Any]:
    return {
        "required": True,
        "content": {
            "application/json": {"schema": _inlined(schema), "example": EXAMPLE},
            "application/yaml": {"schema": {"type": "string"}},
        },
    }


def _inlined(schema: dict[str, Any]) -> dict[str, Any]:
    """*schema* without references: those of a part of a description point elsewhere."""
    definitions = schema.get("$defs", {})

    def resolved(node: Any) -> Any:
        if isinstance(node, dict):
            if "$ref" in node:
                return resolved(definitions[node["$ref"].rpartition("/")[2]])
            return {
                key: resolved(value)
                for key, value in node.items()
                if key not in ("$defs", "$schema")
            }
        return [resolved(each) for each in node] if isinstance(node, list) else node

    found = resolved(schema)
    assert isinstance(found, dict)
    return found


def _parameter(name: str, text: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "description": text, "schema": schema}


def _responses(schema: dict[str, Any], *, has_body: bool) -> dict[int | str, dict[str, Any]]:
    headers = {
        "eligibility-version": {"schema": TEXT, "description": "Version of the engine."},
        "eligibility-rulebook": {"schema": TEXT, "description": "Digest of the rules."},
    }
    found: dict[int | str, dict[str, Any]] = {
        200: {
            "description": "The answer.",
            "headers": headers,
            "content": {"application/json": {"schema": schema}},
        }
    }
    skipped = () if has_body else (408, 413, 415)
    for status, text in _PROBLEMS.items():
        if status not in skipped:
            found[status] = {
                "description": text,
                "content": {"application/problem+json": {"schema": PROBLEM}},
            }
    return found
