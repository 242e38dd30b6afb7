"""The statement that is handed over runs in three databases, and concludes as `decide` does."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from eligibility.decisions.decide import decide
from eligibility.decisions.decision import Decision
from eligibility.engines import reference
from eligibility.engines.protocol import Job
from eligibility.errors import InputError
from eligibility.facts import Dossier, Fact, Facts, FactType, Words
from eligibility.facts.dossier import Stated
from eligibility.facts.proceedings import Proceeding
from eligibility.logic import Status
from eligibility.rulebook import Program
from eligibility.screening.dialects import DIALECTS, as_query, natural_schema
from eligibility.screening.table import quoted
from tests.screening.tables import TODAY, every_column, fill, made, question, region, save

ROWS = 300
LISTS = ("not_met", "unknown", "missing", "sensitive")
Row = tuple[str | None, ...]


class Reference:
    """An engine that says what the specification says."""

    def start(self, program: Program, facts: Facts) -> Job:
        return lambda: reference(program, facts)


@pytest.fixture(scope="module")
def table() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    columns = every_column()
    fill(connection, {name: columns[name] for name in natural_schema(made())}, ROWS)
    connection.execute("UPDATE dossiers SET scheme = 'another' WHERE rowid % 50 = 7")
    connection.execute("UPDATE dossiers SET submitted_on = '2020-01-01' WHERE rowid % 50 = 8")
    return connection


@pytest.fixture(scope="module")
def expected(table: duckdb.DuckDBPyConnection) -> list[Row]:
    names = list(natural_schema(made()))
    rows = table.execute("FROM dossiers").fetchall()
    return sorted(_concluded(dict(zip(names, row, strict=True))) for row in rows)


def query(dialect: str) -> str:
    return as_query(made(), question(natural_schema(made())), dialect)


def told(rows: Sequence[Sequence[Any]]) -> list[Row]:
    return sorted(tuple(row) for row in rows)


def test_duckdb(table: duckdb.DuckDBPyConnection, expected: list[Row]) -> None:
    assert told(table.execute(query("duckdb")).fetchall()) == expected
    outcomes = {row[2] for row in expected}
    assert outcomes == {None, "eligible", "incomplete", "ineligible"}


def test_postgres(table: duckdb.DuckDBPyConnection, expected: list[Row]) -> None:
    psycopg = pytest.importorskip("psycopg", reason="psycopg is not installed")
    try:
        connection = psycopg.connect("host=127.0.0.1 user=postgres dbname=test connect_timeout=3")
    except psycopg.OperationalError as error:
        pytest.skip(f"no PostgreSQL on 127.0.0.1:5432: {error}")
    kinds = {"string": "text"}
    columns = ", ".join(
        f"{quoted(name)} {kinds.get(kind, kind)}" for name, kind in natural_schema(made()).items()
    )
    rows = table.execute("FROM dossiers").fetchall()
    places = ", ".join(["%s"] * len(rows[0]))
    with connection, connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE dossiers ({columns}) ON COMMIT DROP")
        cursor.executemany(f"INSERT INTO dossiers VALUES ({places})", rows)
        cursor.execute(query("postgres"))
        assert told(cursor.fetchall()) == expected


# What pyspark fetches comes through a socket that it leaves to be collected.
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_spark(
    spark: Any, table: duckdb.DuckDBPyConnection, expected: list[Row], tmp_path: Path
) -> None:
    save(table, tmp_path / "dossiers.parquet", "FROM dossiers")
    # As a session of anybody is set.
    session = spark.newSession()
    session.conf.set("spark.sql.codegen.wholeStage", "false")
    session.conf.set("spark.sql.codegen.factoryMode", "NO_CODEGEN")
    session.read.parquet(str(tmp_path / "dossiers.parquet")).createOrReplaceTempView("dossiers")
    assert told(session.sql(query("spark")).collect()) == expected


@pytest.mark.parametrize("dialect", DIALECTS)
def test_it_can_be_read(dialect: str) -> None:
    text = query(dialect)
    book = made().tracks[0].program.rulebook
    assert text.startswith(f"-- règles du {book.version}, {book.digest}\n")
    assert text.replace("\n", "").isprintable()
    assert "TRY_CAST" not in text.upper()
    assert all(f"\n-- {name} : " in text for name in ("cells", "truths", "verdicts", "lists"))


def test_columns_that_are_not_there_are_known_for_no_row() -> None:
    schema = {name: natural_schema(made())[name] for name in ("id", "scheme", "company.equity")}
    text = as_query(made(), question(schema), "duckdb")
    with duckdb.connect() as connection:
        connection.execute(
            'CREATE TABLE dossiers (id text, scheme text, "company.equity" decimal(18, 2))'
        )
        connection.execute("INSERT INTO dossiers VALUES ('a', 'contrat-3s', -1)")
        ((_, _, outcome, not_met, _, missing, _),) = connection.execute(text).fetchall()
    assert (outcome, not_met) == ("ineligible", "SRDEII-A27-E3")
    assert "company.tax_compliant" in missing.split(";")


def test_another_dialect_is_refused() -> None:
    with pytest.raises(InputError, match="there is no SQL for `oracle`"):
        query("oracle")


def _concluded(row: Mapping[str, Any]) -> Row:
    day = row["submitted_on"] or TODAY
    found = [
        track.program
        for track in made().tracks
        if track.scheme == row["scheme"] and track.period.holds(day) and not track.is_stand_in
    ]
    if not found:
        return (row["id"], row["scheme"], *[None] * 5)
    stated = {
        fact.name: Stated(_value(fact, row[fact.name]))
        for fact in region().catalogue.stated()
        if row.get(fact.name) is not None
    }
    dossier = Dossier(row["id"], row["scheme"], row["submitted_on"], stated)
    decision = decide(dossier, found[0], as_of=day, engine=Reference())
    lists = (";".join(each) for each in _lists(decision))
    return (row["id"], row["scheme"], decision.outcome.value, *lists)


def _lists(decision: Decision) -> tuple[list[str], ...]:
    of = {
        wanted: [finding.clause.id for finding in decision.findings if finding.status is wanted]
        for wanted in (Status.NOT_MET, Status.UNKNOWN)
    }
    readings = list(dict.fromkeys(each.reading for each in decision.sensitive_to))
    return (
        [str(each) for each in of[Status.NOT_MET]],
        [str(each) for each in of[Status.UNKNOWN]],
        [str(each) for each in decision.missing],
        [str(each) for each in readings],
    )


def _value(fact: Fact, value: bool | str | date | Decimal) -> Any:
    if isinstance(value, Decimal):
        return int(value.scaleb(fact.scale))
    if isinstance(value, date):
        return value.toordinal()
    if isinstance(value, str) and fact.is_words:
        words = [word for word in value.split(";") if word]
        if fact.type is FactType.PROCEEDINGS:
            return tuple(Proceeding(word) for word in words)
        return Words.exactly(frozenset(words))
    return value
