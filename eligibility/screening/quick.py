"""
Cheaper tests of a text, in functions that DuckDB alone has.

Each is sufficient and no more: where it is true, the exact test is true as
well, and need not be asked. DuckDB asks these functions once for each distinct
text of a column where a Parquet file keeps its texts so, and a regular
expression for every row.
"""

import re
from functools import reduce
from operator import and_, or_

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir

__all__ = ["globs", "surely_formed", "surely_number", "surely_without_control"]

MOST = 4
"""Patterns that are asked for one form: beyond, the regular expression is as cheap."""

_PART = re.compile(
    r"(?P<sign>\[(?:[0-9A-Za-z]-[0-9A-Za-z]|[0-9A-Za-z])+\]|\\[.]|[0-9A-Za-z_])"
    r"(?:\{(?P<times>[0-9]{1,2})\}|(?P<maybe>\?))?"
)

_ESCAPED = ("\\x0", "\\x1", "\\x7F", "\\xC2", "\\xE2")
"""
What DuckDB writes, in bytes as a text, for the first byte of every sign that a
text may not have: of controls U+0000 to U+001F and U+007F, of U+0080 to U+009F,
and of the signs that turn the direction of writing (U+200E to U+2069).
"""


@ibis.udf.scalar.builtin(name="~~~", signature=((str, str), bool))  # type: ignore[untyped-decorator]
def _glob(text: str, pattern: str) -> bool: ...  # type: ignore[empty-body]


@ibis.udf.scalar.builtin(name="encode", signature=((str,), bytes))  # type: ignore[untyped-decorator]
def _encode(text: str) -> bytes: ...  # type: ignore[empty-body]


def surely_formed(text: ir.StringValue, pattern: str) -> ir.BooleanValue | None:
    """Where the whole of *text* has the form of a regular expression; None where it takes one to tell."""
    found = globs(pattern)
    return reduce(or_, (_glob(text, each) for each in found)) if found else None


def globs(pattern: str) -> tuple[str, ...]:
    """The GLOB patterns that together mean the same as *pattern*; none where few do not."""
    found, at = [""], 0
    while at < len(pattern):
        part = _PART.match(pattern, at)
        if part is None:
            return ()
        sign = part["sign"].replace("\\", "")
        more = [each + sign * int(part["times"] or 1) for each in found]
        found = more + found if part["maybe"] else more
        at = part.end()
        if len(found) > MOST:
            return ()
    return tuple(found) if pattern else ()


def surely_number(text: ir.StringValue, scale: int) -> ir.BooleanValue:
    """
    Where *text* is NULL, or a number as DuckDB itself writes one of so many decimals.

    At most 12 digits stand before them.
    """
    # Where a CASE is true of every row that is read together, it copies nothing: NULL counts too.
    return text.isnull() | (text.try_cast(dt.Decimal(12 + scale, scale)).cast("string") == text)


def surely_without_control(text: ir.StringValue) -> ir.BooleanValue:
    """Where no sign of *text* is a control sign or turns the direction of writing."""
    # Bytes as a text are printable ASCII, whatever they are: a text that comes out as it was is too.
    shown = _encode(text).cast("string")
    clear = (shown.contains(each) == ibis.literal(False) for each in _ESCAPED)
    return ibis.ifelse(shown == text, True, reduce(and_, clear))
