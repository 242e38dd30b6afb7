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

from eligibility.errors import Fault, LedgerError
from eligibility.language import Text
from eligibility.quantities import LIMIT

__all__ = ["canonical", "parsed", "same", "unwritable"]


# RFC 8785 sorts keys by UTF-16: as code points do, but for these far ones.
_FAR = re.compile(rb"[\xee-\xf4]|\xed[\xa0-\xbf]")


def canonical(value: Any) -> bytes:
    """
    The one way to write *value*: keys sorted, no space, text as it is.

    Raises:
        ValueError: a fraction, a number past 2**53 - 1, or half a character.
    """
    try:
        data = rfc8785.dumps(value)
    except rfc8785.CanonicalizationError:
        raise ValueError from None
    _loaded(data.decode())
    return data


def unwritable() -> LedgerError:
    """The error for what `canonical` refuses to write."""
    return LedgerError(
        [
            Fault(
                "unwritable",
                None,
                Text(
                    "un texte ou un nombre ne peut être enregistré tel quel",
                    "a text or a number cannot be recorded as it is",
                ),
                Text(
                    "écrivez le texte en UTF-8 ; rien n'a été enregistré",
                    "write the text in UTF-8; nothing was recorded",
                ),
            )
        ]
    )


def parsed(data: bytes) -> Any:
    """
    The value written in *data*.

    Raises:
        ValueError: not JSON, or not written in the canonical way.
    """
    try:
        text = data.decode()
        value = _loaded(text)
        is_canonical = _quick(value) == text and not _FAR.search(data)
        if not is_canonical and canonical(value) != data:
            raise ValueError
    except RecursionError:
        raise ValueError from None
    return value


def same(one: Any, two: Any) -> bool:
    """Whether two values have the same canonical bytes."""
    return _quick(one) == _quick(two)


def _quick(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _loaded(text: str) -> Any:
    return json.loads(text, parse_int=_whole, parse_float=_no_fraction, parse_constant=_no_fraction)


def _whole(digits: str) -> int:
    number = int(digits)
    if abs(number) > LIMIT:
        raise ValueError
    return number


def _no_fraction(_: str) -> NoReturn:
    raise ValueError
