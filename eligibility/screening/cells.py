"""
A column of a table read as a fact: its values, and the rows where it does not fit.

The same rules as for one dossier (`facts.values`), for a column at a time. A
table may write besides: numbers with a decimal comma and spaces between
thousands, days as 01/02/2023, truths as oui/non, several words joined by `;`
with `none` for none of them.
"""

from dataclasses import dataclass

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir

from eligibility.engines.columnar import BLANK, visible
from eligibility.facts import Fact, FactType
from eligibility.facts.problems import CONTROL_CLASS, MAX_TEXT, Problem
from eligibility.facts.values import EARLIEST, LATEST, MARK
from eligibility.quantities import LIMIT

__all__ = ["NONE", "Cell", "is_blank", "is_readable", "read", "trimmed"]

NONE = "none"
"""The word for a set or a text with nothing in it, where an empty cell means not known."""

Problems = tuple[tuple[ir.BooleanValue, Problem], ...]

_EPOCH = EARLIEST.replace(1970, 1, 1)
_TRUE = ("true", "vrai", "oui", "yes")
_FALSE = ("false", "faux", "non", "no")
_NUMBER = r"^[-+]?(?:0|[1-9][0-9]{0,39})(?:\.[0-9]{1,40})?(?:[eE][-+]?[0-9]{1,3})?$"
_GROUP = "[ \u00a0\u202f]"
_GROUPED = f"^[-+]?[0-9]{{1,3}}(?:{_GROUP}[0-9]{{3}})+(?:[.,][0-9]+)?$"
_SLASHES = "^([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})$"
_ISO = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9:.]+(?:Z|[-+][0-9:]+)?)?$"
_OPEN_WORD = "[a-z][a-z0-9_]{0,59}"
_EXACT = dt.Decimal(38, 18)


@dataclass(frozen=True, slots=True)
class Cell:
    """
    One column as a fact.

    *value* is NULL where nothing is known, and of no account where it does not
    fit. *fits* is never NULL. Of *problems* the first that holds counts: they
    are dear, and only worth asking where it does not fit.
    """

    value: ir.Value
    fits: ir.BooleanValue
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


def read(fact: Fact, raw: ir.Value, *, by_hand: bool) -> Cell:
    """
    *raw* as the values of *fact*; its kind must be readable.

    *by_hand*: typed by a person (CSV, Excel), so that `none` is how to say
    that a text is empty; white space around it is gone already (`trimmed`).
    """
    if raw.type().is_null():
        return Cell(_nothing(fact), ibis.literal(True), ())
    match fact.type:
        case FactType.AMOUNT | FactType.NUMBER:
            return _number(fact, raw)
        case FactType.BOOLEAN:
            return _truth(raw) if raw.type().is_string() else Cell(raw, ibis.literal(True), ())
        case FactType.DATE:
            return _day(raw)
        case FactType.WORD:
            return _word(fact, raw)
        case FactType.WORDS | FactType.PROCEEDINGS:
            return _words(fact, raw, by_hand=by_hand)
        case FactType.CODE:
            fits = raw.re_search(f"^(?:{fact.pattern or '.+'})$")
            return _cell(raw, raw, fits, Problem.WRONG_FORM)
        case FactType.TEXT:
            return _text(raw, by_hand=by_hand)


def trimmed(raw: ir.StringValue) -> ir.StringValue:
    """*raw* without white space around it; NULL where nothing else is in it."""
    # Cells with white space around them are rare, and a regular expression is dear.
    edges = raw.substr(0, 1) + raw.right(1)
    stripped = ibis.ifelse(
        edges.re_search(f"[{BLANK}]"),
        raw.re_replace(f"^[{BLANK}]+", "").re_replace(f"[{BLANK}]+$", ""),
        raw,
    )
    return stripped.nullif("")


def _cell(raw: ir.Value, value: ir.Value, fits: ir.BooleanValue, problem: Problem) -> Cell:
    """A cell with one thing that can be wrong; *fits* is NULL where *raw* is."""
    return Cell(value, raw.isnull() | fits, ((ibis.literal(True), problem),))


def _nothing(fact: Fact) -> ir.Value:
    match fact.type:
        case FactType.BOOLEAN:
            return ibis.null("boolean")
        case FactType.AMOUNT | FactType.NUMBER | FactType.DATE:
            return ibis.null("int64")
        case _:
            return ibis.null("string")


def _number(fact: Fact, raw: ir.Value) -> Cell:
    unit, kind = 10**fact.scale, raw.type()
    low = max(-LIMIT, -LIMIT if fact.minimum is None else fact.minimum)
    high = min(LIMIT, LIMIT if fact.maximum is None else fact.maximum)
    if kind.is_integer():
        fits = raw.between(-(-low // unit), high // unit)
        value = ibis.ifelse(fits, raw, ibis.null(kind)).cast("int64") * unit
        problems = _beyond(fact, raw.cast("float64") * unit)
        return Cell(value, raw.isnull() | fits, problems)
    if kind.is_floating():
        return _double(fact, raw.cast("float64"), low, high)
    if kind.is_string():
        plain = _plain_number(raw)
        is_number = plain.re_search(_NUMBER)
        exact = ibis.ifelse(is_number, plain, ibis.null("string")).try_cast(_EXACT)
        first: Problems = ((_isnt(is_number), Problem.NOT_A_NUMBER),)
    else:
        exact, first = raw.cast(_EXACT), ()
    inside = exact.between(-LIMIT // unit, LIMIT // unit)
    rounded = ibis.ifelse(inside, exact, ibis.null(_EXACT)).cast(dt.Decimal(18, fact.scale))
    value = (rounded * unit).cast("int64")
    fits = value.between(low, high) & _near(exact, rounded, fact.scale)
    problems = (
        *first,
        (_isnt(inside), Problem.OUT_OF_BOUNDS),
        (_isnt(_near(exact, rounded, fact.scale)), Problem.DECIMALS),
        *_beyond(fact, value),
    )
    return Cell(value, raw.isnull() | fits, problems)


def _double(fact: Fact, raw: ir.FloatingValue, low: int, high: int) -> Cell:
    """Nearly every double is the one nearest to its cents; of the others the text tells."""
    unit = 10**fact.scale
    whole = (raw * unit).round()
    exact = raw.cast("string").try_cast(_EXACT)
    inside = exact.between(-LIMIT // unit, LIMIT // unit)
    rounded = ibis.ifelse(inside, exact, ibis.null(_EXACT)).cast(dt.Decimal(18, fact.scale))
    near = _near(exact, rounded, fact.scale)
    # NaN is greater than every number, and so out of bounds.
    within = whole.between(low, high)
    at_once = raw.isnull() | (within & (whole / unit == raw))
    fits = ibis.ifelse(at_once, True, _is(within & near))
    problems = ((_isnt(inside), Problem.OUT_OF_BOUNDS), (_isnt(near), Problem.DECIMALS))
    value = ibis.ifelse(within, whole, ibis.null("float64")).cast("int64")
    return Cell(value, fits, (*problems, *_beyond(fact, whole)))


def _beyond(fact: Fact, value: ir.NumericValue) -> Problems:
    found: list[tuple[ir.BooleanValue, Problem]] = []
    if fact.minimum is not None:
        found.append((_is(value < fact.minimum), Problem.TOO_SMALL))
    if fact.maximum is not None:
        found.append((_is(value > fact.maximum), Problem.TOO_GREAT))
    return (*found, (ibis.literal(True), Problem.OUT_OF_BOUNDS))


def _near(exact: ir.DecimalValue, rounded: ir.DecimalValue, scale: int) -> ir.BooleanValue:
    """Within 1e-6 of a whole unit."""
    noise = ibis.literal("0." + "0" * (scale + 5) + "1").cast(_EXACT)
    return (exact - rounded.cast(_EXACT)).abs() <= noise


def _plain_number(text: ir.StringValue) -> ir.StringValue:
    """`1 234,50 €` as `1234.50`; anything else as it is."""
    bare = text.re_replace(f"{_GROUP}?(?:€|EUR)$", "")
    bare = ibis.ifelse(bare.re_search(_GROUPED), bare.re_replace(_GROUP, ""), bare)
    both = bare.contains(".") & bare.contains(",")
    return ibis.ifelse(
        text.re_search(_NUMBER), text, ibis.ifelse(both, bare, bare.replace(",", "."))
    )


def _truth(raw: ir.StringValue) -> Cell:
    word = raw.lower()
    value = ibis.cases(
        (word.isin(_TRUE), True), (word.isin(_FALSE), False), else_=ibis.null("boolean")
    )
    return Cell(value, value.notnull() | raw.isnull(), ((ibis.literal(True), Problem.NOT_A_TRUTH),))


def _day(raw: ir.Value) -> Cell:
    day = raw.cast("date") if not raw.type().is_string() else _written_day(raw)
    within = day.between(ibis.literal(EARLIEST), ibis.literal(LATEST))
    value = day.delta(ibis.literal(_EPOCH), unit="day").cast("int64") + _EPOCH.toordinal()
    return Cell(
        value,
        raw.isnull() | within,
        ((day.isnull(), Problem.NOT_A_DAY), (ibis.literal(True), Problem.DAY_OUT_OF_BOUNDS)),
    )


def _written_day(text: ir.StringValue) -> ir.DateValue:
    year, month, day = (text.re_extract(_SLASHES, at) for at in (3, 2, 1))
    written = ibis.cases(
        (text.re_search(_ISO), text.substr(0, 10)),
        (text.re_search(_SLASHES), year + "-" + month.lpad(2, "0") + "-" + day.lpad(2, "0")),
        else_=ibis.null("string"),
    )
    return written.try_cast("date")


def _word(fact: Fact, raw: ir.StringValue) -> Cell:
    fits = raw.isin([name for name, _ in fact.words])
    if fact.open_list:
        fits = ibis.ifelse(fits, True, raw.re_search(f"^{_OPEN_WORD}$"))
    return _cell(raw, raw, fits, Problem.UNKNOWN_WORD)


def _words(fact: Fact, raw: ir.Value, *, by_hand: bool) -> Cell:
    """`a;b` as `;a;b;`, and `none` or an empty text as an empty one."""
    text = raw.join(MARK) if raw.type().is_array() else raw
    names = "|".join([*(name for name, _ in fact.words), *([_OPEN_WORD] if fact.open_list else [])])
    empty = text == NONE if by_hand else text.isin(["", NONE])
    tidy = ibis.ifelse(
        text.contains(" ") | text.contains(MARK),
        text.re_replace(f"[{BLANK}]*{MARK}[{MARK}{BLANK}]*", MARK).re_replace(
            f"^{MARK}|{MARK}$", ""
        ),
        text,
    )
    value = ibis.ifelse(empty, "", ibis.literal(MARK) + tidy + MARK)
    fits = ibis.ifelse(empty, True, tidy.re_search(f"^(?:{names})(?:{MARK}(?:{names}))*$"))
    return _cell(text, value, fits, Problem.UNKNOWN_WORD)


def _text(raw: ir.StringValue, *, by_hand: bool) -> Cell:
    control = f"[{CONTROL_CLASS}]"
    # A line may end as Windows ends it, which only matters where there is such a sign at all.
    has_control = ibis.ifelse(
        raw.re_search(control), raw.replace("\r\n", "\n").re_search(control), False
    )
    too_long = raw.length() > MAX_TEXT
    value = ibis.ifelse(raw == NONE, "", raw) if by_hand else raw
    return Cell(
        value,
        _isnt(has_control | too_long),
        ((_is(has_control), Problem.CONTROL), (ibis.literal(True), Problem.TOO_LONG)),
    )


def is_blank(text: ir.StringValue) -> ir.BooleanValue:
    """Where *text* is NULL, or has nothing in it but white space."""
    return _isnt(visible(text))


def _is(truth: ir.BooleanValue) -> ir.BooleanValue:
    return truth.fill_null(False)


def _isnt(truth: ir.BooleanValue) -> ir.BooleanValue:
    """Where *truth* is false or NULL."""
    return truth.fill_null(False) == ibis.literal(False)
