"""
The tables of a ledger.

Rows are only ever added; triggers of the database refuse anything else, but
for `sealed`, whose rows may be erased.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

__all__ = ["APPEND_ONLY", "entries", "files", "metadata", "nodes", "rulebooks", "sealed"]

metadata = MetaData()

entries = Table(
    "entries",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", String(20), nullable=False),
    Column("recorded_at", String(30), nullable=False),
    Column("officer", Text),
    Column("dossier", Text),
    Column("scheme", Text),
    Column("outcome", String(20)),
    Column("effective_on", String(10)),
    Column("about", BigInteger),
    Column("data", LargeBinary, nullable=False),  # what is hashed
    Index("entries_dossier", "dossier"),
    Index("entries_about", "about"),
)
nodes = Table(
    "nodes",
    metadata,
    Column("level", Integer, primary_key=True, autoincrement=False),
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("hash", LargeBinary, nullable=False),
)
files = Table(
    "files",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)
rulebooks = Table(
    "rulebooks",
    metadata,
    Column("digest", String(80), primary_key=True),
    Column("path", String(255), primary_key=True),
    Column("file", String(64), nullable=False),
    Column("region", String(100), nullable=False),
)
sealed = Table(
    "sealed",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("name", String(255), primary_key=True),
    Column("salt", LargeBinary, nullable=False),
    Column("value", LargeBinary, nullable=False),  # canonical JSON
)
APPEND_ONLY = (entries, nodes, files, rulebooks)
