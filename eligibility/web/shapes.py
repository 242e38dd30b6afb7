"""
The answers of the API as JSON Schema: what the description promises.
"""

from typing import Any

__all__ = ["ADVICE", "CLAUSE", "DECISION", "NEXT", "PROBLEM", "RULEBOOKS", "SCHEMES", "TEXT"]

TEXT = {"type": "string"}
_TEXT_OR_NULL = {"type": ["string", "null"]}
_RULEBOOK = {
    "type": "object",
    "required": ["version", "digest"],
    "properties": {"version": {"type": "string", "format": "date"}, "digest": TEXT},
}
_OUTCOME = {"enum": ["eligible", "ineligible", "incomplete"]}
_CITATION = {
    "type": "object",
    "required": ["document", "heading", "lines", "quote"],
    "properties": {"document": TEXT, "heading": TEXT, "lines": TEXT, "quote": TEXT},
}


def _object(required: dict[str, Any], **optional: Any) -> dict[str, Any]:
    return {"type": "object", "required": list(required), "properties": {**required, **optional}}


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


_PROGRESS = ("answered", "left_at_most", "clauses_closed", "clauses")
_SETS = {
    "sets": _list({"type": "object"}),
    "complete": {"type": "boolean"},
    "reason": _TEXT_OR_NULL,
}
DECISION = _object(
    {
        "schema": {"const": "eligibility/decision@1"},
        "dossier": TEXT,
        "scheme": TEXT,
        "evaluated_on": {"type": "string", "format": "date"},
        "rulebook": _RULEBOOK,
        "outcome": _OUTCOME,
        "findings": _list(
            _object(
                {
                    "clause": TEXT,
                    "stage": {
                        "enum": ["eligibility", "scheme", "appreciation", "maintenance", "design"]
                    },
                    "status": {"enum": ["met", "not_met", "unknown", "not_applicable"]},
                    "reason": TEXT,
                    "remedy": _TEXT_OR_NULL,
                    "facts": {"type": "object"},
                    "origins": {"type": "object"},
                    "citation": _CITATION,
                }
            )
        ),
        "missing": _list(TEXT),
        "sensitive_to": _list(_object({"reading": TEXT, "alternative": TEXT, "outcome": _OUTCOME})),
        "indicators": _list(_object({"clause": TEXT, "unit": TEXT})),
        "warnings": _list(_object({"code": TEXT, "path": _TEXT_OR_NULL, "message": TEXT})),
        "advice": _object(_SETS),
    }
)
ADVICE = _object(
    {
        "schema": {"const": "eligibility/advice@1"},
        "dossier": TEXT,
        "scheme": TEXT,
        "rulebook": _RULEBOOK,
        "outcome": _OUTCOME,
        **_SETS,
    }
)
NEXT = _object(
    {
        "schema": {"const": "eligibility/next-question@1"},
        "dossier": TEXT,
        "scheme": TEXT,
        "evaluated_on": {"type": "string", "format": "date"},
        "rulebook": _RULEBOOK,
        "question": {
            "anyOf": [
                {"type": "null"},
                _object(
                    {
                        "fact": TEXT,
                        "type": TEXT,
                        "question": TEXT,
                        "label": TEXT,
                        "help": _TEXT_OR_NULL,
                        "unit": _TEXT_OR_NULL,
                        "example": _TEXT_OR_NULL,
                        "words": _list(_object({"word": TEXT, "label": TEXT})),
                        "evidence": _TEXT_OR_NULL,
                        "answered_by": _list(TEXT),
                    }
                ),
            ]
        },
        "progress": _object({key: {"type": "integer"} for key in _PROGRESS}),
    }
)
SCHEMES = _object(
    {
        "schema": {"const": "eligibility/schemes@1"},
        "on": {"type": "string", "format": "date"},
        "rulebook": _RULEBOOK,
        "schemes": _list(
            _object(
                {
                    "id": TEXT,
                    "title": TEXT,
                    "summary": TEXT,
                    "in_force_from": {"type": "string", "format": "date"},
                    "texts": _list(TEXT),
                    "clauses": _list(TEXT),
                    "facts": _list(TEXT),
                }
            )
        ),
    }
)
CLAUSE = _object(
    {
        "schema": {"const": "eligibility/clause@1"},
        "on": {"type": "string", "format": "date"},
        "rulebook": _RULEBOOK,
        "clause": TEXT,
        "title": TEXT,
        "part_of": TEXT,
        "kind": TEXT,
        "stage": TEXT,
        "sentence": _TEXT_OR_NULL,
        "citation": _CITATION,
        "note": _TEXT_OR_NULL,
        "readings": _list({"type": "object"}),
    }
)
RULEBOOKS = _object(
    {
        "schema": {"const": "eligibility/rulebooks@1"},
        "rulebooks": _list(
            _object(
                {
                    "region": TEXT,
                    "from": {"type": "string", "format": "date"},
                    "version": TEXT,
                    "digest": TEXT,
                    "files": _list(_object({"path": TEXT, "sha256": TEXT})),
                }
            )
        ),
    }
)
PROBLEM = _object(
    {
        "type": TEXT,
        "title": TEXT,
        "status": {"type": "integer"},
        "errors": _list(
            _object(
                {"code": TEXT, "message": TEXT},
                field=_TEXT_OR_NULL,
                line={"type": ["integer", "null"]},
                column={"type": ["integer", "null"]},
                cure=_TEXT_OR_NULL,
            )
        ),
    },
    detail=TEXT,
)
