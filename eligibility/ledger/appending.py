"""
Appending: entries, tree, sealed facts and rules written in the transaction that is open.
"""

import hashlib
from collections.abc import Sequence

import sqlalchemy as sa

from eligibility.errors import Fault, LedgerError
from eligibility.language import Text
from eligibility.ledger import merkle, tables
from eligibility.ledger.canonical import canonical, unwritable
from eligibility.ledger.entry import Entry
from eligibility.ledger.source import Act, Clock, Stored

__all__ = ["append", "as_bytes", "file_digest", "size_of"]


def as_bytes(value: object) -> bytes:
    """Bytes as they lie there; none where something else does (SQLite takes any type)."""
    return bytes(value) if isinstance(value, bytes | memoryview) else b""


def size_of(connection: sa.Connection) -> int:
    """How many entries there are."""
    found = connection.execute(sa.select(sa.func.max(tables.entries.c.number))).scalar()
    return 0 if found is None else int(found) + 1


def append(connection: sa.Connection, acts: Sequence[Act], now: Clock) -> list[Entry]:
    """
    The entries made of *acts*, written with all that belongs to them.

    Raises:
        LedgerError: an act cannot be written as it is, or its rules are kept as
            those of another region; the transaction must be undone.
    """
    size = size_of(connection)
    ledger = _ledger(connection) if size else str(acts[0].draft.body["ledger"])
    made: dict[tuple[int, int], bytes] = {}

    def node(level: int, position: int) -> bytes:
        if (level, position) not in made:
            table = tables.nodes
            made[level, position] = bytes(
                connection.execute(
                    sa.select(table.c.hash).where(
                        table.c.level == level, table.c.position == position
                    )
                ).scalar_one()
            )
        return made[level, position]

    found, rows, grown, secret = [], [], [], []
    for number, act in enumerate(acts, size):
        entry = Entry.of(act.draft, ledger, number, now())
        try:
            data = entry.data
        except ValueError:
            raise unwritable() from None
        rows.append({"number": number, "data": data, **entry.columns})
        for level, position, hash_ in merkle.grown(number, merkle.leaf_hash(data), node):
            made[level, position] = hash_
            grown.append({"level": level, "position": position, "hash": hash_})
        secret += [
            {"number": number, "name": name, "salt": each.salt, "value": canonical(each.value)}
            for name, each in act.sealed.items()
        ]
        found.append(entry)
    _refuse_other_regions(connection, found)
    _keep_rules(connection, acts)
    connection.execute(sa.insert(tables.entries), rows)
    connection.execute(sa.insert(tables.nodes), grown)
    if secret:
        connection.execute(sa.insert(tables.sealed), secret)
    return found


def _ledger(connection: sa.Connection) -> str:
    table = tables.entries
    data = connection.execute(sa.select(table.c.data).where(table.c.number == 0)).scalar_one()
    return Stored(0, as_bytes(data)).entry("").ledger


def _refuse_other_regions(connection: sa.Connection, entries: Sequence[Entry]) -> None:
    """Lets rules be named after one region only: they are kept once, and replayed as its own."""
    table = tables.rulebooks
    regions: dict[str, str] = {}
    for rules in (each for entry in entries for each in entry.rulebooks):
        name, region = rules["digest"], rules["region"]
        if name not in regions:
            query = sa.select(table.c.region).where(table.c.digest == name)
            kept = connection.execute(query.order_by(table.c.path)).scalars().first()
            regions[name] = region if kept is None else kept
        if regions[name] != region:
            raise _other_region(regions[name])


def _other_region(kept: str) -> LedgerError:
    shown = kept or "."  # what `--rules .` names
    return LedgerError(
        [
            Fault(
                "other-region",
                None,
                Text(
                    "ces règles sont déjà gardées dans ce registre comme celles de la région "
                    f"`{shown}`",
                    f"these rules are already kept in this ledger as those of region `{shown}`",
                ),
                Text(
                    f"nommez le dossier des règles `{shown}`, comme avant (`--rules`)",
                    f"name the folder of the rules `{shown}`, as before (`--rules`)",
                ),
            )
        ]
    )


def _keep_rules(connection: sa.Connection, acts: Sequence[Act]) -> None:
    """Keeps the files of each rulebook once."""
    table = tables.rulebooks
    wanted = {digest: rules for act in acts for digest, rules in act.rules.items()}
    for digest, rules in wanted.items():
        if connection.execute(sa.select(table.c.path).where(table.c.digest == digest)).first():
            continue
        kept = rules()
        for path, content in kept.files.items():
            file = file_digest(content)
            known = sa.select(tables.files.c.digest).where(tables.files.c.digest == file)
            if not connection.execute(known).first():
                connection.execute(sa.insert(tables.files).values(digest=file, content=content))
            connection.execute(
                sa.insert(table).values(
                    digest=kept.digest, path=path, file=file, region=kept.region
                )
            )


def file_digest(content: bytes) -> str:
    """SHA-256 of a file of rules, in hexadecimal: what it is kept under."""
    return hashlib.sha256(content).hexdigest()
