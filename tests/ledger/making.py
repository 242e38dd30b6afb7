"""Acts, ledgers and databases that tests of the ledger are made of."""

import contextlib
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
import sqlalchemy as sa

from eligibility.decisions import Decision, decide
from eligibility.documents import read_bytes, read_document
from eligibility.engines.durable import Durable
from eligibility.facts import Dossier, read_dossier
from eligibility.ledger import tables
from eligibility.ledger.core import Sealed
from eligibility.ledger.entry import Draft, Entry, Kind, Ruling
from eligibility.ledger.note import Checkpoint
from eligibility.ledger.records import decision_act, erasure_act, ruling_act
from eligibility.ledger.screenings import Counts, FilePrint, ScreeningRun, screening_act
from eligibility.ledger.source import Act
from eligibility.ledger.store import Ledger
from eligibility.ledger.verification import Verification
from eligibility.ledger.verify import verify
from eligibility.rulebook import Program, Region, in_force, load_region, program

ROOT = Path(__file__).parents[2]
RULES = ROOT / "rules" / "occitanie"
DOSSIERS = {path.name: path for path in sorted((ROOT / "fixtures" / "dossiers").iterdir())}
NOW = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)
OFFICER = "A. Martin"
SERVER = "postgresql+psycopg://postgres@127.0.0.1:5432"
DATABASES = ("sqlite", "postgresql")


def now() -> datetime:
    """A clock that stands still."""
    return NOW


@cache
def region() -> Region:
    """The rules of Occitanie, read once."""
    return load_region(RULES, cached=False)


@cache
def engine() -> Durable:
    """One engine for all: it never frees a ruleset."""
    return Durable()


@cache
def compiled(scheme: str, as_of: date, readings: tuple[tuple[str, str], ...] = ()) -> Program:
    """The program of a scheme on a day."""
    return program(in_force(region(), as_of), scheme, as_of, dict(readings))


@cache
def dossier(name: str) -> Dossier:
    """The fixture of that name."""
    return read_dossier(read_document(DOSSIERS[name]), region().catalogue, region().scheme_ids)


def written(text: str) -> Dossier:
    """The dossier written in *text*."""
    document = read_bytes(text.encode(), "d.yaml")
    return read_dossier(document, region().catalogue, region().scheme_ids)


def conclusion(given: Dossier, **readings: str) -> Decision:
    """The decision on a dossier on the day it was submitted."""
    as_of = given.submitted_on
    assert as_of is not None
    made = compiled(given.scheme, as_of, tuple(sorted(readings.items())))
    return decide(given, made, as_of=as_of, engine=engine())


def decided(name: str) -> Act:
    """The act of recording the decision on the fixture of that name."""
    return decision_act(conclusion(dossier(name)), RULES, OFFICER)


def table_run(**changes: Any) -> ScreeningRun:
    """A table of ten rows held against the rules of 1 February 2023, by an officer."""
    run = ScreeningRun(
        input=FilePrint("demandes 2023.csv", "1a" * 32),
        rows=10,
        output=FilePrint("résultat.parquet", "2b" * 32),
        rulebooks=(in_force(region(), date(2023, 2, 1)),),
        readings={"SRDEII-A27/equity": "zero-is-positive"},
        on=None,
        today=date(2026, 1, 2),
        counts=Counts(eligible=4, ineligible=3, incomplete=2, errors=1),
        by=OFFICER,
    )
    return replace(run, **changes)


def screened(**changes: Any) -> Act:
    """The act of recording that run."""
    return screening_act(table_run(**changes), RULES)


def cheap(mark: object = 0, **body: Any) -> Act:
    """An act that costs nothing to make."""
    return Act(Draft(Kind.ERASURE, {"erased": [], "motive": f"acte {mark}", **body}, OFFICER))


def secret(value: Any, name: str = "company.name") -> Act:
    """A cheap act with one sealed fact."""
    return Act(
        Draft(Kind.ERASURE, {"erased": [], "motive": "m"}),
        {name: Sealed(b"s" * 16, {"value": value})},
    )


@contextlib.contextmanager
def opened(where: str, *, create: bool = True) -> Iterator[Ledger]:
    """A ledger that is let go of at the end."""
    with Ledger.open(where, create=create, now=now) as book:
        yield book


def verified(where: str) -> Verification:
    """What verification finds there."""
    with opened(where, create=False) as book:
        return verify(book)


def checkpoint(where: str) -> Checkpoint:
    """The state of a ledger that passes."""
    found = verified(where)
    assert found.passed, [flaw.what.en for flaw in found.flaws]
    return Checkpoint(found.origin, found.size, found.root)


DECIDED = ("demo-eligible.yaml", "demo-incomplete.yaml", "demo-ineligible.yaml", "eti-3s.json")
MORE = ("difficulty-receivership.yaml", "civil-proceeding.yaml", "tax-court.json", "claimant.yaml")


def fill(where: str) -> None:
    """
    A ledger with something of everything: 24 entries.

    0 opened; 1-4 decisions; 5-7 rulings; 8 a decision; 9 the erasure of 2;
    10-12 decisions; 13-23 cheap rulings.
    """
    with opened(where) as book:
        first = book.append([decided(name) for name in DECIDED], now)
        book.append(list(rulings(first)), now)
        book.append([decided(MORE[0])], now)
        book.erase([2], erasure_act([2], OFFICER, "délai passé"), now)
        for name in MORE[1:]:
            book.append([decided(name)], now)
        book.append([cheap(number, about=1) for number in range(13, 24)], now)
        assert book.size() == 24


def rulings(entries: list[Entry]) -> Iterable[Act]:
    """A ruling that follows, one that departs, one that does neither."""
    yield ruling_act(entries[0], Ruling.AWARD, OFFICER, None)
    yield ruling_act(entries[2], Ruling.AWARD, "B. Durand", "recours accepté")
    yield ruling_act(entries[1], Ruling.WITHDRAW, OFFICER, None)


def raw(where: str) -> sa.Engine:
    """A way into the tables that is not the ledger's own."""
    url = where if "://" in where else sa.URL.create("sqlite", database=where)
    return sa.create_engine(url, poolclass=sa.pool.NullPool)


def counts(where: str) -> dict[str, int]:
    """How many rows each table has."""
    with raw(where).connect() as connection:
        return {
            name: connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar_one()
            for name in tables.metadata.tables
        }


@contextlib.contextmanager
def tampering(where: str) -> Iterator[sa.Connection]:
    """A connection of somebody who may do anything: the triggers are gone."""
    with raw(where).begin() as connection:
        inspector = sa.inspect(connection)
        if connection.dialect.name == "postgresql":
            for table in inspector.get_table_names():
                connection.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        else:
            found = connection.exec_driver_sql(
                "SELECT name FROM sqlite_master WHERE type='trigger'"
            )
            for (name,) in found.all():
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
        yield connection


def no_server() -> str | None:
    """Why there is no PostgreSQL to test with; None where there is one."""
    try:
        with psycopg.connect(_plain("test"), connect_timeout=5):
            return None
    except psycopg.Error as error:
        return f"no PostgreSQL on 127.0.0.1:5432: {error}"


def _plain(database: str) -> str:
    return f"{SERVER.replace('+psycopg', '')}/{database}"


@contextlib.contextmanager
def database() -> Iterator[str]:
    """The URL of an empty database of its own; dropped at the end."""
    name = f"eligibility_test_{secrets.token_hex(6)}"
    with psycopg.connect(_plain("test"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
        try:
            yield f"{SERVER}/{name}"
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def keep(where: str) -> None:
    """Sets aside a copy of every table, for `restore`."""
    with raw(where).begin() as connection:
        connection.exec_driver_sql("CREATE SCHEMA kept")
        for name in sa.inspect(connection).get_table_names():
            connection.exec_driver_sql(f"CREATE TABLE kept.{name} AS TABLE {name}")


def restore(where: str) -> None:
    """Every table as it was set aside, and its triggers: quicker than another database."""
    with raw(where).begin() as connection:
        for name in sa.inspect(connection).get_table_names():
            connection.exec_driver_sql(
                f"ALTER TABLE {name} DISABLE TRIGGER USER; DELETE FROM {name}; "
                f"INSERT INTO {name} SELECT * FROM kept.{name}; ALTER TABLE {name} ENABLE TRIGGER USER"
            )
