"""Facts of the tests as a table, and the truths that DuckDB finds in it."""

from collections.abc import Mapping, Sequence

import duckdb
import ibis
import pyarrow as pa

from eligibility.engines.columnar import Columns, WordSets, lowered, openings
from eligibility.facts import FactName, Facts, Words
from eligibility.facts.values import MARK
from eligibility.logic import Condition, Truth
from tests.strategies import LISTS, NUMBERS, TEXTS, TRUTHS, WORD_FACTS

_TYPES = {
    **dict.fromkeys(NUMBERS, pa.int64()),
    **dict.fromkeys(TRUTHS, pa.bool_()),
    **dict.fromkeys((*WORD_FACTS, *TEXTS), pa.string()),
}


def joined(words: frozenset[str] | None) -> str | None:
    """A set of words as the engine has it."""
    if words is None:
        return None
    return MARK + "".join(word + MARK for word in sorted(words)) if words else ""


def table(rows: Sequence[Facts]) -> pa.Table:
    """A column for each fact of the tests; two for a set of words."""
    columns = {
        str(name): pa.array([row.get(name) for row in rows], kind) for name, kind in _TYPES.items()
    }
    for name in LISTS:
        sets = [row.get(name) for row in rows]
        for part in ("sure", "possible"):
            texts = [
                joined(getattr(each, part)) if isinstance(each, Words) else None for each in sets
            ]
            columns[f"{name} {part}"] = pa.array(texts, pa.string())
    # What is known for no row has no column, as in a table that lacks it.
    known = {name: cells for name, cells in columns.items() if cells.null_count < len(rows)}
    known |= {
        f"{name} sure": columns[f"{name} sure"] for name in LISTS if f"{name} possible" in known
    }
    for name in LISTS:
        if f"{name} sure" in known:
            known[f"{name} possible"] = columns[f"{name} possible"]
    return pa.table({"row": pa.array(range(len(rows))), **known})


def columns(source: ibis.Table) -> Columns:
    """The facts of the tests as the engine reads them; a fact may have no column at all."""
    there = set(source.columns)
    return Columns(
        {name: source[name] for name in _TYPES if name in there},
        {
            name: WordSets(source[f"{name} sure"], source[f"{name} possible"])
            for name in LISTS
            if f"{name} sure" in there
        },
    )


def schema_of(data: pa.Table) -> ibis.Schema:
    """The columns of *data* in Ibis' words (its own translation asks for a package more)."""

    def named(kind: pa.DataType) -> str:
        if pa.types.is_list(kind):
            return "array<string>"
        if pa.types.is_decimal(kind):
            return f"decimal({kind.precision}, {kind.scale})"
        known = {"bool": "boolean", "double": "float64", "date32[day]": "date"}
        return "timestamp" if pa.types.is_timestamp(kind) else known.get(str(kind), str(kind))

    return ibis.schema({each.name: named(each.type) for each in data.schema})


def query(conditions: Sequence[Condition], schema: ibis.Schema) -> tuple[str, str]:
    """The statements for the truths of *conditions*, and for the facts they wait for."""
    source = ibis.table(schema, name="rows")
    facts = columns(source)
    truths = {f"c{at}": lowered(each, facts) for at, each in enumerate(conditions)}
    waits = {
        f"w{at} {fact}": where
        for at, each in enumerate(conditions)
        for fact, where in openings(each, facts).items()
    }
    waits["none"] = ibis.literal(0)
    return tuple(
        ibis.to_sql(source.select(**chosen), dialect="duckdb") for chosen in (truths, waits)
    )


def evaluated(
    conditions: Sequence[Condition], rows: Sequence[Facts]
) -> Sequence[tuple[tuple[Truth, ...], Mapping[int, frozenset[FactName]]]]:
    """For each row the truth of each condition, and what each condition waits for."""
    data = table(rows)
    schema = schema_of(data)
    truths, waits = query(conditions, schema)
    with duckdb.connect() as connection:
        connection.register("rows", data)
        found = connection.execute(truths).fetchall()
        cursor = connection.execute(waits)
        names = [each[0] for each in cursor.description or ()]
        opened = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    result = []
    for row, open_row in zip(found, opened, strict=True):
        missing: dict[int, set[FactName]] = {at: set() for at in range(len(conditions))}
        for name, is_open in open_row.items():
            if name != "none" and is_open:
                at, _, fact = name[1:].partition(" ")
                missing[int(at)].add(FactName(fact))
        result.append((tuple(row), {at: frozenset(each) for at, each in missing.items()}))
    return result
