"""
A database opened for a ledger: SQLite by default, PostgreSQL by URL; its schema by Alembic.
"""

import contextlib
import os
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from eligibility.errors import Fault, LedgerError
from eligibility.language import Text

__all__ = ["HEAD", "SCHEMAS", "Database", "opened", "refused"]

SCHEMAS = ("0001",)
"""The schemas that were ever written, in order."""
HEAD = SCHEMAS[-1]
"""The schema that this version writes."""
WAIT_SECONDS = 15
"""How long a writer waits for another one."""
_LOCK = 0x656C6967


class Database:
    """A database that holds a ledger, or will; made by `opened`."""

    def __init__(self, engine: sa.Engine, name: str, secrets: tuple[str, ...] = ()) -> None:
        self.engine = engine
        self.name = name
        self.secrets = secrets
        self.pinned: sa.Connection | None = None

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[None]:
        """Everything read inside sees one and the same state of the ledger."""
        with self.reading() as connection:
            before, self.pinned = self.pinned, connection
            try:
                yield
            finally:
                self.pinned = before

    @contextlib.contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A connection that sees one state of the ledger until it is closed."""
        if self.pinned is not None:
            with self._told():
                yield self.pinned
            return
        with self._told(), self.engine.connect() as connection, connection.begin():
            if self.engine.dialect.name == "postgresql":
                connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            yield connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A connection that alone may write, until it is closed: all of it is kept, or nothing."""
        with self._told(), self.engine.connect() as connection:
            connection.execution_options(writing=True)
            with connection.begin():
                if self.engine.dialect.name == "postgresql":
                    connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{WAIT_SECONDS}s'")
                    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
                yield connection

    def schema(self, connection: sa.Connection) -> str | None:
        """The revision of the ledger that is there; None where there is none."""
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        return None if found is None else str(found)

    def create(self, connection: sa.Connection) -> None:
        """Makes the tables, or brings them to the schema of this version, in the transaction that is open."""
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")

    def close(self) -> None:
        """Closes every connection; another one is opened where it is used again."""
        self.engine.dispose()

    def write_ahead(self) -> None:
        """Lets readers go on beside a writer: kept in the file once it is a ledger (SQLite)."""
        self._pragma("journal_mode = WAL")

    def forget(self) -> None:
        """Lets nothing that was erased stand in a log beside the file (SQLite)."""
        self._pragma("wal_checkpoint(TRUNCATE)")

    def _pragma(self, words: str) -> None:
        if self.engine.dialect.name == "sqlite":
            with self._told(), self.engine.connect() as connection:
                raw = connection.connection.driver_connection
                assert raw is not None
                raw.execute(f"PRAGMA {words}")

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """Errors of the database, told for a person; a password is never part of them."""
        try:
            yield
        except (SQLAlchemyError, sqlite3.Error) as error:
            raise _told(error, self.name, self.secrets) from None


def opened(where: str, *, create: bool) -> Database:
    """
    The database at a path or a URL; *create* lets a file be made that is not there.

    Raises:
        LedgerError: no such file, or a URL that is not understood.
    """
    if "://" in where or re.match(r"[\w+.-]{2,}:/", where):
        return _server(where)
    if not where.strip() or where.startswith(":memory:") or "\0" in where:
        raise refused(
            "no-ledger",
            where.replace("\0", "?") or '""',
            Text("ce n'est pas un nom de fichier", "this is not a file name"),
            Text("nommez un fichier", "name a file"),
        )
    path = Path(where)
    if not path.exists() and not create:
        raise refused(
            "no-ledger",
            where,
            Text("ce registre n'existe pas", "there is no such ledger"),
            Text("`check --record` en crée un", "`check --record` makes one"),
        )
    if path.is_dir():
        raise refused(
            "no-ledger",
            where,
            Text("c'est un dossier du disque, pas un registre", "this is a folder, not a ledger"),
            Text("nommez un fichier", "name a file"),
        )
    url = sa.URL.create("sqlite", database=str(path))
    if not create and path.exists() and not os.access(path.absolute().parent, os.W_OK):
        # A snapshot or a disc: nobody writes there, and SQLite need not lock it.
        query = {"immutable": "1", "uri": "true"}
        url = sa.URL.create("sqlite", database=path.absolute().as_uri(), query=query)
    engine = sa.create_engine(
        url,
        connect_args={"timeout": WAIT_SECONDS},
    )
    event.listen(engine, "connect", _configure)
    event.listen(engine, "begin", _begin)
    return Database(engine, where)


def _server(where: str) -> Database:
    shown = where.split(":", 1)[0]
    shown = f"{shown}://…" if re.fullmatch(r"[\w+]{1,30}", shown) else "…"
    engine = None
    try:
        url = sa.make_url(where)
        plain = re.fullmatch(r"[\w.:\[\]-]*", f"{url.host or ''}") and re.fullmatch(
            r"[\w.-]*", url.database or ""
        )
        if plain and url.get_backend_name() == "postgresql":
            engine = sa.create_engine(url, connect_args={"connect_timeout": WAIT_SECONDS})
    except (ArgumentError, NoSuchModuleError, ValueError, ImportError, TypeError):
        engine = None
    if engine is None:
        raise refused(
            "ledger-url",
            shown,
            Text("cette adresse de base n'est pas comprise", "this database URL is not understood"),
            Text(
                "un registre est un fichier SQLite (donnez son chemin) ou une base PostgreSQL : "
                "postgresql+psycopg://utilisateur@serveur/base",
                "a ledger is an SQLite file (give its path) or a PostgreSQL database: "
                "postgresql+psycopg://user@server/database",
            ),
        )
    given = (url.password, *(v for value in url.query.values() for v in _every(value)))
    secrets = tuple(str(each) for each in given if each and str(each) not in ("127.0.0.1", "1"))
    host = url.host or next(iter(_every(url.query.get("host", ""))), "")
    port = f":{url.port}" if url.port else ""
    return Database(engine, f"{url.drivername}://{host}{port}/{url.database or ''}", secrets)


def _every(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (value,)


def _configure(connection: Any, _: object) -> None:
    """Every confirmed write is on the disk."""
    connection.isolation_level = None  # transactions begin where `_begin` says
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA secure_delete = ON")  # what is erased is overwritten


def _begin(connection: sa.Connection) -> None:
    writing = connection.get_execution_options().get("writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def refused(code: str, name: str, message: Text, hint: Text | None = None) -> LedgerError:
    """The error for a ledger that cannot be used."""
    told = Text(f"{name} : {message.fr}", f"{name}: {message.en}")
    return LedgerError([Fault(code, None, told, hint)])


def _told(error: Exception, name: str, secrets: tuple[str, ...]) -> LedgerError:
    original = error.orig if isinstance(error, DBAPIError) else error
    said = (str(original).strip().splitlines() or [""])[0]
    for secret in sorted(secrets, key=len, reverse=True):
        said = said.replace(secret, "***")
    lowered = said.lower()
    for words, code, message, hint in _KNOWN:
        if any(word in lowered for word in words):
            return refused(code, name, message, hint)
    return refused(
        "database",
        name,
        Text(f"la base de données refuse : {said}", f"the database refuses: {said}"),
        Text("rien n'a été enregistré", "nothing was recorded"),
    )


_NOTHING_LOST = Text(
    "rien n'a été enregistré ; ce qui l'était reste intact",
    "nothing was recorded; what was there is intact",
)
_KNOWN: tuple[tuple[tuple[str, ...], str, Text, Text], ...] = (
    (
        ("not a database", "file is encrypted", "malformed"),
        "not-a-ledger",
        Text("ce fichier n'est pas un registre", "this file is not a ledger"),
        Text("vérifiez le chemin", "check the path"),
    ),
    (
        ("database is locked", "lock timeout", "lock_timeout"),
        "locked",
        Text(
            f"le registre est occupé par un autre depuis {WAIT_SECONDS} secondes",
            f"the ledger has been in use by another for {WAIT_SECONDS} seconds",
        ),
        Text("réessayez ; rien n'a été enregistré", "try again; nothing was recorded"),
    ),
    (
        ("disk is full", "no space left", "disk full"),
        "disk-full",
        Text("le disque est plein", "the disk is full"),
        _NOTHING_LOST,
    ),
    (
        ("readonly database", "read-only"),
        "read-only",
        Text(
            "le registre ne peut être écrit : accès refusé",
            "the ledger cannot be written: access denied",
        ),
        _NOTHING_LOST,
    ),
    (
        ("unable to open database file",),
        "unopenable",
        Text(
            "le registre ne peut être ouvert : dossier absent ou accès refusé",
            "the ledger cannot be opened: no such folder, or access denied",
        ),
        Text("vérifiez le chemin et les droits", "check the path and the rights"),
    ),
    (
        ("authentication failed", "no password supplied", 'role "', "permission denied"),
        "denied",
        Text(
            "le serveur refuse ce nom ou ce mot de passe",
            "the server refuses this name or password",
        ),
        Text("vérifiez l'adresse de la base", "check the database URL"),
    ),
    (
        ('database "',),
        "no-database",
        Text("le serveur n'a pas cette base", "the server has no such database"),
        Text("créez-la, ou vérifiez l'adresse", "create it, or check the URL"),
    ),
    (
        (
            "connection refused",
            "could not translate",
            "timeout expired",
            "connection failed",
            "server closed",
            "failed to resolve",
        ),
        "unreachable",
        Text("le serveur ne répond pas", "the server does not answer"),
        Text("vérifiez l'adresse, puis réessayez", "check the address, then try again"),
    ),
)
