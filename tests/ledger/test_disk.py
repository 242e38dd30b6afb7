"""A full disk, or one that may only be read: the error is clear, and nothing that was confirmed is lost."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.ledger.making import ROOT

COMMON = """
import json, os, subprocess, sys
from eligibility.errors import LedgerError
from eligibility.language import Lang
from eligibility.ledger.store import Ledger
from eligibility.ledger.verify import verify
from tests.ledger.making import cheap, now

folder = sys.argv[1]
where = os.path.join(folder, "ledger.db")
told = {}

def attempt(name, act):
    try:
        act()
        told[name] = None
    except LedgerError as error:
        (fault,) = error.faults
        told[name] = [fault.code, error.told(Lang.EN), bool(fault.hint)]

def mount(options):
    subprocess.run(["mount", *options, "tmpfs", folder], check=True)

def state(name):
    with Ledger.open(where) as book:
        found = verify(book)
        told[name] = [found.size, found.passed, [flaw.what.en for flaw in found.flaws]]
"""
FULL = """
mount(["-t", "tmpfs", "-o", "size=1m"])
confirmed = 1
with Ledger.open(where, create=True, now=now) as book:
    try:
        for number in range(10_000):
            confirmed = book.append([cheap("x" * 3000)], now)[0].number + 1
    except LedgerError as error:
        (fault,) = error.faults
        told["full"] = [fault.code, error.told(Lang.EN), bool(fault.hint)]
    attempt("again", lambda: book.append([cheap("x" * 3000)], now))
    told["size"] = book.size()
told["confirmed"] = confirmed
state("after")
mount(["-o", "remount,size=8m"])
with Ledger.open(where) as book:
    told["next"] = book.append([cheap("room again")], now)[0].number
state("last")
print(json.dumps(told))
"""
FULL_FROM_THE_START = """
mount(["-t", "tmpfs", "-o", "size=1m"])
with open(os.path.join(folder, "filler"), "wb", buffering=0) as file:
    try:
        while True:
            file.write(b"x" * 4096)
    except OSError:
        pass
attempt("create", lambda: Ledger.open(where, create=True, now=now).close())
os.unlink(os.path.join(folder, "filler"))
with Ledger.open(where, create=True, now=now) as book:
    told["next"] = book.append([cheap()], now)[0].number
state("last")
print(json.dumps(told))
"""
READ_ONLY = """
mount(["-t", "tmpfs"])
with Ledger.open(where, create=True, now=now) as book:
    book.append([cheap("before")], now)
mount(["-o", "remount,ro"])
def read():
    with Ledger.open(where) as book:
        told["size"] = book.size()
def append():
    with Ledger.open(where, create=True, now=now) as book:
        book.append([cheap("refused")], now)
attempt("read", read)
attempt("append", append)
attempt("create", lambda: Ledger.open(where + "2", create=True, now=now).close())
told["files"] = sorted(os.listdir(folder))
mount(["-o", "remount,rw"])
state("last")
print(json.dumps(told))
"""
READ_ONLY_FILE = """
mount(["-t", "tmpfs"])
with Ledger.open(where, create=True, now=now) as book:
    book.append([cheap("before")], now)
subprocess.run(["mount", "--bind", where, where], check=True)
subprocess.run(["mount", "-o", "remount,ro,bind", where], check=True)
def append():
    with Ledger.open(where) as book:
        book.append([cheap("refused")], now)
attempt("append", append)
state("read")
subprocess.run(["umount", where], check=True)
state("last")
print(json.dumps(told))
"""


def _may_mount(tmp_path: Path) -> list[str]:
    """A command that may mount in a space of its own; skips where none may."""
    said = "unshare is not here"
    for command in (["unshare", "-m"], ["unshare", "-r", "-m"]):
        if shutil.which("unshare"):
            attempt = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(tmp_path)]
            found = subprocess.run(
                [*command, *attempt], capture_output=True, text=True, timeout=60, check=False
            )
            if found.returncode == 0:
                return command
            said = found.stderr.strip()
    pytest.skip(f"no file system may be mounted here: {said}")


def run(tmp_path: Path, script: str) -> dict[str, Any]:
    """What the script tells; its file systems vanish with its process."""
    folder = tmp_path / "disk"
    folder.mkdir()
    done = subprocess.run(
        [*_may_mount(tmp_path), sys.executable, "-c", COMMON + script, str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert list(folder.iterdir()) == []
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def clear(told: Any, *codes: str) -> None:
    """An error for a person: its code, the path, a cure."""
    assert told is not None, "it should have been refused"
    code, words, cured = told
    assert code in codes
    assert "ledger.db" in words
    assert cured


def test_a_disk_that_fills_up_loses_nothing_that_was_confirmed(tmp_path: Path) -> None:
    told = run(tmp_path, FULL)
    clear(told["full"], "disk-full")
    clear(told["again"], "disk-full")
    assert told["confirmed"] > 20
    assert told["size"] == told["confirmed"]
    assert told["after"] == [told["confirmed"], True, []]
    assert told["next"] == told["confirmed"]
    assert told["last"] == [told["confirmed"] + 1, True, []]


def test_a_disk_that_is_full_from_the_start_is_told(tmp_path: Path) -> None:
    told = run(tmp_path, FULL_FROM_THE_START)
    clear(told["create"], "disk-full")
    assert told["next"] == 1
    assert told["last"] == [2, True, []]


def test_a_folder_that_may_only_be_read_is_told_and_left_alone(tmp_path: Path) -> None:
    told = run(tmp_path, READ_ONLY)
    clear(told["append"], "read-only", "unopenable")
    clear(told["create"], "read-only", "unopenable")
    if told["read"] is None:
        assert told["size"] == 2
    else:
        clear(told["read"], "read-only", "unopenable")
    assert told["files"] == ["ledger.db"]
    assert told["last"] == [2, True, []]


def test_a_file_that_may_only_be_read_is_read_and_not_written(tmp_path: Path) -> None:
    told = run(tmp_path, READ_ONLY_FILE)
    clear(told["append"], "read-only")
    assert told["read"] == told["last"] == [2, True, []]
