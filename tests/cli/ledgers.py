"""A ledger of three conclusions, the command run beside it, and ways to change it behind its back."""

import contextlib
import json
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eligibility.ledger import merkle
from tests.cli.conftest import Run

ROOT = Path(__file__).parents[2]
DOSSIERS = ROOT / "fixtures" / "dossiers"
SAMPLES = [DOSSIERS / f"demo-{each}.yaml" for each in ("eligible", "ineligible", "incomplete")]
"""Entries 1, 2 and 3 of the ledger."""
SEALED = "Isolation, récupération de chaleur, tri à la source"
"""A text of entry 1 that is kept sealed."""

Call = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def call(run: Run, tmp_path: Path) -> Call:
    """Runs the command in a folder with a key of its own; its status is *code*, None for any."""

    def start(
        *words: object, code: int | None = 0, **options: Any
    ) -> "subprocess.CompletedProcess[str]":
        env = {"ELIGIBILITY_KEY": str(tmp_path / "key"), **options.pop("env", {})}
        done = run(*words, cwd=tmp_path, env=env, **options)
        assert "Traceback" not in done.stderr, done.stderr.splitlines()[-1]
        assert code in (None, done.returncode), done.stdout + done.stderr
        return done

    return start


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The three conclusions recorded by A. Exemple, as the bytes of a file."""
    folder = tmp_path_factory.mktemp("first")
    command(folder, "check", *SAMPLES, "--record", "l.db", "--officer", "A. Exemple")
    assert not list(folder.glob("l.db-*"))
    return (folder / "l.db").read_bytes()


def command(folder: Path, *words: object) -> str:
    """What the command prints, run in *folder*, where no `call` is at hand."""
    return subprocess.run(
        [sys.executable, "-m", "eligibility_cli", *map(str, words)],
        cwd=folder,
        env={
            "PATH": "/usr/bin:/bin",
            "PYTHONIOENCODING": "utf-8",
            "ELIGIBILITY_CACHE": str(folder.parent / "cache"),
            "ELIGIBILITY_KEY": str(folder / "key"),
        },
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    ).stdout


@pytest.fixture
def book(first: bytes, tmp_path: Path) -> Path:
    """That ledger as `l.db`, where `call` runs."""
    path = tmp_path / "l.db"
    path.write_bytes(first)
    return path


def objects(done: "subprocess.CompletedProcess[str]") -> list[dict[str, Any]]:
    """What was printed, one object a line."""
    return [json.loads(line) for line in done.stdout.splitlines()]


def flat(text: str) -> str:
    """*text* without its line breaks."""
    return " ".join(text.split())


def tamper(path: Path, sql: str) -> None:
    """Changes a ledger by hand, as one who owns the file can: the triggers are dropped first."""
    with contextlib.closing(sqlite3.connect(path)) as database:
        names = database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in names:
            database.execute(f'DROP TRIGGER "{name}"')
        database.executescript(sql)


def query(path: Path, sql: str) -> list[Any]:
    with contextlib.closing(sqlite3.connect(path)) as database:
        return database.execute(sql).fetchall()


def rewrite(path: Path, number: int, old: str, new: str) -> None:
    """Changes an entry and makes the whole tree anew: the ledger agrees with itself again."""
    entries = [bytes(each) for (each,) in query(path, "SELECT data FROM entries ORDER BY number")]
    assert old.encode() in entries[number]
    entries[number] = entries[number].replace(old.encode(), new.encode())
    known: dict[tuple[int, int], bytes] = {}
    for at, data in enumerate(entries):
        for level, position, print_ in merkle.grown(at, merkle.leaf_hash(data), known_at(known)):
            known[level, position] = print_
    changes = [f"UPDATE entries SET data = x'{entries[number].hex()}' WHERE number = {number}"]
    changes += [
        f"UPDATE nodes SET hash = x'{print_.hex()}' WHERE level = {level} AND position = {position}"
        for (level, position), print_ in known.items()
    ]
    tamper(path, ";".join(changes))


def known_at(known: dict[tuple[int, int], bytes]) -> Callable[[int, int], bytes]:
    return lambda level, position: known[level, position]


def cut(path: Path, size: int) -> None:
    """Leaves the first *size* entries, with nothing of those that came after."""
    tamper(
        path,
        f"DELETE FROM entries WHERE number >= {size};"
        f"DELETE FROM nodes WHERE ((position + 1) << level) > {size};"
        f"DELETE FROM sealed WHERE number >= {size}",
    )


Files = dict[str, bytes]


def members(archive: Path) -> Files:
    """What an archive holds."""
    with zipfile.ZipFile(archive) as zipped:
        return {name: zipped.read(name) for name in zipped.namelist()}


def pack(files: Files, archive: Path) -> Path:
    """The files as an archive again."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, data in files.items():
            zipped.writestr(name, data)
    return archive
