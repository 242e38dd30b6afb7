"""What is no ledger, or cannot be reached, is refused: what, where, cure, and never a password."""

import contextlib
import gc
import socket
import sqlite3
import struct
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from eligibility.errors import LedgerError
from eligibility.language import Lang
from eligibility.ledger import database
from eligibility.ledger.store import Ledger
from tests.ledger.making import SERVER, cheap, now, opened, raw, tampering, verified

PASSWORD, QUOTED = "hunter2-très", "hunter2-tr%C3%A8s"
CREATE = pytest.mark.parametrize("create", [False, True], ids=["read", "create"])


def refusal(where: str, *, create: bool) -> LedgerError:
    """The error of opening it: it says where, and a cure, in both languages; nothing stays open."""
    try:
        Ledger.open(where, create=create, now=now if create else None).close()
    except LedgerError as caught:
        error = caught.with_traceback(None)
    else:
        pytest.fail(f"{where} was opened")
    assert error.__cause__ is None
    assert error.__suppress_context__ or error.__context__ is None
    error.__context__ = None
    gc.collect()  # a connection that was left open warns here
    (fault,) = error.faults
    assert fault.code
    assert fault.hint is not None
    assert fault.message.fr != fault.message.en
    for told in (error.told(Lang.FR), error.told(Lang.EN), repr(error), str(error)):
        assert "hunter2" not in told
        assert "Traceback" not in told
    return error


def code(where: str, *, create: bool) -> str:
    return refusal(where, create=create).faults[0].code


def journal(path: Path) -> str:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return str(connection.execute("PRAGMA journal_mode").fetchone()[0])


@CREATE
def test_a_text_file_is_no_ledger_and_stays_as_it_was(tmp_path: Path, create: bool) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Ceci n'est pas un registre.\n" * 100, encoding="utf-8")
    before = path.read_bytes()
    error = refusal(str(path), create=create)
    assert error.faults[0].code == "not-a-ledger"
    assert str(path) in str(error)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


@CREATE
def test_a_database_of_something_else_is_no_ledger(tmp_path: Path, create: bool) -> None:
    path = tmp_path / "other.db"
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE people (name TEXT)")
        connection.execute("INSERT INTO people VALUES ('Zoé')")
        connection.commit()
    before = path.read_bytes()
    assert code(str(path), create=create) == "not-a-ledger"
    assert journal(path) == "delete"
    assert path.read_bytes() == before


@CREATE
def test_a_database_with_other_migrations_is_no_ledger(where: str, kind: str, create: bool) -> None:
    with raw(where).begin() as connection:
        connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32))")
    assert code(where, create=create) == "not-a-ledger"
    with raw(where).begin() as connection:
        connection.exec_driver_sql("INSERT INTO alembic_version VALUES ('a1b2c3d4e5f6')")
        connection.exec_driver_sql("CREATE TABLE people (name TEXT)")
    refusal(where, create=create)


def test_a_table_of_another_program_is_never_taken_for_ours(where: str) -> None:
    with raw(where).begin() as connection:
        connection.exec_driver_sql("CREATE TABLE entries (name TEXT)")
    assert code(where, create=True) == "not-a-ledger"


def test_an_empty_file_is_no_ledger_but_can_become_one(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    path.touch()
    assert code(str(path), create=False) == "not-a-ledger"
    assert path.read_bytes() == b""
    with opened(str(path)) as book:
        assert book.size() == 1


def test_an_empty_database_of_a_server_is_no_ledger_but_can_become_one(where: str) -> None:
    if "://" in where:
        assert code(where, create=False) == "not-a-ledger"
    with opened(where) as book:
        assert book.size() == 1


def test_a_missing_file_is_not_made_to_be_read(tmp_path: Path) -> None:
    path = tmp_path / "none.db"
    error = refusal(str(path), create=False)
    assert error.faults[0].code == "no-ledger"
    assert str(path) in str(error)
    assert list(tmp_path.iterdir()) == []


@CREATE
@pytest.mark.parametrize("below", ["", "none/ledger.db", "file.txt/ledger.db"])
def test_a_folder_or_a_path_that_cannot_be_is_refused(
    tmp_path: Path, below: str, create: bool
) -> None:
    (tmp_path / "file.txt").touch()
    path = str(tmp_path / below) if below else str(tmp_path)
    assert path in str(refusal(path, create=create))
    assert [each.name for each in tmp_path.iterdir()] == ["file.txt"]


@CREATE
def test_a_ledger_is_never_kept_in_memory_alone(
    tmp_path: Path, create: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for where in (":memory:", ""):
        if where or not create:
            with contextlib.suppress(LedgerError):
                Ledger.open(where, create=create, now=now).close()
                assert list(tmp_path.iterdir()), "it was opened, and there is no file"


@CREATE
@pytest.mark.parametrize(
    "where",
    [
        "foo://server/base",
        f"mysql://user:{QUOTED}@server/base",
        f"mysql+pymysql://user:{QUOTED}@server/base",
        f"sqlite://user:{QUOTED}@server/ledger.db",
        "sqlite:////nowhere/ledger.db",
        f"postgresql+nothing://user:{QUOTED}@server/base",
        f"postgresql+psycopg://user:{QUOTED}@server:port/base",
        f"postgresql+psycopg://user:{PASSWORD}@[::1/base",
        f"https://user:{QUOTED}@server/base",
        f"://user:{QUOTED}@server",
        f"postgresql:+psycopg://user:{QUOTED}@server",
    ],
)
def test_a_url_that_is_not_understood_is_refused(where: str, create: bool) -> None:
    assert code(where, create=create) == "ledger-url"


@CREATE
@pytest.mark.parametrize(
    "where",
    [
        f"postgresql+psycopg://user:{QUOTED}@127.0.0.1:1/base",
        f"postgresql+psycopg://user:{PASSWORD}@127.0.0.1:1/base",
        f"postgresql+psycopg://user@127.0.0.1:1/base?password={QUOTED}",
        f"postgresql+psycopg://127.0.0.1:1/base?user=u&password={QUOTED}&sslmode=disable",
        f"postgresql+psycopg://user:{QUOTED}@/base?host=127.0.0.1&port=1",
        f"postgresql://user:{QUOTED}@127.0.0.1:1/base",
    ],
)
def test_a_server_that_is_not_there_is_told_without_the_password(where: str, create: bool) -> None:
    error = refusal(where, create=create)
    assert error.faults[0].code == "unreachable"
    assert "127.0.0.1" in str(error)


def test_an_option_that_the_server_does_not_know_does_not_tell_the_password() -> None:
    refusal(f"{SERVER.replace('@', f':{QUOTED}@')}/test?sslmod=disable", create=False)
    refusal(f"{SERVER.replace('@', f':{QUOTED}@')}/test?sslpassword={QUOTED}&a=b", create=False)


@CREATE
@pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
def test_a_database_or_a_name_that_the_server_does_not_know_is_named(
    kind: str, create: bool
) -> None:
    error = refusal(f"{SERVER}/eligibility_test_none", create=create)
    assert error.faults[0].code != "unreachable", "the server did answer"
    assert "eligibility_test_none" in str(error)
    stranger = SERVER.replace("postgres@", f"eligibility_test_nobody:{QUOTED}@")
    assert code(f"{stranger}/test", create=create) == "denied"


def refuse_passwords(server: socket.socket) -> None:
    """As PostgreSQL does where the password is wrong."""
    with contextlib.suppress(OSError):
        while True:
            client, _ = server.accept()
            with client, contextlib.suppress(ConnectionError):
                while (length := struct.unpack("!I", client.recv(4))[0]) == 8:
                    client.recv(length - 4)
                    client.sendall(b"N")  # neither encryption nor GSSAPI
                client.recv(length - 4)
                client.sendall(b"R" + struct.pack("!II", 8, 3))
                client.recv(1000)
                said = b'SFATAL\0VFATAL\0C28P01\0Mpassword authentication failed for user "u"\0\0'
                client.sendall(b"E" + struct.pack("!I", len(said) + 4) + said)


@pytest.fixture
def strict_server() -> Iterator[str]:
    """A server that takes no password."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=refuse_passwords, args=(server,), daemon=True)
        thread.start()
        yield f"127.0.0.1:{server.getsockname()[1]}"
        server.shutdown(socket.SHUT_RDWR)
        thread.join(timeout=10)


@CREATE
def test_a_wrong_password_is_told_without_it(strict_server: str, create: bool) -> None:
    error = refusal(f"postgresql+psycopg://u:{QUOTED}@{strict_server}/base", create=create)
    assert error.faults[0].code == "denied"


def hold_sqlite(where: str) -> contextlib.AbstractContextManager[object]:
    connection = sqlite3.connect(where, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    return contextlib.closing(connection)


@contextlib.contextmanager
def hold_postgresql(where: str) -> Iterator[object]:
    with Ledger.open(where) as other, other.database.writing() as connection:
        yield connection


HOLD: dict[str, Callable[[str], contextlib.AbstractContextManager[object]]] = {
    "sqlite": hold_sqlite,
    "postgresql": hold_postgresql,
}


def test_a_ledger_in_use_by_another_writer_is_told_after_a_wait(
    where: str, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "WAIT_SECONDS", 1)
    with opened(where) as book:
        book.append([cheap("before")], now)
        with HOLD[kind](where):
            with pytest.raises(LedgerError) as caught:
                book.append([cheap("meanwhile")], now)
            assert [fault.code for fault in caught.value.faults] == ["locked"]
            assert caught.value.faults[0].hint
            assert book.size() == 2, "a reader does not wait"
            with opened(where, create=False) as reader:
                assert reader.entry(1).body["motive"] == "acte before"
        assert book.append([cheap("after")], now)[0].number == 2
    assert verified(where).passed


@CREATE
@pytest.mark.parametrize(
    ("schema", "cure"),
    [
        ("9999", "newer version"),
        ("0002", "newer version"),
        ("0000", "upgrade"),
    ],
)
def test_a_ledger_of_another_schema_is_refused_with_the_cure(
    where: str, schema: str, cure: str, create: bool
) -> None:
    with opened(where) as book:
        book.append([cheap()], now)
    with tampering(where) as connection:
        connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{schema}'")
    error = refusal(where, create=create)
    assert error.faults[0].code == "other-schema"
    assert schema in str(error)
    assert error.faults[0].hint is not None
    assert cure in error.faults[0].hint.en
