"""What cannot be read or used: a message with the cure, status 2, no password, no traceback."""

import contextlib
import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.ledgers import ROOT, SAMPLES, Call, book, call, command, first, flat, query, tamper

__all__ = ["book", "call", "first"]

Make = Callable[[Path], object]


def other_database(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as database:
        database.executescript("CREATE TABLE t (x); INSERT INTO t VALUES (1)")


NOT_LEDGERS: dict[str, Make] = {
    "nothing there": lambda path: path,
    "text": lambda path: path.write_text("ceci n'est pas un registre", encoding="utf-8"),
    "a dossier": lambda path: shutil.copy(SAMPLES[0], path),
    "an empty file": lambda path: path.write_bytes(b""),
    "another database": other_database,
    "a folder": lambda path: path.mkdir(),
    "the head of a database": lambda path: path.write_bytes(b"SQLite format 3\x00" + b"\xff" * 200),
}
READERS = (
    ("ledger", "log"),
    ("ledger", "show", 1),
    ("ledger", "stats"),
    ("ledger", "verify"),
    ("ledger", "upgrade"),
    ("ledger", "prove", 1, "--out", "o"),
    ("ledger", "export", "--out", "o"),
    ("ledger", "checkpoint", "--out", "o"),
    ("ledger", "rule", 1, "--officer", "A", "--ruling", "award"),
    ("ledger", "erase", 1, "--officer", "A", "--motive", "m", "--yes"),
    ("replay",),
)


def at(words: tuple[object, ...], where: str) -> tuple[object, ...]:
    """The command with the ledger as its first argument."""
    count = 2 if words[0] == "ledger" else 1
    return (*words[:count], where, *words[count:])


@pytest.fixture(scope="module")
def proof(first: bytes, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The proof of entry 2."""
    folder = tmp_path_factory.mktemp("proof")
    (folder / "l.db").write_bytes(first)
    command(folder, "ledger", "prove", "l.db", 2, "--out", "p")
    found: dict[str, Any] = json.loads((folder / "p").read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("what", NOT_LEDGERS)
def test_what_is_no_ledger_is_told_and_left_as_it_was(
    call: Call, tmp_path: Path, what: str
) -> None:
    path = tmp_path / "x.db"
    NOT_LEDGERS[what](path)
    before = path.read_bytes() if path.is_file() else None
    for words in (("replay",), ("ledger", "upgrade")):
        done = call(*at(words, "x.db"), code=2)
        assert done.stderr.startswith("x.db")
        assert "\n  " in done.stderr  # the cure, on a line of its own
        assert done.stdout == ""
    english = call("ledger", "verify", "x.db", "--lang", "en", code=2).stderr
    assert "registre" not in english
    assert (path.read_bytes() if path.is_file() else None) == before


@pytest.mark.parametrize("words", READERS)
def test_every_command_refuses_what_is_no_ledger(
    call: Call, tmp_path: Path, words: tuple[object, ...]
) -> None:
    (tmp_path / "x.db").write_bytes(b"text " * 100)
    assert "x.db" in call(*at(words, "x.db"), code=2).stderr
    assert sorted(each.name for each in tmp_path.iterdir()) == ["x.db"]


@pytest.mark.parametrize("what", ["text", "another database", "a folder", "the head of a database"])
def test_nothing_is_recorded_in_what_is_no_ledger(call: Call, tmp_path: Path, what: str) -> None:
    path = tmp_path / "x.db"
    NOT_LEDGERS[what](path)
    before = path.read_bytes() if path.is_file() else None
    done = call("check", *SAMPLES, "--record", "x.db", code=2)
    assert (done.stdout, done.stderr[:4]) == ("", "x.db")
    assert (path.read_bytes() if path.is_file() else None) == before


def test_rules_of_another_region_are_not_recorded_as_those_that_are_kept(
    call: Call, book: Path, tmp_path: Path
) -> None:
    shutil.copytree(ROOT / "rules" / "occitanie", tmp_path / "bretagne")
    before = query(book, "SELECT count(*) FROM entries")
    words = ("check", SAMPLES[0], "--rules", "bretagne", "--record", "l.db", "--lang", "en")
    said = flat(call(*words, code=2).stderr)
    assert "already kept in this ledger as those of region `occitanie`" in said
    assert "name the folder of the rules `occitanie`, as before" in said
    assert query(book, "SELECT count(*) FROM entries") == before
    call("ledger", "verify", "l.db")
    call("replay", "l.db")


def test_no_folder_is_made_for_a_ledger(call: Call, tmp_path: Path) -> None:
    done = call("check", SAMPLES[0], "--record", "nowhere/l.db", code=2)
    assert "nowhere/l.db" in done.stderr
    assert not (tmp_path / "nowhere").exists()


URLS = [
    "postgresql+psycopg://user:pass1word@127.0.0.1:1/base",
    "postgresql+psycopg://user:pass%401word@127.0.0.1:1/base",
    "postgresql+psycopg://user:p@ss1word@127.0.0.1:1/base",
    "postgresql+psycopg://127.0.0.1:1/base?user=user&password=pass1word",
    "postgresql+psycopg://user:pass1word@127.0.0.1:port/base",
    "postgresql+psycopg://user:pass1word@[::1/base",
    "postgresql+psycopg://user:pass1word@nowhere.invalid/base",
    "postgresql+psycopg:/user:pass1word@127.0.0.1/base",
    "postgresql://user:pass1word@127.0.0.1:1/base",
    "mysql://user:pass1word@127.0.0.1/base",
    "sqlite://user:pass1word@127.0.0.1/base",
    "nosuch://user:pass1word@127.0.0.1/base",
    "://user:pass1word@127.0.0.1/base",
]


@pytest.mark.parametrize("url", URLS)
def test_a_url_that_leads_nowhere_is_told_without_its_password(
    call: Call, tmp_path: Path, url: str
) -> None:
    done = call("check", SAMPLES[0], "--record", url, code=2)
    assert "\n  " in done.stderr
    assert "1word" not in done.stdout + done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_server_that_does_not_answer_is_told_in_the_language_asked(call: Call) -> None:
    url = URLS[0]
    assert "le serveur ne répond pas" in call("ledger", "log", url, code=2).stderr
    assert "the server does not answer" in call("replay", url, "--lang", "en", code=2).stderr


@pytest.mark.parametrize("words", READERS)
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE entries SET data = x'00' WHERE number = 1",
        "DELETE FROM nodes; DELETE FROM files; UPDATE sealed SET value = x'ff'",
    ],
)
def test_no_command_breaks_down_over_a_damaged_ledger(
    call: Call, book: Path, words: tuple[object, ...], sql: str
) -> None:
    tamper(book, sql)
    done = call(*at(words, "l.db"), code=None)
    assert done.returncode in (0, 1, 2)
    assert done.stdout + done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("ledger", "log", "l.db", "--since", "hier"), "hier"),
        (("ledger", "log", "l.db", "--until", "2026-02-30"), "2026-02-30"),
        (("ledger", "log"), "REGISTRE"),
        (("ledger", "show", "l.db", 99), "99"),
        (("ledger", "show", "l.db", 10**20), "1000"),
        (("ledger", "show", "l.db", "un"), "un"),
        (("ledger", "verify"), "--proof"),
        (("ledger", "verify", "l.db", "--proof", "p"), "--proof"),
        (("ledger", "verify", "l.db", "--checkpoint", "none"), "none"),
        (("ledger", "verify", "l.db", "--checkpoint", "l.db"), "l.db"),
        (("ledger", "verify", "l.db", "--checkpoint", "g"), "g: "),
        (("ledger", "verify", "l.db", "--checkpoint", "g", "--verifier", "x"), "--verifier"),
        (("ledger", "verify", "--proof", "none"), "none"),
        (("ledger", "verify", "--proof", "l.db"), "l.db"),
        (("ledger", "verify", "--proof", "g"), "g: "),
        (("ledger", "prove", "l.db", 99, "--out", "o"), "99"),
        (("ledger", "prove", "l.db", 10**20, "--out", "o"), "1000"),
        (("ledger", "prove", "l.db", 1, "--out", "g"), "g: "),
        (("ledger", "prove", "l.db", 1, "--out", "n/o"), "n/o"),
        (("ledger", "prove", "l.db", 1), "--out"),
        (("ledger", "checkpoint", "l.db", "--out", "g"), "g: "),
        (("ledger", "checkpoint", "l.db", "--out", "o", "--key", "g"), "g: "),
        (("ledger", "checkpoint", "l.db", "--out", "o", "--key", "."), ".: "),
        (("replay", "l.db", "--decision", 0), "0"),
        (("replay", "l.db", "--decision", 99), "99"),
        (("replay", "l.db", "--rulebook", "none"), "none"),
        (("replay", "l.db", "--reading", "SRDEII-A27/equity"), "--reading"),
        (("check", SAMPLES[0], "--record", "l.db", "--officer", "\udcff"), ""),
    ],
)
def test_a_bad_option_is_told_and_writes_nothing(
    call: Call, book: Path, tmp_path: Path, words: tuple[object, ...], said: str
) -> None:
    (tmp_path / "g").write_text("garbage\n\ngarbage", encoding="utf-8")
    before = query(book, "SELECT data FROM entries")
    done = call(*words, code=2)
    assert said in done.stderr
    assert query(book, "SELECT data FROM entries") == before
    assert {each.name for each in tmp_path.iterdir()} - {"key"} == {"g", "l.db"}


def test_the_last_day_of_the_calendar_is_a_day_of_the_log(call: Call, book: Path) -> None:
    assert "OCC-2023-00003" in call("ledger", "log", "l.db", "--until", "9999-12-31").stdout


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("schema", "eligibility/proof@2"),
        ("size", None),
        ("size", "x"),
        ("size", 1e999),
        ("size", -1),
        ("path", "x"),
        ("path", [5]),
        ("path", None),
        ("root", 5),
        ("root", "x"),
        ("origin", []),
        ("entry", "{}"),
        ("entry", 5),
        ("entry", "\ud800"),
        ("entry", None),
    ],
)
def test_a_proof_of_another_shape_is_told(
    call: Call, proof: dict[str, Any], tmp_path: Path, key: str, value: Any
) -> None:
    (tmp_path / "p").write_text(json.dumps({**proof, key: value}), encoding="utf-8")
    done = call("ledger", "verify", "--proof", "p", code=None)
    assert done.returncode in (1, 2)


def test_a_proof_of_an_entry_whose_number_is_text_is_told(
    call: Call, proof: dict[str, Any], tmp_path: Path
) -> None:
    entry = proof["entry"].replace('"number":2', '"number":"2"')
    assert entry != proof["entry"]
    (tmp_path / "p").write_text(json.dumps({**proof, "entry": entry}), encoding="utf-8")
    assert call("ledger", "verify", "--proof", "p", code=None).returncode in (1, 2)
