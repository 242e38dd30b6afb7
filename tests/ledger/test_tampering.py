"""Whatever is changed in a ledger by hand is found, and the first bad entry is named."""

import json
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from eligibility.ledger.canonical import canonical
from eligibility.ledger.entry import Entry, Kind
from eligibility.ledger.tables import entries, nodes
from tests.ledger.making import tampering, verified

Change = Callable[[sa.Connection], object]
DECISION, RULING, SIZE = 11, 6, 24
"""Entries of the filled ledger: a decision with sealed facts, a ruling; how many there are."""


def first_flaw(where: str) -> int | None:
    """The entry of the first flaw; there is one, and it is told in both languages."""
    found = verified(where)
    assert not found.passed, "what was changed was not found"
    assert all(flaw.what.fr != flaw.what.en for flaw in found.flaws)
    return found.flaws[0].number


def tampered(where: str, change: Change) -> int | None:
    with tampering(where) as connection:
        change(connection)
    return first_flaw(where)


def row(connection: sa.Connection, number: int) -> dict[str, Any]:
    query = sa.select(entries).where(entries.c.number == number)
    return dict(connection.execute(query).mappings().one())


def put(connection: sa.Connection, at: int, /, **values: Any) -> None:
    done = connection.execute(sa.update(entries).where(entries.c.number == at).values(**values))
    assert done.rowcount == 1


def rewrite(connection: sa.Connection, at: int, /, **changes: Any) -> None:
    """Other keys in the bytes of an entry, written in the canonical way; columns as they were."""
    raw = json.loads(row(connection, at)["data"])
    for dotted, value in changes.items():
        *folders, last = dotted.split("__")
        node = raw
        for folder in folders:
            node = node[folder]
        node[last] = value
    put(connection, at, data=canonical(raw))


def bad(number: int) -> set[int]:
    """The entries that are bad where one was changed: without its erasure entry 2 is one too."""
    return {2, 9} if number == 9 else {number}


def test_a_ledger_that_nobody_touched_passes(filled: str) -> None:
    found = verified(filled)
    assert found.passed
    assert (found.size, found.erased) == (SIZE, 1)
    assert found.sealed > 20


COLUMNS: list[tuple[int, str, Any]] = [
    (DECISION, "kind", "ruling"),
    (DECISION, "kind", ""),
    (DECISION, "recorded_at", "2026-01-02T03:04:05.678902Z"),
    (DECISION, "officer", "A. Martim"),
    (DECISION, "officer", "A. Martin "),
    (DECISION, "officer", None),
    (DECISION, "dossier", "OCC-2023-99999"),
    (DECISION, "dossier", None),
    (DECISION, "scheme", "contrat-3s "),
    (DECISION, "scheme", None),
    (DECISION, "outcome", "Eligible"),
    (DECISION, "outcome", None),
    (DECISION, "effective_on", "2023-02-02"),
    (DECISION, "effective_on", None),
    (DECISION, "about", 3),
    (RULING, "about", 2),
    (RULING, "about", None),
    (RULING, "outcome", "reject"),
    (RULING, "dossier", "x"),
    (0, "officer", "X"),
    (SIZE - 1, "officer", "X"),
]


@pytest.mark.parametrize(("number", "column", "value"), COLUMNS)
def test_a_changed_column_is_found_in_its_entry(
    filled: str, number: int, column: str, value: Any
) -> None:
    assert tampered(filled, lambda c: put(c, number, **{column: value})) == number


def test_the_table_of_changed_columns_has_every_column() -> None:
    ours = {column for _, column, _ in COLUMNS} | {"number", "data"}
    assert ours == {column.name for column in entries.columns}


@pytest.mark.parametrize("other", [SIZE, 99, -1, 2**40])
def test_a_changed_number_is_found_where_the_entry_was_or_is(filled: str, other: int) -> None:
    first = tampered(filled, lambda c: put(c, DECISION, number=other))
    assert first in ({DECISION} if other >= 0 else {other, 0})  # or at its new place, before all


@pytest.mark.parametrize("number", [0, 1, 2, RULING, 9, DECISION, 16, SIZE - 1])
def test_any_flipped_bit_of_an_entry_is_found_in_it(filled: str, number: int) -> None:
    with tampering(filled) as connection:
        whole = row(connection, number)["data"]
    for at in sorted({*range(0, len(whole), max(1, len(whole) // 12)), len(whole) - 1}):
        bit = 1 << at % 8
        flipped = whole[:at] + bytes([whole[at] ^ bit]) + whole[at + 1 :]
        with tampering(filled) as connection:
            put(connection, number, data=flipped)
        assert first_flaw(filled) in bad(number), at
    with tampering(filled) as connection:
        put(connection, number, data=whole)
    assert verified(filled).passed


REWRITTEN: list[tuple[int, dict[str, Any]]] = [
    (DECISION, {"recorded_at": "2026-01-02T03:04:05.678902Z"}),
    (DECISION, {"recorded_at": "2026-01-02T03:04:05Z"}),
    (DECISION, {"officer": "B. Durand"}),
    (DECISION, {"officer": None}),
    (DECISION, {"officer": {"name": "B"}}),
    (DECISION, {"versions__eligibility": "9"}),
    (DECISION, {"versions": []}),
    (DECISION, {"kind": "ruling"}),
    (DECISION, {"number": DECISION + 1}),
    (DECISION, {"number": True}),
    (DECISION, {"ledger": "0" * 32}),
    (DECISION, {"ledger": None}),
    (DECISION, {"body": {}}),
    (DECISION, {"body": []}),
    (DECISION, {"body": None}),
    (DECISION, {"body__core": []}),
    (DECISION, {"body__core": "eligible"}),
    (DECISION, {"body__core__outcome": "eligible "}),
    (DECISION, {"body__core__outcome": ["eligible"]}),
    (DECISION, {"body__core__facts": []}),
    (DECISION, {"body__core__facts": {}}),
    (DECISION, {"body__core__facts": {"company.equity": {"sealed": []}}}),
    (DECISION, {"body__core__clauses": []}),
    (DECISION, {"body__core__indicators": {}}),
    (DECISION, {"body__core__indicators": [[]]}),
    (DECISION, {"body__core__indicators": [{"sealed": []}]}),
    (DECISION, {"body__core__rulebook": "none"}),
    (DECISION, {"body__core__rulebook__digest": []}),
    (DECISION, {"body__core__rulebook__digest": "sha256:" + "0" * 64}),
    (DECISION, {"body__core__rulebook__version": "2022-11-26"}),
    (DECISION, {"body__core__evaluated_on": "2023-02-02"}),
    (RULING, {"body__motive": "recours rejeté"}),
    (RULING, {"body__follows": True}),
    (RULING, {"body__decision": "0" * 64}),
    (RULING, {"body__about": 1}),
    (RULING, {"body__about": "1"}),
    (9, {"body__erased": []}),
    (9, {"body__erased": [2, 3]}),
    (9, {"body__erased": 2}),
    (9, {"body__erased": [[2]]}),
    (9, {"body__erased": ["2"]}),
    (9, {"body__erased": None}),
    (0, {"body__ledger": "0" * 32}),
    (0, {"ledger": "0" * 32}),
    (0, {"kind": "ruling"}),
    (0, {"body": {}}),
    (SIZE - 1, {"body__motive": "autre"}),
]


@pytest.mark.parametrize(("number", "changes"), REWRITTEN, ids=str)
def test_an_entry_written_otherwise_is_found(
    filled: str, number: int, changes: dict[str, Any]
) -> None:
    first = tampered(filled, lambda c: rewrite(c, number, **changes))
    assert first in bad(number)


@pytest.mark.parametrize("number", [1, RULING, DECISION, SIZE - 1])
def test_an_entry_and_its_columns_changed_together_are_found(filled: str, number: int) -> None:
    def change(connection: sa.Connection) -> None:
        rewrite(connection, number, officer="C. Petit")
        put(connection, number, officer="C. Petit")

    assert tampered(filled, change) == number


@pytest.mark.parametrize("data", [b"", b"{}", b"null", b"[]", b"\xff", b"x" * 100])
def test_an_entry_replaced_by_anything_else_is_found(filled: str, data: bytes) -> None:
    assert tampered(filled, lambda c: put(c, DECISION, data=data)) == DECISION


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("statement", "number"),
    [
        ("UPDATE entries SET data = CAST(data AS TEXT) WHERE number = 6", 6),
        ("UPDATE entries SET data = 5 WHERE number = 6", 6),
        ("UPDATE entries SET kind = CAST(kind AS BLOB) WHERE number = 6", 6),
        ("UPDATE entries SET officer = 5 WHERE number = 6", 6),
        ("UPDATE entries SET about = 'three' WHERE number = 6", 6),
        ("UPDATE entries SET number = 'six' WHERE number = 6", 6),
        ("UPDATE entries SET number = 6.5 WHERE number = 6", 6),
        ("UPDATE nodes SET hash = 'text' WHERE level = 0 AND position = 6", 6),
        ("UPDATE nodes SET position = 'six' WHERE level = 0 AND position = 6", None),
        ("UPDATE sealed SET value = CAST(value AS TEXT) WHERE number = 3", 3),
        ("UPDATE sealed SET salt = 'salt' WHERE number = 3", 3),
        ("UPDATE sealed SET number = 'three' WHERE number = 3", 3),
        ("UPDATE files SET content = CAST(content AS TEXT)", None),
    ],
)
def test_a_value_of_another_type_is_found(filled: str, statement: str, number: int | None) -> None:
    first = tampered(filled, lambda c: c.exec_driver_sql(statement))
    assert number is None or first == number


def without_nodes(connection: sa.Connection, size: int) -> None:
    """Removes what a tree of *size* leaves has not."""
    for level, position in connection.execute(sa.select(nodes.c.level, nodes.c.position)).all():
        if (position + 1) << level > size:
            connection.execute(
                sa.delete(nodes).where(nodes.c.level == level, nodes.c.position == position)
            )


@pytest.mark.parametrize("number", [0, RULING, DECISION, SIZE - 1])
@pytest.mark.parametrize("shifted", [False, True], ids=["gap", "shifted"])
@pytest.mark.parametrize("pruned", [False, True], ids=["nodes kept", "nodes pruned"])
def test_a_removed_entry_is_found_where_it_was(
    filled: str, number: int, shifted: bool, pruned: bool
) -> None:
    pruned = pruned and number != SIZE - 1  # a cut tail: only a checkpoint shows it

    def change(connection: sa.Connection) -> None:
        connection.execute(sa.delete(entries).where(entries.c.number == number))
        connection.exec_driver_sql(f"DELETE FROM sealed WHERE number = {number}")
        if shifted:
            for later in range(number + 1, SIZE):
                put(connection, later, number=later - 1)
        if pruned:
            without_nodes(connection, SIZE - 1)

    assert tampered(filled, change) == number


@pytest.mark.parametrize("source", [1, RULING, SIZE - 1])
@pytest.mark.parametrize("at", [3, DECISION, SIZE])
def test_an_entry_copied_from_another_is_found_where_it_was_put(
    filled: str, source: int, at: int
) -> None:
    def change(connection: sa.Connection) -> None:
        copy = row(connection, source)
        for later in range(SIZE - 1, at - 1, -1):
            put(connection, later, number=later + 1)
        connection.execute(sa.insert(entries).values(**{**copy, "number": at}))

    assert tampered(filled, change) == at


def test_an_entry_forged_at_the_end_is_found_there(filled: str) -> None:
    def change(connection: sa.Connection) -> None:
        last = Entry.parse(row(connection, SIZE - 1)["data"])
        forged = Entry(
            last.ledger, SIZE, last.recorded_at, Kind.RULING, "B. Durand", {}, {"ruling": "award"}
        )
        connection.execute(
            sa.insert(entries).values(number=SIZE, data=forged.data, **forged.columns)
        )

    assert tampered(filled, change) == SIZE


@pytest.mark.parametrize(("one", "two"), [(2, 3), (5, 6), (1, DECISION), (RULING, SIZE - 1)])
@pytest.mark.parametrize("whole", [True, False], ids=["rows", "bytes"])
def test_two_entries_that_changed_places_are_found(
    filled: str, one: int, two: int, whole: bool
) -> None:
    def change(connection: sa.Connection) -> None:
        first, second = row(connection, one), row(connection, two)
        for number, other in ((one, second), (two, first)):
            kept = {k: v for k, v in other.items() if k != "number" and (whole or k == "data")}
            put(connection, number, **kept)

    assert tampered(filled, change) == one
