"""The database itself refuses to change what was recorded; only sealed facts can be erased."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from eligibility.errors import LedgerError
from eligibility.ledger import tables
from eligibility.ledger.entry import Draft, Kind
from eligibility.ledger.records import erasure_act
from eligibility.ledger.source import Act
from eligibility.ledger.verify import verify
from tests.ledger.making import (
    DECIDED,
    OFFICER,
    counts,
    decided,
    now,
    opened,
    raw,
    secret,
    verified,
)

CHANGES = {
    "entries": "officer = 'X'",
    "nodes": "position = 99",
    "files": "digest = 'x'",
    "rulebooks": "region = 'x'",
    "sealed": "name = 'x'",
}
APPEND_ONLY = ("entries", "nodes", "files", "rulebooks")


def refused(where: str, statement: str) -> None:
    before = counts(where)
    with pytest.raises(sa.exc.DBAPIError, match="append-only"), raw(where).begin() as connection:
        connection.exec_driver_sql(statement)
    assert counts(where) == before
    assert verified(where).passed


@pytest.mark.parametrize("table", CHANGES)
def test_the_database_refuses_to_change_a_row(filled: str, table: str) -> None:
    refused(filled, f"UPDATE {table} SET {CHANGES[table]}")


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_the_database_refuses_to_delete_a_row(filled: str, table: str) -> None:
    refused(filled, f"DELETE FROM {table}")


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_the_database_refuses_to_empty_a_table(filled: str, kind: str, table: str) -> None:
    refused(filled, f"TRUNCATE {table}" if kind == "postgresql" else f"DELETE FROM {table}")


@pytest.mark.parametrize("table", CHANGES)
def test_the_database_refuses_to_replace_a_row(filled: str, kind: str, table: str) -> None:
    key = ", ".join(column.name for column in tables.metadata.tables[table].primary_key)
    names = [column.name for column in tables.metadata.tables[table].columns]
    column, value = CHANGES[table].split(" = ")
    if column in key.split(", "):
        column, value = names[-1], f"{names[-1]}"
    shown = ", ".join(value if name == column else name for name in names)
    if kind == "postgresql":
        statement = (
            f"INSERT INTO {table} SELECT * FROM {table} "
            f"ON CONFLICT ({key}) DO UPDATE SET {column} = excluded.{column}"
        )
    else:
        statement = f"REPLACE INTO {table} SELECT {shown} FROM {table}"
    refused(filled, statement)


def test_an_erasure_removes_sealed_facts_and_says_so(where: str) -> None:
    with opened(where) as book:
        book.append([decided(DECIDED[0]), decided(DECIDED[1]), decided(DECIDED[2])], now)
        kept = book.sealed_of(1), book.sealed_of(3)
        size, root = verify(book).size, verify(book).root
        (entry,) = book.erase([2], erasure_act([2], OFFICER, "demande de la personne"), now)
        assert (entry.number, entry.kind, entry.officer) == (4, Kind.ERASURE, OFFICER)
        assert entry.body == {"erased": [2], "motive": "demande de la personne"}
        assert book.sealed_of(2) == {}
        assert (book.sealed_of(1), book.sealed_of(3)) == kept
        assert book.entry(2).body["core"]["facts"]
        found = verify(book)
        assert (found.passed, found.erased, found.size) == (True, 1, size + 1)
        assert found.tree is not None
        assert book.tree()[2](1, 0) == found.tree(1, 0)
        assert root


def test_an_erasure_that_fails_removes_nothing(where: str) -> None:
    with opened(where) as book:
        book.append([decided(DECIDED[0])], now)
        before = counts(where)
        with pytest.raises((LedgerError, ValueError, TypeError)):
            book.erase([1], Act(Draft(Kind.ERASURE, {"erased": [1], "x": object()})), now)
        assert counts(where) == before


def test_what_was_erased_is_no_longer_in_the_files(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    marks = [f"Zoé Lemoine {number:04}".encode() for number in range(60)]

    def there() -> set[bytes]:
        files = b"".join(file.read_bytes() for file in tmp_path.iterdir())
        return {mark for mark in marks if mark in files}

    with opened(str(path)) as book:
        book.append([secret(mark.decode() * 50) for mark in marks], now)
        assert there() == set(marks)
        book.erase(range(1, 31), erasure_act(range(1, 31), OFFICER, "délai"), now)
        assert there() == set(marks[30:])
        book.erase(range(31, 61), erasure_act(range(31, 61), OFFICER, "délai"), now)
        assert there() == set()
    assert there() == set()
