"""
The answers so far, carried in the page: nothing is kept on the server.

They are signed, so that a page that was altered, or that another server
made, is told apart. What they say is read again like any file, signed or not.
"""

import json
from dataclasses import dataclass, field
from enum import Enum

from itsdangerous import BadSignature, Serializer

from eligibility.documents import read_bytes
from eligibility.errors import EligibilityError
from eligibility.facts import Dossier, FactName, read_dossier
from eligibility.facts.writing import yaml_dossier
from eligibility.rulebook import Region

__all__ = ["EVERY_SCHEME", "MAX_AGE", "Notice", "State", "StateError", "read_state", "written"]

EVERY_SCHEME = "*"
"""The mode of an interview for all schemes at once."""

MAX_AGE = 24 * 3600
"""Seconds after which a page is old: rules and situations change."""

_SALT = b"eligibility/answers@1"


class StateError(Exception):
    """The answers of a page cannot be read at all."""


class Notice(Enum):
    """What a person should be told of the page that answers came from."""

    OLD = "old"
    ALTERED = "altered"


@dataclass(frozen=True, slots=True)
class State:
    """
    An interview between two pages.

    *mode* is a scheme or EVERY_SCHEME; *trail* holds the questions of the
    pages before this one, the last one last.
    """

    mode: str
    dossier: Dossier
    passed: frozenset[FactName] = frozenset()
    trail: tuple[tuple[FactName, ...], ...] = ()
    notice: Notice | None = field(default=None, compare=False)


def written(state: State, region: Region, secret: bytes, now: int) -> str:
    """*state* as the text that a page carries."""
    content = {
        "mode": state.mode,
        "dossier": yaml_dossier(state.dossier, region.catalogue),
        "passed": sorted(state.passed),
        "trail": state.trail,
        "at": now,
    }
    text = Serializer(secret, _SALT).dumps(content)
    return text if isinstance(text, str) else text.decode()


def read_state(text: str, region: Region, secret: bytes, now: int) -> State:
    """
    The state that a page carried; *notice* says where it is old or was altered.

    Raises:
        StateError: it cannot be read, even as a page of another server.
    """
    serializer = Serializer(secret, _SALT)
    notice = None
    try:
        content = serializer.loads(text)
    except BadSignature as error:
        notice = Notice.ALTERED
        try:
            content = json.loads(error.payload or b"") if error.payload else None
        except (ValueError, RecursionError):
            content = None
    if not isinstance(content, dict):
        raise StateError
    try:
        state = _state(content, region)
    except (EligibilityError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise StateError from error
    at = content.get("at")
    if notice is None and (not isinstance(at, int) or now - at > MAX_AGE):
        notice = Notice.OLD
    return State(state.mode, state.dossier, state.passed, state.trail, notice)


def _state(content: dict[str, object], region: Region) -> State:
    mode = content["mode"]
    if mode != EVERY_SCHEME and mode not in region.scheme_ids:
        raise ValueError(mode)
    document = read_bytes(str(content["dossier"]).encode(), "answers.yaml")
    dossier = read_dossier(document, region.catalogue, region.scheme_ids)
    passed, trail = content["passed"], content["trail"]
    if not isinstance(passed, list) or not isinstance(trail, list):
        raise TypeError
    return State(
        str(mode),
        dossier,
        frozenset(_names(passed, region)),
        tuple(tuple(_names(page, region)) for page in trail[-100:]),
    )


def _names(given: object, region: Region) -> list[FactName]:
    """Of a list of names, those of facts that a dossier may hold."""
    if not isinstance(given, list):
        raise TypeError
    known = {fact.name for fact in region.catalogue.stated()}
    return [FactName(name) for name in given if name in known]
