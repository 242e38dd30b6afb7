"""
What is wrong with a call, as a problem document (RFC 9457).
"""

import json
from collections.abc import Iterable
from http import HTTPStatus

from eligibility.errors import Fault
from eligibility.language import Lang
from eligibility.web.messages import PROBLEM, Reply

__all__ = ["problem", "refused"]


def problem(
    status: HTTPStatus, code: str, title: str, faults: Iterable[Fault] = (), lang: Lang = Lang.FR
) -> Reply:
    """
    The document: *code* for scripts, *title* and the faults for people.

    Each fault has its code, field, place, message and cure, as on the command line.
    """
    found = {
        "type": f"urn:eligibility:problem:{code}",
        "title": title,
        "status": int(status),
        "errors": [_error(fault, lang) for fault in faults],
    }
    detail = "\n".join(fault.told(lang) for fault in faults)
    if detail:
        found["detail"] = detail
    return Reply(status, PROBLEM, json.dumps(found, ensure_ascii=False).encode())


def refused(status: HTTPStatus, code: str, fr: str, en: str, lang: Lang = Lang.FR) -> Reply:
    """A problem without faults of its own."""
    return problem(status, code, fr if lang == Lang.FR else en, (), lang)


def _error(fault: Fault, lang: Lang) -> dict[str, object]:
    return {
        "code": fault.code,
        "field": fault.field,
        "line": fault.place.line if fault.place and fault.place.line else None,
        "column": fault.place.column if fault.place and fault.place.line else None,
        "message": fault.message[lang],
        "cure": fault.hint[lang] if fault.hint else None,
    }
