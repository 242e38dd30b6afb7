"""Changes beside the entries are found too; a cut tail and a rewriting, against a checkpoint."""

import secrets
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from eligibility.ledger.core import sealed_digest
from eligibility.ledger.note import Checkpoint
from eligibility.ledger.store import Ledger
from eligibility.ledger.tables import entries, files, metadata, nodes, rulebooks, sealed
from eligibility.ledger.verification import extends
from eligibility.ledger.verify import verify
from tests.ledger.making import (
    DECIDED,
    cheap,
    checkpoint,
    decided,
    now,
    opened,
    tampering,
    verified,
)
from tests.ledger.test_tampering import SIZE, tampered, without_nodes


def flip(connection: sa.Connection, column: sa.Column[Any], where: sa.ColumnElement[bool]) -> None:
    """Changes one bit in the middle of one value."""
    old = bytes(connection.execute(sa.select(column).where(where)).scalar_one())
    at = len(old) // 2
    new = old[:at] + bytes([old[at] ^ 1]) + old[at + 1 :]
    connection.execute(sa.update(column.table).where(where).values({column.name: new}))


def node(level: int, position: int) -> sa.ColumnElement[bool]:
    return sa.and_(nodes.c.level == level, nodes.c.position == position)


@pytest.mark.parametrize(
    ("level", "position"), [(0, 0), (0, 11), (0, 23), (1, 5), (2, 5), (3, 1), (4, 0)]
)
def test_a_changed_node_is_found_below_it(filled: str, level: int, position: int) -> None:
    first = tampered(filled, lambda c: flip(c, nodes.c.hash, node(level, position)))
    assert first is not None
    assert position << level <= first < (position + 1) << level


@pytest.mark.parametrize("hash_", [b"", b"x", b"x" * 33])
def test_a_node_of_another_length_is_found(filled: str, hash_: bytes) -> None:
    change = sa.update(nodes).where(node(0, 11)).values(hash=hash_)
    assert tampered(filled, lambda c: c.execute(change)) == 11


@pytest.mark.parametrize(("level", "position"), [(0, 0), (0, 11), (1, 5), (3, 1), (0, 23)])
def test_a_removed_node_is_found(filled: str, level: int, position: int) -> None:
    first = tampered(filled, lambda c: c.execute(sa.delete(nodes).where(node(level, position))))
    assert first is None or position << level <= first < (position + 1) << level


@pytest.mark.parametrize(("level", "position"), [(0, 24), (1, 12), (5, 0), (0, -1), (-1, 0)])
def test_an_added_node_is_found(filled: str, level: int, position: int) -> None:
    change = sa.insert(nodes).values(level=level, position=position, hash=b"x" * 32)
    tampered(filled, lambda c: c.execute(change))


@pytest.mark.parametrize("column", ["level", "position"])
def test_a_moved_node_is_found(filled: str, column: str) -> None:
    change = sa.update(nodes).where(node(0, 11)).values({column: 40})
    tampered(filled, lambda c: c.execute(change))


def some(connection: sa.Connection, column: sa.Column[Any]) -> Any:
    return connection.execute(sa.select(column).order_by(column).limit(1)).scalar_one()


def one_file(connection: sa.Connection) -> sa.ColumnElement[bool]:
    return files.c.digest.in_([some(connection, files.c.digest)])


def one_path(connection: sa.Connection) -> sa.ColumnElement[bool]:
    return rulebooks.c.path.in_([some(connection, rulebooks.c.path)])


RULES: dict[str, Callable[[sa.Connection], object]] = {
    "content": lambda c: flip(c, files.c.content, one_file(c)),
    "content emptied": lambda c: c.execute(sa.update(files).where(one_file(c)).values(content=b"")),
    "digest of a file": lambda c: c.execute(
        sa.update(files).where(one_file(c)).values(digest="0" * 64)
    ),
    "file removed": lambda c: c.execute(sa.delete(files).where(one_file(c))),
    "file added": lambda c: c.execute(sa.insert(files).values(digest="0" * 64, content=b"x: 1")),
    "path": lambda c: c.execute(sa.update(rulebooks).where(one_path(c)).values(path="facts.yml")),
    "digest of a rulebook": lambda c: c.execute(sa.update(rulebooks).values(digest="sha256:0")),
    "digest of a path": lambda c: c.execute(
        sa.update(rulebooks).where(one_path(c)).values(digest="sha256:0")
    ),
    "which file": lambda c: c.execute(
        sa.update(rulebooks).where(one_path(c)).values(file=some(c, files.c.digest)[::-1])
    ),
    "region": lambda c: c.execute(sa.update(rulebooks).values(region="bretagne")),
    "region of a path": lambda c: c.execute(
        sa.update(rulebooks).where(one_path(c)).values(region="bretagne")
    ),
    "path removed": lambda c: c.execute(sa.delete(rulebooks).where(one_path(c))),
    "rulebook removed": lambda c: c.execute(sa.delete(rulebooks)),
    "path added": lambda c: c.execute(
        sa.insert(rulebooks).values(
            digest=some(c, rulebooks.c.digest),
            path="more.yaml",
            file=some(c, files.c.digest),
            region="occitanie",
        )
    ),
    "rulebook added": lambda c: c.execute(
        sa.insert(rulebooks).values(
            digest="sha256:0", path="a.yaml", file=some(c, files.c.digest), region="occitanie"
        )
    ),
}


@pytest.mark.parametrize("change", RULES)
def test_a_change_of_the_rules_is_found(filled: str, change: str) -> None:
    tampered(filled, RULES[change])


def fact(number: int, name: str) -> sa.ColumnElement[bool]:
    return sa.and_(sealed.c.number == number, sealed.c.name == name)


PROCEEDINGS = "company.proceedings"
SEALED: dict[str, tuple[Callable[[sa.Connection], object], int]] = {
    "salt": (lambda c: flip(c, sealed.c.salt, fact(3, PROCEEDINGS)), 3),
    "salt emptied": (
        lambda c: c.execute(sa.update(sealed).where(fact(3, PROCEEDINGS)).values(salt=b"")),
        3,
    ),
    "value": (lambda c: flip(c, sealed.c.value, fact(3, PROCEEDINGS)), 3),
    "value written otherwise": (
        lambda c: c.execute(
            sa.update(sealed).where(fact(3, PROCEEDINGS)).values(value=b'{"value": []}')
        ),
        3,
    ),
    "name": (
        lambda c: c.execute(sa.update(sealed).where(fact(3, PROCEEDINGS)).values(name="x")),
        3,
    ),
    "number": (
        lambda c: c.execute(sa.update(sealed).where(fact(3, PROCEEDINGS)).values(number=5)),
        3,
    ),
    "number of no entry": (
        lambda c: c.execute(sa.update(sealed).where(sealed.c.number == 3).values(number=99)),
        3,
    ),
    "one removed": (lambda c: c.execute(sa.delete(sealed).where(fact(3, PROCEEDINGS))), 3),
    "all of one removed": (lambda c: c.execute(sa.delete(sealed).where(sealed.c.number == 3)), 3),
    "all removed": (lambda c: c.execute(sa.delete(sealed)), 1),
    "added to a decision": (
        lambda c: c.execute(sa.insert(sealed).values(number=4, name="x", salt=b"s", value=b"1")),
        4,
    ),
    "added to a ruling": (
        lambda c: c.execute(sa.insert(sealed).values(number=5, name="x", salt=b"s", value=b"1")),
        5,
    ),
    "added to what was erased": (
        lambda c: c.execute(
            sa.insert(sealed).values(number=2, name=PROCEEDINGS, salt=b"s", value=b"1")
        ),
        2,
    ),
}


@pytest.mark.parametrize("change", SEALED)
def test_a_change_of_a_sealed_fact_is_found_in_its_entry(filled: str, change: str) -> None:
    act, number = SEALED[change]
    assert tampered(filled, act) == number


def test_every_column_of_every_table_is_tampered_with() -> None:
    tried = {
        "entries": set(entries.columns.keys()),  # test_tampering
        "nodes": {"level", "position", "hash"},
        "files": {"digest", "content"},
        "rulebooks": {"digest", "path", "file", "region"},
        "sealed": {"number", "name", "salt", "value"},
    }
    assert tried == {name: set(table.columns.keys()) for name, table in metadata.tables.items()}


def test_a_ledger_emptied_of_everything_is_found(filled: str) -> None:
    def change(connection: sa.Connection) -> None:
        for table in (entries, nodes, sealed):
            connection.execute(sa.delete(table))

    assert tampered(filled, change) == 0


def cut(where: str, size: int) -> None:
    """Cuts the tail so that what is left is consistent in itself."""
    with tampering(where) as connection:
        connection.execute(sa.delete(entries).where(entries.c.number >= size))
        connection.execute(sa.delete(sealed).where(sealed.c.number >= size))
        without_nodes(connection, size)


@pytest.mark.parametrize("size", [SIZE - 1, 16, 13, 10])
def test_a_cut_tail_is_only_found_against_a_checkpoint(filled: str, size: int) -> None:
    before = checkpoint(filled)
    cut(filled, size)
    found = verified(filled)
    assert (found.passed, found.size) == (True, size)
    assert extends(found, before) is not None
    with opened(filled, create=False) as book:
        book.append([cheap(number) for number in range(40)], now)
        assert verify(book).passed
        assert extends(verify(book), before) is not None


def test_a_ledger_that_grew_extends_every_earlier_checkpoint(where: str) -> None:
    points: list[Checkpoint] = []
    with opened(where) as book:
        for count in (1, 1, 1, 2, 3, 5, 1):
            found = verify(book)
            points.append(Checkpoint(found.origin, found.size, found.root))
            book.append([cheap(number) for number in range(count)], now)
        found = verify(book)
    assert [extends(found, point) for point in points] == [None] * len(points)
    for point in points:
        wrong = Checkpoint(point.origin, point.size, bytes(32))
        assert extends(found, wrong) is not None
        assert extends(found, Checkpoint(point.origin, point.size + 1, point.root)) is not None
        assert extends(found, Checkpoint(point.origin + "0", point.size, point.root)) is not None


def test_a_checkpoint_of_no_entry_at_all_is_judged(filled: str) -> None:
    found = verified(filled)
    assert extends(found, Checkpoint(found.origin, 0, bytes(32))) is not None


def test_a_ledger_written_anew_does_not_extend_the_old_checkpoint(
    where: str, filled: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = checkpoint(filled)
    name = before.origin.rpartition("/")[2]
    monkeypatch.setattr(secrets, "token_hex", lambda _: name)
    with Ledger.open(where, create=True, now=now) as book:
        book.append([decided(each) for each in DECIDED], now)
        book.append([cheap(number) for number in range(SIZE)], now)
    found = verified(where)
    assert found.passed
    assert found.origin == before.origin, "even under the same name"
    assert extends(found, before) is not None


def test_a_sealed_fact_moved_with_its_digest_does_not_fit_another_name(filled: str) -> None:
    with opened(filled, create=False) as book:
        kept = book.sealed_of(3)
    for name, each in kept.items():
        others = {sealed_digest(other, each) for other in kept if other != name}
        assert sealed_digest(name, each) not in others
