"""
The ledger: entries appended one after the other, with the Merkle tree over them.

Nothing here changes or removes a row, but for `erase`, which removes sealed
facts and says so in an entry of its own.
"""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Self

import sqlalchemy as sa

from eligibility.language import Text
from eligibility.ledger import merkle, tables
from eligibility.ledger.appending import append, as_bytes, size_of
from eligibility.ledger.canonical import parsed
from eligibility.ledger.core import Sealed
from eligibility.ledger.database import Database, opened, refused
from eligibility.ledger.entry import Draft, Entry, Kind
from eligibility.ledger.schema import holds_ledger
from eligibility.ledger.source import Act, Clock, Rules, Stored

__all__ = ["Ledger"]


_MOST = 2**63 - 1


class Ledger:
    """A ledger in a database."""

    def __init__(self, database: Database) -> None:
        self.database = database

    @classmethod
    def open(cls, where: str, *, create: bool = False, now: Clock | None = None) -> "Ledger":
        """
        The ledger at a path or a URL, made there when *create* and there is none.

        Raises:
            LedgerError: no ledger, another schema, or the database refuses.
        """
        database = opened(where, create=create)
        try:
            _prepare(database, now if create else None)
        except BaseException:
            database.close()
            raise
        return cls(database)

    @property
    def name(self) -> str:
        """The path or URL, without a password."""
        return self.database.name

    def close(self) -> None:
        """Lets go of the database."""
        self.database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def append(self, acts: Sequence[Act], now: Clock) -> list[Entry]:
        """
        The entries made of *acts*, all of them recorded or none.

        Raises:
            LedgerError: nothing was recorded.
        """
        if not acts:
            return []
        with self.database.writing() as connection:
            return append(connection, acts, now)

    def erase(self, numbers: Sequence[int], act: Act, now: Clock) -> list[Entry]:
        """Removes the sealed facts of the entries *numbers*, and appends the act that says so."""
        with self.database.writing() as connection:
            found = append(connection, [act], now)
            table = tables.sealed
            for number in numbers:
                connection.execute(sa.delete(table).where(table.c.number == number))
        self.database.forget()
        return found

    def size(self) -> int:
        """How many entries there are."""
        with self.database.reading() as connection:
            return size_of(connection)

    def entry(self, number: int) -> Entry:
        """
        The entry of that number.

        Raises:
            LedgerError: there is none.
        """
        with self.database.reading() as connection:
            table = tables.entries
            query = sa.select(table.c.data).where(table.c.number == number)
            data = connection.execute(query).scalar() if number <= _MOST else None
            size = size_of(connection)
        if data is None:
            raise refused(
                "no-entry",
                self.name,
                Text(f"il n'y a pas d'entrée n° {number}", f"there is no entry {number}"),
                Text(f"les entrées vont de 0 à {size - 1}", f"entries go from 0 to {size - 1}"),
            )
        return Stored(number, as_bytes(data)).entry(self.name)

    def tree(self) -> tuple[int, bytes, merkle.Node]:
        """
        Size, root and nodes, as they are now.

        Raises:
            LedgerError: a node is missing.
        """
        with self.database.reading() as connection:
            size = size_of(connection)
            rows = connection.execute(
                sa.select(tables.nodes.c.level, tables.nodes.c.position, tables.nodes.c.hash)
            )
            known = {(level, position): bytes(hash_) for level, position, hash_ in rows}

        def node(level: int, position: int) -> bytes:
            if (level, position) not in known:
                raise refused(
                    "altered",
                    self.name,
                    Text("une empreinte du registre manque", "a hash of the ledger is missing"),
                    Text("`ledger verify` dit tout", "`ledger verify` tells all"),
                )
            return known[level, position]

        return size, merkle.root(size, node), node

    def sealed_of(self, number: int) -> dict[str, Sealed]:
        """The sealed facts of one entry that are left."""
        table = tables.sealed
        query = sa.select(table.c.name, table.c.salt, table.c.value).where(table.c.number == number)
        with self.database.reading() as connection:
            return {
                name: Sealed(as_bytes(salt), _or_none(as_bytes(value)))
                for name, salt, value in connection.execute(query)
            }

    # As a source

    def snapshot(self) -> AbstractContextManager[None]:
        """Everything read inside sees one and the same state."""
        return self.database.snapshot()

    def claimed(self) -> None:
        """A ledger is what it holds."""
        return

    def stored(self) -> Iterator[Stored]:
        """Every entry, in order."""
        query = sa.select(tables.entries).order_by(tables.entries.c.number)
        with self.database.reading() as connection:
            for row in connection.execution_options(yield_per=1000).execute(query).mappings():
                columns = {name: value for name, value in row.items() if name != "data"}
                yield Stored(_whole(columns.pop("number")), as_bytes(row["data"]), columns)

    def listed(self, equal: Mapping[str, str], since: str, until: str) -> Iterator[Stored]:
        """The entries whose columns are *equal*, recorded from *since* to before *until*; no bytes are read."""
        table = tables.entries
        columns = [each for each in table.c if each.name != "data"]
        where = [table.c[name] == value for name, value in equal.items()]
        where += [table.c.recorded_at >= since, table.c.recorded_at < until]
        query = sa.select(*columns).where(*where).order_by(table.c.number)
        with self.database.reading() as connection:
            for row in connection.execution_options(yield_per=1000).execute(query).mappings():
                found = dict(row)
                yield Stored(_whole(found.pop("number")), b"", found)

    def nodes(self) -> Iterator[tuple[int, int, bytes]]:
        """Every Merkle node, by level and position."""
        table = tables.nodes
        query = sa.select(table.c.level, table.c.position, table.c.hash)
        with self.database.reading() as connection:
            for level, position, hash_ in connection.execution_options(yield_per=1000).execute(
                query
            ):
                yield _whole(level), _whole(position), as_bytes(hash_)

    def rules(self, digest: str) -> Rules | None:
        """The files of a rulebook."""
        rulebooks, files = tables.rulebooks, tables.files
        query = (
            sa.select(rulebooks.c.path, rulebooks.c.region, files.c.content)
            .join(files, files.c.digest == rulebooks.c.file)
            .where(rulebooks.c.digest == digest)
            .order_by(rulebooks.c.path)
        )
        with self.database.reading() as connection:
            rows = list(connection.execute(query))
        if not rows:
            return None
        regions = {str(region) for _, region, _ in rows}
        region = regions.pop() if len(regions) == 1 else ""
        return Rules(digest, region, {path: as_bytes(content) for path, _, content in rows})

    def digests(self) -> Iterator[str]:
        """Every rulebook that is there."""
        with self.database.reading() as connection:
            column = tables.rulebooks.c.digest
            yield from connection.execute(sa.select(column).distinct().order_by(column)).scalars()

    def loose_files(self) -> int:
        """How many files are kept that no rulebook names."""
        named = sa.select(tables.rulebooks.c.file)
        query = sa.select(sa.func.count()).where(tables.files.c.digest.not_in(named))
        with self.database.reading() as connection:
            return int(connection.execute(query).scalar_one())

    def sealed(self) -> Iterator[tuple[int, Mapping[str, Sealed]]]:
        """The sealed facts that are left, by entry, in order."""
        table = tables.sealed
        query = sa.select(table).order_by(table.c.number, table.c.name)
        at, found = -2, dict[str, Sealed]()
        with self.database.reading() as connection:
            for row in connection.execution_options(yield_per=1000).execute(query).mappings():
                number = _whole(row["number"])
                if number != at:
                    if found:
                        yield at, found
                    at, found = number, {}
                found[row["name"]] = Sealed(as_bytes(row["salt"]), _or_none(as_bytes(row["value"])))
        if found:
            yield at, found


def _prepare(database: Database, now: Clock | None) -> None:
    """Refuses what is no ledger of this schema; makes one where there is nothing, if *now* tells when."""
    if holds_ledger(database, making=now is not None) or now is None:
        return
    database.write_ahead()
    with database.writing() as connection:
        if database.schema(connection) is None:
            database.create(connection)
            opening = Draft(Kind.OPENED, {"ledger": secrets.token_hex(16)})
            append(connection, [Act(opening)], now)


def _whole(value: object) -> int:
    """A number as it lies there; -1 where something else does."""
    return value if isinstance(value, int) else -1


def _or_none(data: bytes) -> Any:
    """The value of a sealed fact; what is damaged is no value at all, and verification says so."""
    try:
        return parsed(data)
    except ValueError:
        return {"damaged": True}
