"""A ledger in one file: `ledger export`, and the archive verified, replayed, altered."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eligibility.ledger.canonical import canonical
from tests.cli.ledgers import (
    SEALED,
    Call,
    Files,
    book,
    call,
    command,
    first,
    members,
    objects,
    pack,
    query,
)

__all__ = ["book", "call", "first"]


@pytest.fixture(scope="module")
def exported(first: bytes, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The ledger exported, as the bytes of a file."""
    folder = tmp_path_factory.mktemp("exported")
    (folder / "l.db").write_bytes(first)
    command(folder, "ledger", "export", "l.db", "--out", "a.zip")
    return (folder / "a.zip").read_bytes()


@pytest.fixture
def archive(exported: bytes, tmp_path: Path) -> Path:
    """That archive alone, as `a.zip`."""
    path = tmp_path / "a.zip"
    path.write_bytes(exported)
    return path


def test_an_archive_alone_is_verified_and_replayed(call: Call, archive: Path) -> None:
    verified = call("ledger", "verify", "a.zip").stdout
    assert verified.startswith("a.zip : 4 entrées, racine ")
    assert verified.endswith("conforme\n")
    assert "3 identique" in call("replay", "a.zip").stdout
    assert "3 identical" in call("replay", "a.zip", "--lang", "en").stdout


def test_an_archive_reads_as_the_ledger_does(call: Call, book: Path) -> None:
    call("ledger", "export", "l.db", "--out", "a.zip")
    for words in (("log", "--json"), ("show", "1", "--json"), ("show", "2"), ("stats", "--json")):
        name, *rest = words
        there, kept = (call("ledger", name, where, *rest).stdout for where in ("l.db", "a.zip"))
        assert there == kept
    checks = [call("ledger", "verify", where).stdout.split() for where in ("l.db", "a.zip")]
    assert checks[0][1:] == checks[1][1:]


def test_an_archive_extends_the_checkpoint_of_its_ledger(call: Call, book: Path) -> None:
    key = call("ledger", "checkpoint", "l.db", "--out", "c").stdout.splitlines()[-1]
    call("ledger", "export", "l.db", "--out", "a.zip")
    call("ledger", "verify", "a.zip", "--checkpoint", "c", "--verifier", key)


def test_the_same_ledger_gives_the_same_archive(call: Call, archive: Path, tmp_path: Path) -> None:
    call("ledger", "export", "a.zip", "--out", "b.zip")
    assert archive.read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_a_redacted_archive_holds_no_sealed_fact(call: Call, book: Path, tmp_path: Path) -> None:
    sealed = query(book, "SELECT salt, value FROM sealed")
    call("ledger", "export", "l.db", "--out", "whole.zip")
    call("ledger", "export", "l.db", "--redact", "--out", "r.zip")
    whole = b"".join(members(tmp_path / "whole.zip").values())
    redacted = b"".join(members(tmp_path / "r.zip").values())
    redacted += (tmp_path / "r.zip").read_bytes()
    for secret in (
        SEALED.encode(),
        b"liasse fiscale",
        *(salt.hex().encode() for salt, _ in sealed),
    ):
        assert secret in whole
        assert secret not in redacted
    assert "sealed.jsonl" not in members(tmp_path / "r.zip")


def test_a_redacted_archive_is_verified_and_says_what_it_cannot_replay(
    call: Call, book: Path
) -> None:
    call("ledger", "export", "l.db", "--redact", "--out", "r.zip")
    verified = call("ledger", "verify", "r.zip").stdout
    assert "3 entrée(s) aux données effacées ou retirées" in verified
    assert verified.endswith("conforme\n")
    rows = objects(call("replay", "r.zip", "--json"))
    assert [each["verdict"] for each in rows] == ["erased"] * 3
    assert "eligible" in call("ledger", "log", "r.zip", "--json").stdout


def test_an_archive_is_never_overwritten(call: Call, book: Path, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"mine")
    assert "existe déjà" in call("ledger", "export", "l.db", "--out", "a.zip", code=2).stderr
    assert (tmp_path / "a.zip").read_bytes() == b"mine"
    assert "n/a.zip" in call("ledger", "export", "l.db", "--out", "n/a.zip", code=2).stderr
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.zip", "l.db"]


def test_a_bad_ledger_is_not_exported(call: Call, archive: Path, tmp_path: Path) -> None:
    pack(lines(members(archive), dropped(2)), archive)
    call("ledger", "export", "a.zip", "--out", "b.zip", code=1)
    assert not (tmp_path / "b.zip").exists()


@pytest.mark.parametrize(
    "words",
    [
        ("ledger", "rule", "a.zip", 1, "--officer", "A", "--ruling", "award"),
        ("ledger", "erase", "a.zip", 1, "--officer", "A", "--motive", "m", "--yes"),
        ("ledger", "upgrade", "a.zip"),
    ],
)
def test_an_archive_is_only_read(call: Call, archive: Path, words: tuple[object, ...]) -> None:
    before = archive.read_bytes()
    assert "a.zip" in call(*words, code=2).stderr
    assert archive.read_bytes() == before


def lines(files: Files, change: Callable[[list[bytes]], list[bytes]]) -> Files:
    """The entries changed, a line each."""
    found = change(files["entries.jsonl"].splitlines())
    return {**files, "entries.jsonl": b"".join(each + b"\n" for each in found)}


def dropped(at: int) -> Callable[[list[bytes]], list[bytes]]:
    return lambda found: [*found[:at], *found[at + 1 :]]


def replaced(name: str, old: bytes, new: bytes) -> Callable[[Files], Files]:
    """The files whose path ends with *name*, with other bytes in them."""

    def change(files: Files) -> Files:
        found = {n: d.replace(old, new) if n.endswith(name) else d for n, d in files.items()}
        assert found != files
        return found

    return change


def manifest(**changes: Any) -> Callable[[Files], Files]:
    return lambda files: {
        **files,
        "manifest.json": canonical({**json.loads(files["manifest.json"]), **changes}),
    }


def without(name: str) -> Callable[[Files], Files]:
    return lambda files: {n: d for n, d in files.items() if not n.endswith(name)}


ALTERED: dict[str, Callable[[Files], Files]] = {
    "a fact in the clear": replaced("entries.jsonl", b'{"value":1200}', b'{"value":1300}'),
    "an outcome": replaced("entries.jsonl", b'"outcome":"ineligible"', b'"outcome":"eligible"'),
    "an officer": replaced("entries.jsonl", b"A. Exemple", b"B. Exemple"),
    "a space": replaced("entries.jsonl", b'"kind":', b'"kind": '),
    "an entry removed": lambda files: lines(files, dropped(2)),
    "the tail cut": lambda files: lines(files, dropped(3)),
    "no entry left": lambda files: lines(files, lambda _: []),
    "two entries swapped": lambda files: lines(files, lambda e: [e[0], e[2], e[1], e[3]]),
    "an entry twice": lambda files: lines(files, lambda e: [*e, e[3]]),
    "a sealed fact": replaced("sealed.jsonl", b"1200000", b"9900000"),
    "a sealed fact in an archive that says it has none": lambda files: manifest(redacted=True)(
        replaced("sealed.jsonl", b"1200000", b"9900000")(files)
    ),
    "sealed facts removed, unsaid": lambda files: {
        **files,
        "sealed.jsonl": files["sealed.jsonl"].split(b"\n", 1)[1],
    },
    "every sealed fact removed, unsaid": without("sealed.jsonl"),
    "a rule": replaced("facts.yaml", b"company", b"compagny"),
    "a file of the rules removed": without("facts.yaml"),
    "the rules removed": lambda files: {n: d for n, d in files.items() if "rules/" not in n},
    "the root": manifest(root="00" * 32),
    "the size": manifest(size=3),
    "the origin": manifest(origin="eligibility-ledger/0"),
}


@pytest.mark.parametrize("what", ALTERED)
def test_an_altered_archive_is_found(call: Call, archive: Path, what: str) -> None:
    pack(ALTERED[what](members(archive)), archive)
    assert call("ledger", "verify", "a.zip", code=1).stdout.endswith("altéré\n")


def of_entry(change: Callable[[Any], None]) -> Callable[[list[bytes]], list[bytes]]:
    """Entry 2 changed and written in the canonical way."""

    def changed(found: list[bytes]) -> list[bytes]:
        entry = json.loads(found[2])
        change(entry)
        return [*found[:2], canonical(entry), *found[3:]]

    return changed


@pytest.mark.parametrize(
    ("at", "value"),
    [
        (("body",), []),
        (("body",), {}),
        (("body", "core"), []),
        (("body", "core", "facts"), []),
        (("body", "core", "facts", "company.headcount"), {"value": "x"}),
        (("body", "core", "facts", "company.nosuch"), {"value": 1}),
        (("body", "core", "rulebook"), "x"),
        (("body", "core", "evaluated_on"), "x"),
        (("body", "core", "clauses"), None),
        (("number",), "2"),
        (("versions",), []),
        (("officer",), 5),
    ],
    ids=str,
)
def test_an_entry_of_another_shape_is_told_and_crashes_nothing(
    call: Call, archive: Path, at: tuple[str, ...], value: Any
) -> None:
    def change(entry: Any) -> None:
        for key in at[:-1]:
            entry = entry[key]
        entry[at[-1]] = value

    pack(lines(members(archive), of_entry(change)), archive)
    call("ledger", "verify", "a.zip", code=1)
    call("replay", "a.zip", code=None)
    call("ledger", "show", "a.zip", 2, code=None)


@pytest.mark.parametrize("name", ["manifest.json", "entries.jsonl", "sealed.jsonl", "facts.yaml"])
def test_a_damaged_archive_is_told(call: Call, archive: Path, name: str) -> None:
    with zipfile.ZipFile(archive) as zipped:
        (info,) = (each for each in zipped.infolist() if each.filename.endswith(name))
    begin = info.header_offset + 30 + len(info.filename)
    whole = archive.read_bytes()
    for part in (0.1, 0.5, 0.9):
        data = bytearray(whole)
        data[begin + int(info.compress_size * part)] ^= 0xFF
        archive.write_bytes(data)
        done = call("ledger", "verify", "a.zip", code=None)
        assert done.returncode in (1, 2)
        assert "a.zip" in done.stdout + done.stderr


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"x": b"y"},
        {"manifest.json": b"{"},
        {"manifest.json": b"[]"},
        {"manifest.json": b'{"schema":"eligibility/archive@2"}'},
        {"manifest.json": b'{"schema":"eligibility/archive@1"}'},
        {"manifest.json": b'{"schema":"eligibility/archive@1"}', "entries.jsonl": b"\xff\n"},
    ],
)
def test_what_is_no_archive_is_told(call: Call, tmp_path: Path, files: Files) -> None:
    pack(files, tmp_path / "z.zip")
    done = call("ledger", "verify", "z.zip", code=2)
    assert "z.zip" in done.stdout + done.stderr


def test_a_truncated_archive_is_told(call: Call, archive: Path) -> None:
    archive.write_bytes(archive.read_bytes()[:-100])
    for words in (("ledger", "verify", "a.zip"), ("replay", "a.zip"), ("ledger", "log", "a.zip")):
        assert "a.zip" in call(*words, code=2).stderr
