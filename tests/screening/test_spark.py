"""Spark finds just what DuckDB finds, in every column of every row, and of every trap."""

import math
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from eligibility.engines import reference
from eligibility.engines.columnar import lowered
from eligibility.facts import FactName, FactType, Words
from eligibility.logic import All, Compare, Condition, Empty, Known, Not, OneOf, Op
from eligibility.logic import Any as AnyOf
from eligibility.quantities import LIMIT
from eligibility.screening.lowering import SPARK, lower, sql
from eligibility.screening.screen import Request, screen
from eligibility.screening.spark import screened_by
from eligibility.screening.statement import Statement
from eligibility.screening.table import literal, quoted
from eligibility.screening.tally import Tally
from tests.engines.columns import columns, schema_of, table
from tests.screening.tables import (
    TODAY,
    every_column,
    fill,
    made,
    question,
    region,
    save,
    spoil,
)
from tests.strategies import program

# What pyspark fetches comes through a socket that it leaves to be collected.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")

ROWS = 20_000
SOME = 1_000
WIDE = ("id", "scheme", "submitted_on", "company.name", "project.title")


def statement(types: Mapping[str, str], _: object = None) -> Statement:
    return lower(made(), question(types), SPARK)


def in_duckdb(source: Path, target: Path) -> Tally:
    return screen(Request(source=source, target=target, region=region(), today=TODAY)).tally


def same(here: Path, there: Path) -> None:
    """Every row of one result is a row of the other, as often."""
    with duckdb.connect() as connection:
        for name, place in (("here", here), ("there", there / "*.parquet")):
            connection.execute(
                f"CREATE TABLE {name} AS SELECT id, scheme, outcome, not_met::VARCHAR[] AS not_met,"
                " unknown::VARCHAR[] AS unknown, missing::VARCHAR[] AS missing,"
                f" sensitive::VARCHAR[] AS sensitive, error FROM read_parquet({literal(str(place))})"
            )
        for one, other in (("here", "there"), ("there", "here")):
            rest = connection.execute(f"FROM {one} EXCEPT ALL FROM {other}").fetchmany(3)
            assert not rest, one


def held(spark: Any, folder: Path, source: Path) -> tuple[Tally, list[tuple[Any, ...]]]:
    """What both find, once it is the same: the counts, and id, outcome, error of each row."""
    here, there = folder / "here.parquet", folder / "there"
    wanted = in_duckdb(source, here)
    found = screened_by(spark, source, there, statement)
    same(here, there)
    for name in ("rows", "outcomes", "failing", "missing", "errors", "tracks"):
        assert getattr(found, name) == getattr(wanted, name), name
    assert len(found.first_errors) == len(wanted.first_errors)
    with duckdb.connect() as connection:
        rows = connection.execute(f"SELECT id, outcome, error FROM {literal(str(here))}").fetchall()
    return found, rows


def test_twenty_thousand_rows(full_spark: Any, tmp_path: Path) -> None:
    with duckdb.connect() as connection:
        fill(connection, every_column(), ROWS)
        spoil(connection)
        save(connection, tmp_path / "table.parquet", "FROM dossiers")
    found, _ = held(full_spark, tmp_path, tmp_path / "table.parquet")
    assert found.rows == ROWS
    assert 20 < found.errors < ROWS / 50
    assert {scheme for scheme, _ in found.outcomes} == set(region().scheme_ids)
    assert all(found.total(each) > 100 for each in ("eligible", "incomplete", "ineligible"))


@pytest.mark.parametrize("form", ["doubles"])
def test_other_forms_of_the_same_table(spark: Any, tmp_path: Path, form: str) -> None:
    """All as texts; or doubles, times, lists and whole numbers."""
    with duckdb.connect() as connection:
        fill(connection, every_column(), SOME)
        spoil(connection)
        chosen = ", ".join(
            f"{_as(form, fact.type, quoted(name))} AS {quoted(name)}"
            for name, fact in every_column().items()
        )
        save(connection, tmp_path / "table.parquet", f"SELECT {chosen} FROM dossiers")
    found, _ = held(spark, tmp_path, tmp_path / "table.parquet")
    assert found.errors


def _as(form: str, kind: FactType, name: str) -> str:
    if form == "texts":
        return f"{name}::VARCHAR"
    match kind:
        case FactType.AMOUNT:
            return f"{name}::DOUBLE"
        case FactType.NUMBER:
            return f"{name}::FLOAT"
        case FactType.DATE:
            return f"{name}::TIMESTAMP + INTERVAL 23 HOURS"
        case FactType.WORDS | FactType.PROCEEDINGS:
            return f"CASE WHEN {name} = '' THEN [] ELSE string_split({name}, ';') END"
        case _:
            return name


NUMBERS = [
    "0", "-0", "+5", "1e3", "1E-2", "007", "12,5", "1 234,50 €", "1\u202f234", "1.234,5", "12.345",
    "0.30000000000000004", "0.010000010000000001", "9007199254740993", "90071992547409.91",
    "90071992547409.92", "99999999999999999999", "1e19", "1e400", "1e-999", "NaN", "Infinity",
    "12\n", "12 ", "", "0x10", "1_000", "\u0661", "12 EUR", "1/2", "10", "9",
]  # fmt: skip
DAYS = [
    "2023-02-01", "2023-02-30", "2024-02-29", "0000-01-01", "1799-12-31", "2201-01-01", "12000-1-1",
    "01/02/2023", "1/2/2023", "31/02/2023", "2023-02-01\n", "2023-02-01T10:00:00Z",
    "2023-02-01 23:59:59", "2023-2-1", "now", "today", "20230201", "",
]  # fmt: skip
TEXTS = [
    "", " ", "\u00a0\u2003", "\u200b", "\u200e", "a\r\nb", "a\rb", "x\x07", "\t", "\n", "é", "e\u0301",
    "it's \"x\" \\ ` \\n %s {} $1 ; --", "\\", "'", "\U0001f600" * 70, "a" * 10_000, "a" * 10_001, "none",
]  # fmt: skip
TRUTHS = ["true", "TRUE", "Oui", "non", "1", "0", "t", "", "oui ", "vrai\n"]
SETS = [
    "",
    "none",
    "civil",
    "civil;tax",
    "civil ; tax",
    ";civil;",
    "civil;;tax",
    "CIVIL",
    "civil\n",
    ";",
]
CODES = ["000000018", "000000018\n", "\n000000018", "00000001", "00000001\u0661", ""]


def _trapped(column: str, values: list[Any], kind: pa.DataType) -> pa.Table:
    """A row for each value of one column, and one without any."""
    count = len(values) + 1
    return pa.table(
        {
            "id": pa.array([f"{column} {at}" for at in range(count)]),
            "scheme": pa.array(["contrat-3s"] * count),
            column: pa.array([*values, None], kind),
        }
    )


TRAPS: Mapping[str, tuple[list[pa.Table], Mapping[str, str | None]]] = {
    "texts": (
        [
            _trapped(name, values, pa.string())
            for name, values in (
                ("company.equity", NUMBERS),
                ("self_diagnosis.completed_on", DAYS),
                ("project.environmental_measures", TEXTS),
                ("company.tax_compliant", TRUTHS),
                ("company.proceedings", SETS),
                ("company.siren", CODES),
            )
        ],
        {"company.equity 11": None, "company.siren 1": "ce qui n'a pas la forme attendue"},
    ),
    "doubles": (
        [
            _trapped("company.equity", [
                0.0, -0.0, 0.1 + 0.2, 12.345, 12345678.910000002, 2.0**53 + 2, 90071992547409.91,
                90071992547409.9, 2.0**63, 1e20, 1.5e300, math.nan, math.inf, -math.inf, 1e-300, 5e-324,
            ], pa.float64()),
        ],
        {"company.equity 2": None, "company.equity 11": "`company.equity` vaut `NAN`"},
    ),
    "whole": (
        [
            _trapped(
                "company.equity",
                [2**62, 2**63 - 1, -(2**63), 90071992547409, 90071992547410, -7],
                pa.int64(),
            ),
            _trapped("company.turnover", [2**64 - 1, 2**63, 10, 9], pa.uint64()),
            _trapped("company.headcount", [127, -128, 0], pa.int8()),
        ],
        {"company.equity 0": "un nombre hors limites", "company.equity 3": None},
    ),
    "decimals": (
        [
            _trapped("company.equity", [Decimal(10) ** 37, Decimal(-1), Decimal(10) ** 20], pa.decimal128(38, 0)),
            _trapped("company.turnover", [Decimal("0.0100000100000000001"), Decimal("0.01000001")], pa.decimal128(38, 19)),
            _trapped("company.balance_sheet", [Decimal("1.005"), Decimal("1.000")], pa.decimal128(10, 3)),
            _trapped("submitted_on", [datetime(2023, 2, 1, 23, 59, tzinfo=UTC), datetime(1700, 1, 1, tzinfo=UTC)], pa.timestamp("us")),
            _trapped("project.starts_on", [date(2200, 12, 31), date(2201, 1, 1), date(1582, 10, 4)], pa.date32()),
            _trapped("company.proceedings", [[], ["civil"], ["civil", "tax"], ["civil", None], [""], ["a b"]], pa.list_(pa.string())),
        ],
        {"company.equity 0": "un nombre hors limites", "company.proceedings 0": None},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ["texts"])
def test_named_traps_of_cells(full_spark: Any, tmp_path: Path, name: str) -> None:
    held(full_spark, tmp_path, trap(tmp_path, name))


@pytest.mark.parametrize("name", TRAPS)
def test_what_duckdb_says_of_those_traps(tmp_path: Path, name: str) -> None:
    """Spark is held to it, with tables of each form; each trap by itself takes a minute there."""
    in_duckdb(trap(tmp_path, name), tmp_path / "here.parquet")
    rows = pq.read_table(tmp_path / "here.parquet", columns=["id", "error"]).to_pylist()
    found = {row["id"]: row["error"] for row in rows}
    for dossier, error in TRAPS[name][1].items():
        if error is None:
            assert found[dossier] is None
        else:
            assert error in (found[dossier] or "")


def trap(folder: Path, name: str) -> Path:
    """The table of one trap."""
    whole = pa.concat_tables(TRAPS[name][0], promote_options="default")
    pq.write_table(whole, folder / "table.parquet")
    return folder / "table.parquet"


N, M, T = FactName("n.0"), FactName("n.1"), FactName("t.0")
W, L, X = FactName("w.0"), FactName("l.0"), FactName("x.0")
CONDITIONS: list[Condition] = [
    Compare((N,), Op.ABOVE, LIMIT - 1),
    Compare((N, M), Op.AT_MOST, LIMIT - 1),
    Compare((N, M), Op.ABOVE, 0),
    Compare((N,), Op.BELOW, 0),
    Not(Compare((N,), Op.ABOVE, 0)),
    OneOf(W, frozenset({"c", "d"})),
    OneOf(W, frozenset({"\u00e9", 'q"\\\n', "it's `\\n`"})),
    Compare((W,), Op.IS, "abc"),
    Compare((W,), Op.IS, "10"),
    OneOf(L, frozenset({"b"})),
    OneOf(L, frozenset({'q"\\\n'})),
    Not(Empty(L)),
    Not(Empty(X)),
    Known(N),
    Known(L),
    Not(Compare((T,), Op.IS, True)),
    All((Compare((N,), Op.ABOVE, 0), Compare((M,), Op.ABOVE, 0))),
    AnyOf((Compare((N,), Op.ABOVE, 0), Compare((M,), Op.ABOVE, 0))),
    Not(All((Not(Empty(X)), AnyOf((Known(M), OneOf(W, frozenset({"a"}))))))),
]
DOSSIERS: list[dict[FactName, Any]] = [
    {},
    {N: LIMIT},
    {N: LIMIT, M: LIMIT},
    {N: 1},
    {N: -1},
    {N: 0, M: 1},
    {W: "c"},
    {W: "abc "},
    {W: "\u00e9"},
    {W: "e\u0301"},
    {W: 'q"\\\n'},
    {W: "it's `\\n`"},
    {W: "10"},
    {W: ""},
    {L: Words.exactly(frozenset({"abc"}))},
    {L: Words.exactly(frozenset({'q"\\\n', "b"}))},
    {L: Words(frozenset(), frozenset({"b"}))},
    {L: Words(frozenset({"a"}), None)},
    {L: Words.exactly(frozenset())},
    {X: "\u00a0\u2003"},
    {X: "\u200b"},
    {X: "\n"},
    {X: ""},
    {T: False},
    {T: True},
]


def test_named_traps_of_conditions(spark: Any, tmp_path: Path) -> None:
    """Each condition on each dossier is what the specification says."""
    data = table(DOSSIERS).append_column("at", pa.array(range(len(DOSSIERS))))
    pq.write_table(data, tmp_path / "rows.parquet")
    source = ibis.table(schema_of(data), name="rows")
    facts = columns(source)
    truths = {f"c{at}": lowered(each, facts) for at, each in enumerate(CONDITIONS)}
    spark.read.parquet(str(tmp_path / "rows.parquet")).createOrReplaceTempView("rows")
    rows = spark.sql(sql(source.select("at", **truths), SPARK)).collect()
    wanted = program(CONDITIONS)
    for at, *found in rows:
        assert tuple(found) == reference(wanted, DOSSIERS[at]), DOSSIERS[at]
