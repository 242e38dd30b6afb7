"""
Canonical JSON (RFC 8785): the bytes that are hashed.

Whole numbers, text, truths, null, lists and objects only: no number here is a
fraction, so the standard library writes the same bytes, and a good deal faster
where bytes are only compared.
"""

import json
import re
from typing import Any, NoReturn

import rfc8785

__all__ = ["canonical", "parsed", "same"]


# RFC 8785 sorts keys by UTF-16: as code points do, but for these far ones.
_FAR = re.compile(rb"[\xee-\xf4]|\xed[\xa0-\xbf]")


def canonical(value: Any) -> bytes:
    """The one way to write *value*: keys sorted, no space, text as it is."""
    return rfc8785.dumps(value)


def parsed(data: bytes) -> Any:
    """
    The value written in *data*.

    Raises:
        ValueError: not JSON, or not written in the canonical way.
    """
    try:
        text = data.decode()
        value = json.loads(text, parse_float=_no_fraction, parse_constant=_no_fraction)
        is_canonical = _quick(value) == text and not _FAR.search(data)
        if not is_canonical and canonical(value) != data:
            raise ValueError
    except (rfc8785.CanonicalizationError, RecursionError):
        raise ValueError from None
    return value


def same(one: Any, two: Any) -> bool:
    """Whether two values have the same canonical bytes."""
    return _quick(one) == _quick(two)


def _quick(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _no_fraction(_: str) -> NoReturn:
    raise ValueError
