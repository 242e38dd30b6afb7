"""
A column of a table read as a fact: its values, and the rows where it does not fit.

The same rules as for one dossier (`facts.values`), for a column at a time.
"""

from dataclasses import dataclass
from functools import reduce
from operator import and_

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir

from eligibility.engines.columnar import visible
from eligibility.facts import Fact, FactType
from eligibility.facts.problems import CONTROL_CLASS, MAX_TEXT, Problem
from eligibility.facts.values import EARLIEST, LATEST, MARK
from eligibility.quantities import LIMIT
from eligibility.screening.parsing import EXACT, exact, is_number
from eligibility.screening.quick import surely_formed, surely_without_control

__all__ = ["NONE", "Cell", "is_blank", "is_readable", "read", "shown"]

NONE = "none"
"""The word for a set or a text with nothing in it, where an empty cell means not known."""

Problems = tuple[tuple[ir.BooleanValue, Problem], ...]

_FINE = 2**52
"""Below it no two whole units share one double."""

# Of digits that are no plain zero Ibis makes no integer, which NaN and 1e300 cannot be.
_NO_DIGITS = ibis.literal(1) - 1

_EPOCH = EARLIEST.replace(1970, 1, 1)
_OPEN_WORD = "[a-z][a-z0-9_]{0,59}"


@dataclass(frozen=True, slots=True)
class Cell:
    """
    One column as a fact.

    *value* is NULL where nothing is known, and of no account where it does not
    fit. *fits* is never NULL. *at_once* is cheaper, and nearly as good: where
    it is true, the cell fits. Of *problems* the first that holds counts, and
    only where it does not fit.
    """

    value: ir.Value
    fits: ir.BooleanValue
    at_once: ir.BooleanValue
    problems: Problems


def is_readable(fact: Fact, kind: dt.DataType) -> bool:
    """Whether a column of this *kind* can hold the fact at all."""
    if kind.is_string() or kind.is_null():
        return True
    match fact.type:
        case FactType.AMOUNT | FactType.NUMBER:
            return bool(kind.is_numeric() and not kind.is_boolean())
        case FactType.BOOLEAN:
            return bool(kind.is_boolean())
        case FactType.DATE:
            return bool(kind.is_date() or kind.is_timestamp())
        case FactType.WORDS | FactType.PROCEEDINGS:
            return bool(kind.is_array() and kind.value_type.is_string())
        case _:
            return False


def read(
    fact: Fact,
    typed: ir.Value,
    text: ir.StringValue | None,
    *,
    by_hand: bool,
    in_duckdb: bool = False,
) -> Cell:
    """
    A column as the values of *fact*; its type must be readable.

    *typed* is what its texts stand for, *text* those texts in plain writing
    (None where the column holds no texts). *by_hand*: typed by a person (CSV,
    Excel), so that `none` is how to say that a text is empty. *in_duckdb*:
    what is cheaper may be asked with functions that no other database has.
    """
    absent = _absent(typed if text is None else text)
    match fact.type:
        case FactType.AMOUNT | FactType.NUMBER:
            return _number(fact, typed, text, absent)
        case FactType.BOOLEAN:
            is_truth = typed.notnull() if text is not None else ibis.literal(True)
            return _only(typed, absent, is_truth, Problem.NOT_A_TRUTH)
        case FactType.DATE:
            return _day(typed, absent)
        case FactType.WORD:
            return _only(typed, absent, _is_word(fact, typed), Problem.UNKNOWN_WORD)
        case FactType.WORDS | FactType.PROCEEDINGS:
            return _words(fact, typed, by_hand=by_hand)
        case FactType.CODE:
            form = fact.pattern or ".+"
            fits = typed.re_search(rf"^(?:{form})\z")
            quickly = surely_formed(typed, form) if in_duckdb else None
            return _only(typed, absent, fits, Problem.WRONG_FORM, quickly)
        case FactType.TEXT:
            return _text(typed, by_hand=by_hand, in_duckdb=in_duckdb)


def shown(raw: ir.Value) -> ir.StringValue:
    """What was written, as a text: the same one in every database."""
    kind = raw.type()
    if kind.is_array():
        # Nothing joined is NULL in some of them.
        return ibis.ifelse(raw.length() == 0, "", raw.join(MARK))
    text = raw.cast("string")
    if not kind.is_floating():
        return text
    exact = text.try_cast(EXACT).cast("string").re_replace(r"[.]?0+\z", "")
    short = text.upper().replace("E+", "E").replace(".0E", "E").replace("INFINITY", "INF")
    return exact.nullif("").coalesce(short)


def is_blank(text: ir.StringValue) -> ir.BooleanValue:
    """Where *text* is NULL, or has nothing in it but white space."""
    return _isnt(visible(text))


def _absent(value: ir.Value) -> ir.BooleanValue:
    """Where there is no value; asked of a double itself, NaN is none in Spark."""
    there = value == value if value.type().is_floating() else value  # noqa: PLR0124
    return there.isnull()


def _only(
    value: ir.Value,
    absent: ir.BooleanValue,
    fits: ir.BooleanValue,
    problem: Problem,
    quickly: ir.BooleanValue | None = None,
) -> Cell:
    """A cell with one thing that can be wrong."""
    at_once = absent | (fits if quickly is None else quickly)
    return Cell(value, absent | fits, at_once, ((ibis.literal(True), problem),))


def _number(
    fact: Fact, number: ir.NumericValue, text: ir.StringValue | None, absent: ir.BooleanValue
) -> Cell:
    unit, kind = 10**fact.scale, number.type()
    low = -LIMIT if fact.minimum is None else fact.minimum
    high = LIMIT if fact.maximum is None else fact.maximum
    first: Problems = ()
    at_once: ir.BooleanValue | None = None
    if kind.is_integer():
        good = number.between(-(-low // unit), high // unit)
        value = ibis.ifelse(good, number, ibis.null(kind)).cast("int64") * unit
    elif kind.is_floating():
        number = number.cast("float64")
        # Nearly every double is the one nearest to its cents; of the others the text tells.
        whole = (number * unit).round(_NO_DIGITS)
        precise = number.cast("string").try_cast(EXACT)
        written = (_rounded(precise, fact.scale, unit) * unit).cast("int64")
        value = ibis.ifelse(whole.between(-_FINE, _FINE), whole.cast("int64"), written)
        good = _is(written.between(low, high) & _near(precise, fact.scale, unit))
        quickly = whole.between(max(low, -_FINE), min(high, _FINE)) & (whole / unit == number)
        at_once = absent | quickly
    elif text is None and kind.is_decimal() and _fits_in(kind, fact.scale):
        value = (number.cast(dt.Decimal(18, fact.scale)) * unit).cast("int64")
        good = value.between(low, high)
        at_once = absent | _between(number, kind, low // unit, high // unit)
    elif text is not None:
        typed, quick = number, (number * unit).cast("int64")
        number = exact(text)
        slow = (_rounded(number, fact.scale, unit) * unit).cast("int64")
        value = ibis.ifelse(quick.notnull() | text.isnull(), quick, slow)
        good = _is(slow.between(low, high) & _near(number, fact.scale, unit))
        at_once = absent | _between(typed, typed.type(), low // unit, high // unit)
        first = ((_isnt(is_number(text)), Problem.NOT_A_NUMBER),)
    else:
        # A column of decimals may hold greater ones.
        number = number.try_cast(EXACT)
        value = (_rounded(number, fact.scale, unit) * unit).cast("int64")
        good = _is(value.between(low, high) & _near(number, fact.scale, unit))
    problems = (*first, *_bounds(fact, number, unit), (ibis.literal(True), Problem.DECIMALS))
    fits = absent | good
    return Cell(value, fits, fits if at_once is None else at_once, problems)


def _fits_in(kind: dt.Decimal, scale: int) -> bool:
    """Whether every decimal of this *kind* is a whole number of units, and small."""
    if kind.scale is None or kind.precision is None:
        return False
    return bool(kind.scale <= scale and kind.precision - kind.scale + scale <= 18)


def _between(number: ir.DecimalValue, kind: dt.Decimal, low: int, high: int) -> ir.BooleanValue:
    """Whether a column of decimals lies within whole bounds; what every decimal of its *kind* does is not asked."""
    beyond = 10 ** ((kind.precision or 0) - (kind.scale or 0))
    asked = []
    if low > -beyond:
        asked.append(number >= low)
    if high < beyond:
        asked.append(number <= high)
    return reduce(and_, asked, ibis.literal(True))


def _bounds(fact: Fact, number: ir.NumericValue, unit: int) -> Problems:
    most = LIMIT // unit
    found: list[tuple[ir.BooleanValue, Problem]] = [
        (_isnt(number.between(-most, most)), Problem.OUT_OF_BOUNDS)
    ]
    if fact.minimum is not None:
        found.append((_is(number < -(-fact.minimum // unit)), Problem.TOO_SMALL))
    if fact.maximum is not None:
        found.append((_is(number > fact.maximum // unit), Problem.TOO_GREAT))
    return tuple(found)


def _rounded(exact: ir.DecimalValue, scale: int, unit: int) -> ir.DecimalValue:
    most = LIMIT // unit + 1
    inside = exact.between(-most, most)
    return ibis.ifelse(inside, exact, ibis.null(EXACT)).cast(dt.Decimal(18, scale))


def _near(exact: ir.DecimalValue, scale: int, unit: int) -> ir.BooleanValue:
    """Within 1e-6 of a whole unit."""
    noise = ibis.literal("0." + "0" * (scale + 5) + "1").cast(EXACT)
    return (exact - _rounded(exact, scale, unit).cast(EXACT)).abs() <= noise


def _day(typed: ir.Value, absent: ir.BooleanValue) -> Cell:
    day = typed.cast("date")
    within = day.between(ibis.literal(EARLIEST), ibis.literal(LATEST))
    value = day.delta(ibis.literal(_EPOCH), unit="day").cast("int64") + _EPOCH.toordinal()
    return Cell(
        value,
        absent | _is(within),
        absent | within,
        ((day.isnull(), Problem.NOT_A_DAY), (ibis.literal(True), Problem.DAY_OUT_OF_BOUNDS)),
    )


def _is_word(fact: Fact, text: ir.StringValue) -> ir.BooleanValue:
    known = text.isin([name for name, _ in fact.words])
    return (
        ibis.ifelse(known, True, text.re_search(rf"^{_OPEN_WORD}\z")) if fact.open_list else known
    )


def _words(fact: Fact, joined: ir.Value, *, by_hand: bool) -> Cell:
    """`a;b` as `;a;b;`, and `none` or an empty text as an empty one."""
    text = shown(joined)
    names = "|".join([*(name for name, _ in fact.words), *([_OPEN_WORD] if fact.open_list else [])])
    empty = text == NONE if by_hand else text.isin(["", NONE])
    value = ibis.ifelse(empty, "", ibis.literal(MARK) + text + MARK)
    fits = ibis.ifelse(empty, True, text.re_search(rf"^(?:{names})(?:{MARK}(?:{names}))*\z"))
    return _only(value, text.isnull(), fits, Problem.UNKNOWN_WORD)


def _text(text: ir.StringValue, *, by_hand: bool, in_duckdb: bool) -> Cell:
    control = f"[{CONTROL_CLASS}]"
    # A line may end as Windows ends it, which only matters where there is such a sign at all.
    has_control = ibis.ifelse(
        text.re_search(control), text.replace("\r\n", "\n").re_search(control), False
    )
    too_long = text.length() > MAX_TEXT
    if in_duckdb:
        quickly = surely_without_control(text) & (text.length() <= MAX_TEXT)
    else:
        quickly = (text.re_search(control) | too_long) == ibis.literal(False)
    return Cell(
        ibis.ifelse(text == NONE, "", text) if by_hand else text,
        _isnt(has_control | too_long),
        text.isnull() | quickly,
        ((_is(has_control), Problem.CONTROL), (ibis.literal(True), Problem.TOO_LONG)),
    )


def _is(truth: ir.BooleanValue) -> ir.BooleanValue:
    return truth.fill_null(False)


def _isnt(truth: ir.BooleanValue) -> ir.BooleanValue:
    """Where *truth* is false or NULL."""
    return truth.fill_null(False) == ibis.literal(False)
