"""
What an entry says, by its kind; and whether it has that form.

An entry that was rewritten may hold anything. What is read from a ledger has
been through `fits` first, so nothing after it has to doubt.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from eligibility.decisions import Outcome

__all__ = ["SCREENING", "Kind", "Ruling", "fits"]

SCREENING = "eligibility/screening@1"
"""The schema of what a screening holds."""


class Kind(StrEnum):
    """What an entry records."""

    OPENED = "opened"  # the ledger itself; always entry 0
    DECISION = "decision"  # what the tool concluded
    RULING = "ruling"  # what the officer did
    ERASURE = "erasure"  # sealed facts of other entries erased
    SCREENING = "screening"  # a whole table held against the rules


class Ruling(StrEnum):
    """The officer's own act on a decision."""

    AWARD = "award"
    REJECT = "reject"
    REQUEST = "request"  # asks the applicant for more
    WITHDRAW = "withdraw"  # the applicant withdrew


Check = Callable[[Any], bool]


def fits(kind: Kind, body: Mapping[str, Any]) -> bool:
    """Whether *body* has all that an entry of that kind holds, each of its type."""
    return _FORMS[kind](body)


def _has(found: Any, form: Mapping[str, Check]) -> bool:
    return isinstance(found, dict) and all(
        name in found and check(found[name]) for name, check in form.items()
    )


def _text(found: Any) -> bool:
    return isinstance(found, str)


def _text_or_none(found: Any) -> bool:
    return found is None or isinstance(found, str)


def _number(found: Any) -> bool:
    return type(found) is int


def _count(found: Any) -> bool:
    return type(found) is int and found >= 0


def _is(word: str) -> Check:
    return lambda found: isinstance(found, str) and found == word


def _like(pattern: str) -> Check:
    known = re.compile(pattern)
    return lambda found: isinstance(found, str) and bool(known.fullmatch(found))


def _day(found: Any) -> bool:
    try:
        return bool(date.fromisoformat(found).isoformat() == found)
    except (TypeError, ValueError):
        return False


def _day_or_none(found: Any) -> bool:
    return found is None or _day(found)


def _each(check: Check) -> Check:
    return lambda found: isinstance(found, list) and all(check(each) for each in found)


def _object_of(check: Check) -> Check:
    return lambda found: isinstance(found, dict) and all(check(each) for each in found.values())


def _one_of(words: type[StrEnum]) -> Check:
    known = frozenset(words)
    return lambda found: isinstance(found, str) and found in known


def _form(**form: Check) -> Check:
    return lambda found: _has(found, form)


def _exactly(**form: Check) -> Check:
    """The form and no key beside it."""
    return lambda found: _has(found, form) and found.keys() == form.keys()


def _fact(found: Any) -> bool:
    """Sealed, or a value with perhaps its origin."""
    if not isinstance(found, dict):
        return False
    if "sealed" in found:
        return found.keys() == {"sealed"} and _text(found["sealed"])
    return "value" in found and found.keys() <= {"value", "origin"}


def _follows(found: Any) -> bool:
    return found is None or isinstance(found, bool)


_CORE = _form(
    schema=_text,
    dossier=_text,
    scheme=_text,
    submitted_on=_day_or_none,
    evaluated_on=_day,
    rulebook=_form(version=_text, digest=_text, region=_text),
    readings=_object_of(_text),
    facts=_object_of(_fact),
    outcome=_one_of(Outcome),
    clauses=_each(_form(clause=_text, status=_text)),
    missing=_each(_text),
    sensitive_to=_each(_form(reading=_text, alternative=_text, outcome=_one_of(Outcome))),
    indicators=_each(_form(clause=_text)),
)

# A folder may bear the name of a person.
_FILE_NAME = _like(r"[^/\\\0]+")
_SHA256 = _like("[0-9a-f]{64}")
_RULEBOOK = _exactly(version=_day, digest=_like("sha256:[0-9a-f]{64}"), region=_text)


def _rulebooks(found: Any) -> bool:
    """Each once, by version: one way to write them."""
    if not _each(_RULEBOOK)(found):
        return False
    pairs = [(each["version"], each["digest"]) for each in found]
    return pairs == sorted(set(pairs))


_FORMS: Mapping[Kind, Check] = {
    Kind.OPENED: _form(ledger=_text),
    Kind.DECISION: _form(core=_CORE),
    Kind.RULING: _form(
        about=_number,
        decision=_text,
        dossier=_text,
        outcome=_one_of(Outcome),
        ruling=_one_of(Ruling),
        follows=_follows,
        motive=_text_or_none,
    ),
    Kind.ERASURE: _form(erased=_each(_number), motive=_text),
    Kind.SCREENING: _exactly(
        schema=_is(SCREENING),
        input=_exactly(name=_FILE_NAME, sha256=_SHA256, rows=_count),
        output=_exactly(name=_FILE_NAME, sha256=_SHA256),
        rulebooks=_rulebooks,
        readings=_object_of(_text),
        on=_day_or_none,
        today=_day,
        counts=_exactly(eligible=_count, ineligible=_count, incomplete=_count, errors=_count),
        by=_text_or_none,
    ),
}
