"""What shows that the record is intact: `ledger verify`, `checkpoint`, `prove`."""

import json
import re
import stat
from pathlib import Path
from typing import Any

import pytest

from tests.cli.ledgers import SAMPLES, Call, book, call, cut, first, flat, query, rewrite, tamper

__all__ = ["book", "call", "first"]

ROOT = re.compile(r"(?:racine|root) ([A-Za-z0-9+/]{43}=)")
HEADCOUNT = ('"company.headcount":{"value":1200}', '"company.headcount":{"value":1300}')


def test_an_intact_ledger_is_verified_with_its_size_and_root(call: Call, book: Path) -> None:
    said = call("ledger", "verify", "l.db").stdout
    assert said.startswith("l.db : 4 entrées, racine ")
    assert ROOT.search(said)
    assert said.endswith("conforme\n")
    assert call("ledger", "verify", "l.db", "--lang", "en").stdout.endswith("verified\n")


def test_verification_says_what_it_cannot_show(call: Call, book: Path) -> None:
    french = flat(call("ledger", "verify", "l.db").stdout)
    english = flat(call("ledger", "verify", "l.db", "--lang", "en").stdout)
    for word in ("fin coupée", "entièrement réécrit", "gardés ailleurs", "--checkpoint"):
        assert word in french
    for word in ("tail cut off", "rewritten whole", "kept elsewhere", "--checkpoint"):
        assert word in english


COLUMNS = ("kind", "recorded_at", "officer", "dossier", "scheme", "outcome", "effective_on")
EQUITY = "WHERE number = 2 AND name = 'company.equity'"
TAMPERED = {
    "a letter of the content": ("UPDATE entries SET data = {changed} WHERE number = 2", 2),
    "a space after it": ("UPDATE entries SET data = CAST(data || ' ' AS BLOB) WHERE number = 2", 2),
    "no content": ("UPDATE entries SET data = x'' WHERE number = 2", 2),
    **{
        f"the column {each}": (f"UPDATE entries SET {each} = 'x' WHERE number = 2", 2)
        for each in COLUMNS
    },
    "the column about": ("UPDATE entries SET about = 1 WHERE number = 2", 2),
    "an empty column": ("UPDATE entries SET officer = NULL WHERE number = 2", 2),
    "an entry removed": ("DELETE FROM entries WHERE number = 2", 2),
    "the first entry removed": ("DELETE FROM entries WHERE number = 0", 0),
    "an entry added": ("INSERT INTO entries SELECT 4, {columns} FROM entries WHERE number = 3", 4),
    "two entries swapped": ("{swap}", 1),
    "a sealed fact": (f"UPDATE sealed SET value = {{equity}} {EQUITY}", 2),
    "a sealed fact that is no JSON": (f"UPDATE sealed SET value = x'ff' {EQUITY}", 2),
    "a salt": (f"UPDATE sealed SET salt = x'00' {EQUITY}", 2),
    "a sealed fact removed": (f"DELETE FROM sealed {EQUITY}", 2),
    "every sealed fact removed": ("DELETE FROM sealed WHERE number = 2", 2),
    "a sealed fact too many": ("INSERT INTO sealed VALUES (2, 'x', x'00', CAST('1' AS BLOB))", 2),
    "a hash of the tree": ("UPDATE nodes SET hash = x'00' WHERE level = 0 AND position = 2", 2),
}
PARTS = {
    "changed": """CAST(replace(data, '"ineligible"', '"Ineligible"') AS BLOB)""",
    "equity": "CAST(replace(value, '1200000', '9900000') AS BLOB)",
    "columns": f"{', '.join(COLUMNS)}, about, data",
    "swap": ";".join(
        f"UPDATE entries SET number = {new} WHERE number = {old}"
        for old, new in ((1, 9), (2, 1), (9, 2))
    ),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_the_first_bad_entry_is_named(call: Call, book: Path, what: str) -> None:
    sql, number = TAMPERED[what]
    everything = "SELECT * FROM entries, nodes, sealed"
    before = query(book, everything)
    tamper(book, sql.format(**PARTS))
    assert query(book, everything) != before
    _, first_flaw, *_, last = call("ledger", "verify", "l.db", code=1).stdout.splitlines()
    assert first_flaw.startswith(f"entrée n° {number} : ")
    assert last == "altéré"


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE entries SET data = CAST(data AS TEXT)",
        "UPDATE entries SET data = 5 WHERE number = 2",
        "UPDATE entries SET officer = 5 WHERE number = 2",
        "UPDATE sealed SET value = CAST(value AS TEXT)",
        "UPDATE sealed SET salt = 'x'",
        "UPDATE nodes SET hash = 'x'",
        "UPDATE files SET content = CAST(content AS TEXT)",
    ],
)
def test_a_column_of_another_type_breaks_nothing_down(call: Call, book: Path, sql: str) -> None:
    tamper(book, sql)
    done = call("ledger", "verify", "l.db", code=None)
    assert done.stdout.splitlines()[-1] in ("conforme", "altéré")


def test_a_bad_entry_is_named_in_english(call: Call, book: Path) -> None:
    tamper(book, "UPDATE entries SET outcome = 'eligible' WHERE number = 2")
    said = call("ledger", "verify", "l.db", "--lang", "en", code=1).stdout.splitlines()
    assert said[1].startswith("entry 2: ")
    assert said[-1] == "altered"


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE files SET content = CAST(content || '#' AS BLOB)",
        "UPDATE rulebooks SET path = 'schemes/x.yaml' WHERE path = 'facts.yaml'",
        "DELETE FROM rulebooks WHERE path = 'facts.yaml'",
        "DELETE FROM files",
        "DELETE FROM rulebooks",
        "DELETE FROM nodes WHERE level = 1",
        "INSERT INTO nodes VALUES (9, 0, x'00')",
    ],
)
def test_altered_rules_and_a_damaged_tree_are_found(call: Call, book: Path, sql: str) -> None:
    tamper(book, sql)
    assert call("ledger", "verify", "l.db", code=1).stdout.endswith("altéré\n")


@pytest.fixture
def published(call: Call, book: Path, tmp_path: Path) -> str:
    """A checkpoint of the four entries, `c`; gives the public key."""
    return call("ledger", "checkpoint", "l.db", "--out", "c").stdout.splitlines()[-1]


def test_a_checkpoint_is_a_signed_note_with_size_and_root(
    call: Call, published: str, tmp_path: Path
) -> None:
    origin, size, root, empty, mark = (tmp_path / "c").read_text(encoding="utf-8").splitlines()
    assert origin.startswith("eligibility-ledger/")
    found = ROOT.search(call("ledger", "verify", "l.db").stdout)
    assert found
    assert (size, root, empty) == ("4", found[1], "")
    assert mark.startswith(f"\N{EM DASH} {published.split('+', maxsplit=1)[0]} ")


def test_the_private_key_is_for_its_owner_alone_and_is_used_again(
    call: Call, published: str, tmp_path: Path
) -> None:
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600
    private = (tmp_path / "key").read_text(encoding="utf-8").strip()
    again = call("ledger", "checkpoint", "l.db", "--out", "d")
    assert again.stdout.splitlines()[-1] == published
    other = call("ledger", "checkpoint", "l.db", "--out", "e", "--key", "other")
    assert other.stdout.splitlines()[-1] != published
    assert private not in again.stdout + (tmp_path / "c").read_text(encoding="utf-8")


def test_a_ledger_that_grew_extends_its_checkpoint(call: Call, published: str) -> None:
    call("check", *SAMPLES, "--record", "l.db")
    said = call("ledger", "verify", "l.db", "--checkpoint", "c", "--verifier", published).stdout
    assert "prolonge le point de contrôle de 4 entrées" in said
    assert "la signature est celle de cette clé" in said
    assert said.endswith("conforme\n")
    unsigned = call("ledger", "verify", "l.db", "--checkpoint", "c", "--lang", "en").stdout
    assert "the signature is not checked" in unsigned


def test_a_cut_tail_is_only_found_against_the_checkpoint(
    call: Call, book: Path, published: str
) -> None:
    cut(book, 3)
    call("ledger", "verify", "l.db")
    done = call("ledger", "verify", "l.db", "--checkpoint", "c", code=1)
    assert "coupé : 3 entrées" in done.stdout
    assert done.stdout.endswith("altéré\n")


def test_a_ledger_rewritten_whole_is_only_found_against_the_checkpoint(
    call: Call, book: Path, published: str
) -> None:
    call("ledger", "prove", "l.db", 1, "--out", "p")
    rewrite(book, 1, *HEADCOUNT)
    call("ledger", "verify", "l.db")
    done = call("ledger", "verify", "l.db", "--checkpoint", "c", code=1)
    assert "ne sont plus celles du point de contrôle" in done.stdout
    call("ledger", "verify", "--proof", "p", "--checkpoint", "c")  # the proof still shows the truth
    call("ledger", "prove", "l.db", 1, "--out", "q")
    call("ledger", "verify", "--proof", "q", "--checkpoint", "c", code=1)


def test_another_ledger_does_not_extend_the_checkpoint(call: Call, published: str) -> None:
    call("check", *SAMPLES, "--record", "other.db")
    done = call("ledger", "verify", "other.db", "--checkpoint", "c", code=1)
    assert "autre registre" in done.stdout


def test_another_key_did_not_sign_the_checkpoint(call: Call, published: str) -> None:
    other = call("ledger", "checkpoint", "l.db", "--out", "d", "--key", "other").stdout
    key = other.splitlines()[-1]
    done = call("ledger", "verify", "l.db", "--checkpoint", "c", "--verifier", key, code=1)
    assert "n'est pas celle de cette clé" in done.stdout
    assert "conforme\n" not in done.stdout


@pytest.mark.parametrize("line", [0, 1, 2])
def test_a_checkpoint_changed_after_it_was_signed_does_not_pass(
    call: Call, published: str, tmp_path: Path, line: int
) -> None:
    lines = (tmp_path / "c").read_text(encoding="utf-8").split("\n")
    lines[line] = {0: f"{lines[0]}0", 1: "3", 2: f"{'A' * 42}A="}[line]
    (tmp_path / "c").write_text("\n".join(lines), encoding="utf-8")
    call("ledger", "verify", "l.db", "--checkpoint", "c", "--verifier", published, code=1)


def test_no_checkpoint_is_signed_over_a_bad_ledger(call: Call, book: Path, tmp_path: Path) -> None:
    tamper(book, "UPDATE entries SET outcome = 'eligible' WHERE number = 2")
    assert "entrée n° 2" in call("ledger", "checkpoint", "l.db", "--out", "c", code=1).stdout
    assert not (tmp_path / "c").exists()


def test_a_proof_is_checked_without_the_ledger(call: Call, book: Path, published: str) -> None:
    assert "--proof p" in call("ledger", "prove", "l.db", 2, "--out", "p").stdout
    book.unlink()
    said = call("ledger", "verify", "--proof", "p").stdout
    assert "n° 2 est parmi les 4 de racine" in said
    assert "--checkpoint" in said
    words = ("ledger", "verify", "--proof", "p", "--checkpoint", "c", "--verifier", published)
    assert "la signature est celle de cette clé" in call(*words).stdout
    assert "entry 2 is among the 4" in call(*words, "--lang", "en").stdout


def test_every_entry_can_be_proved(call: Call, book: Path, published: str) -> None:
    for number in range(4):
        call("ledger", "prove", "l.db", number, "--out", f"p{number}")
        call("ledger", "verify", "--proof", f"p{number}", "--checkpoint", "c")


def other(value: Any) -> Any:
    """*value* with one character changed."""
    if isinstance(value, int):
        return value + 1
    if isinstance(value, list):
        return [other(value[0]), *value[1:]]
    return value.replace("ineligible", "Ineligible") if "{" in value else f"B{value[1:]}"


@pytest.mark.parametrize("key", ["entry", "root", "path", "size", "origin", "number"])
def test_a_proof_with_one_character_changed_does_not_hold(
    call: Call, book: Path, tmp_path: Path, key: str
) -> None:
    call("ledger", "prove", "l.db", 2, "--out", "p")
    proof = json.loads((tmp_path / "p").read_text(encoding="utf-8"))
    assert other(proof[key]) != proof[key]
    (tmp_path / "p").write_text(json.dumps({**proof, key: other(proof[key])}), encoding="utf-8")
    assert call("ledger", "verify", "--proof", "p", code=1).stdout.endswith("altéré\n")


def test_a_checkpoint_of_another_size_is_told_apart(call: Call, book: Path, published: str) -> None:
    call("check", SAMPLES[0], "--record", "l.db")
    call("ledger", "prove", "l.db", 2, "--out", "p")
    done = call("ledger", "verify", "--proof", "p", "--checkpoint", "c", code=1)
    assert "autre état du registre" in done.stdout
