"""Facts and truths as bytes, between a process and its worker."""

import json

from eligibility.engines.protocol import Truths
from eligibility.facts import FactName, Facts, Value, Words

__all__ = ["facts_from", "facts_to", "truths_from", "truths_to"]

_SIGN = {True: b"t", False: b"f", None: b"u"}
_TRUTH = {sign[0]: truth for truth, sign in _SIGN.items()}


def truths_to(truths: Truths) -> bytes:
    """One letter for each truth."""
    return b"".join(_SIGN[truth] for truth in truths)


def truths_from(data: bytes) -> Truths:
    """The truths of `truths_to`."""
    return tuple(_TRUTH[sign] for sign in data)


def facts_to(facts: Facts) -> bytes:
    """The facts as JSON; a set of words as its sure and its possible words."""
    return json.dumps({name: _plain(value) for name, value in facts.items()}).encode()


def facts_from(data: bytes) -> Facts:
    """The facts of `facts_to`."""
    return {FactName(name): _value(raw) for name, raw in json.loads(data).items()}


def _plain(value: Value) -> object:
    if isinstance(value, Words):
        possible = None if value.possible is None else sorted(value.possible)
        return [sorted(value.sure), possible]
    return value


def _value(raw: object) -> Value:
    if isinstance(raw, list):
        sure, possible = raw
        return Words(frozenset(sure), None if possible is None else frozenset(possible))
    assert isinstance(raw, bool | int | str)
    return raw
