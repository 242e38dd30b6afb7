"""
Texts of a table made into what they stand for, a column at a time.

First as a program would have written it (`1 234,50 €` is `1234.50`, 01/02/2023
is 2023-02-01), then as a number, a day or a truth. What cannot be made into
one becomes NULL; why is told from the text.
"""

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir

from eligibility.engines.columnar import BLANK
from eligibility.facts import Fact, FactType
from eligibility.facts.values import MARK
from eligibility.screening.quick import surely_number

__all__ = ["EXACT", "FALSE", "TRUE", "exact", "is_number", "plain", "trimmed", "typed"]

EXACT = dt.Decimal(38, 18)
"""Holds every number that a fact may be, and enough decimals to tell that it has too many."""

TRUE = ("true", "vrai", "oui", "yes")
FALSE = ("false", "faux", "non", "no")
"""How a truth is written, in small letters."""

# Every pattern ends in `\z`: in Java `$` also matches before a final line break.
_NUMBER = r"^[-+]?(?:0|[1-9][0-9]{0,39})(?:\.[0-9]{1,40})?(?:[eE][-+]?[0-9]{1,3})?\z"
_GROUP = "[ \u00a0\u202f]"
_GROUPED = rf"^[-+]?[0-9]{{1,3}}(?:{_GROUP}[0-9]{{3}})+(?:[.,][0-9]+)?\z"
_SLASHES = r"^([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})\z"
_ISO = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9:.]+(?:Z|[-+][0-9:]+)?)?\z"


def trimmed(raw: ir.StringValue) -> ir.StringValue:
    """*raw* without white space around it; NULL where nothing else is in it."""
    # Cells with white space around them are rare, and a regular expression is dear.
    first, last = (sign.ascii_str().between(ord("!"), ord("~")) for sign in (raw, raw.right(1)))
    bare = raw.isnull() | (first & last)
    stripped = raw.re_replace(f"^[{BLANK}]+", "").re_replace(rf"[{BLANK}]+\z", "")
    return ibis.ifelse(bare, raw, stripped.nullif(""))


def plain(fact: Fact, text: ir.StringValue, *, in_duckdb: bool = False) -> ir.StringValue:
    """*text* as a program writes the same thing; as it is where it is something else."""
    match fact.type:
        case FactType.AMOUNT | FactType.NUMBER:
            number = ibis.ifelse(_is_simple(fact, text), text, _plain_number(text))
            if in_duckdb:
                return ibis.ifelse(surely_number(text, fact.scale), text, number)
            return number
        case FactType.DATE:
            return _plain_day(text)
        case FactType.BOOLEAN:
            return text.lower()
        case FactType.WORDS | FactType.PROCEEDINGS:
            return _plain_words(text)
        case _:
            return text


def typed(fact: Fact, text: ir.StringValue, *, in_duckdb: bool = False) -> ir.Value:
    """
    What a plain *text* stands for; NULL where it is not of the fact's type.

    Of numbers only those with few digits: nearly all, and quickly (`exact` has the others).
    """
    match fact.type:
        case FactType.AMOUNT | FactType.NUMBER:
            kind = dt.Decimal(18, fact.scale)
            simple = ibis.ifelse(_is_simple(fact, text), text, ibis.null("string")).try_cast(kind)
            if in_duckdb:
                sure = surely_number(text, fact.scale)
                return ibis.ifelse(sure, text.try_cast(kind), simple)
            return simple
        case FactType.DATE:
            # Databases take other writings of a day, each its own.
            is_day = text.re_search(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}\z")
            return ibis.ifelse(is_day, text, ibis.null("string")).try_cast("date")
        case FactType.BOOLEAN:
            return ibis.cases(
                (text.isin(TRUE), True), (text.isin(FALSE), False), else_=ibis.null("boolean")
            )
        case _:
            return text


def exact(text: ir.StringValue) -> ir.DecimalValue:
    """The number that a plain *text* is, however many digits it has; NULL where it is none."""
    return ibis.ifelse(is_number(text), text, ibis.null("string")).try_cast(EXACT)


def is_number(text: ir.StringValue) -> ir.BooleanValue:
    """Where a plain *text* is a number."""
    return text.re_search(_NUMBER)


def _is_simple(fact: Fact, text: ir.StringValue) -> ir.BooleanValue:
    decimals = rf"(?:\.[0-9]{{1,{fact.scale}}})?" if fact.scale else ""
    return text.re_search(rf"^-?(?:0|[1-9][0-9]{{0,11}}){decimals}\z")


def _plain_number(text: ir.StringValue) -> ir.StringValue:
    bare = text.re_replace(rf"{_GROUP}?(?:€|EUR)\z", "")
    bare = ibis.ifelse(bare.re_search(_GROUPED), bare.re_replace(_GROUP, ""), bare)
    # A comma and a point together may mean either of two numbers.
    both = bare.contains(".") & bare.contains(",")
    return ibis.ifelse(
        text.re_search(_NUMBER), text, ibis.ifelse(both, bare, bare.replace(",", "."))
    )


def _plain_day(text: ir.StringValue) -> ir.StringValue:
    year, month, day = (text.re_extract(_SLASHES, at) for at in (3, 2, 1))
    return ibis.cases(
        (text.re_search(_ISO), text.left(10)),
        (text.re_search(_SLASHES), year + "-" + month.lpad(2, "0") + "-" + day.lpad(2, "0")),
        else_=text,
    )


def _plain_words(text: ir.StringValue) -> ir.StringValue:
    joined = text.re_replace(f"[{BLANK}]*{MARK}[{MARK}{BLANK}]*", MARK)
    bare = joined.re_replace(rf"^{MARK}|{MARK}\z", "")
    # Marks alone are no way to write an empty set.
    return ibis.ifelse(text.contains(MARK), ibis.ifelse(bare == "", text, bare), text)
