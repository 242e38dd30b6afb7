"""
Canonical JSON (RFC 8785): the bytes that are hashed.
"""

import json
from typing import Any

import rfc8785

__all__ = ["canonical", "parsed"]


def canonical(value: Any) -> bytes:
    """The one way to write *value*: keys sorted, no space; whole numbers, text, truths, null only."""
    return rfc8785.dumps(value)


def parsed(data: bytes) -> Any:
    """
    The value written in *data*.

    Raises:
        ValueError: not JSON, or not written in the canonical way.
    """
    try:
        value = json.loads(data)
        if canonical(value) != data:
            raise ValueError
    except (rfc8785.CanonicalizationError, RecursionError, UnicodeDecodeError):
        raise ValueError from None
    return value
