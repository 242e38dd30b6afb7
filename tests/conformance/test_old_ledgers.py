"""Ledgers of earlier versions are still verified, still extend their checkpoint, still replay."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import run
from tests.cli.ledgers import Call, call, query

__all__ = ["call", "run"]

FOLDER = Path(__file__).parents[2] / "fixtures" / "ledgers"
LEDGERS = sorted(FOLDER.glob("*.db"))


@pytest.fixture(params=LEDGERS, ids=lambda path: path.stem)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A ledger with its checkpoint, copied beside `call`, brought to the schema of now."""
    path: Path = request.param
    shutil.copy(path, tmp_path / "l.db")
    shutil.copy(path.with_suffix(".checkpoint"), tmp_path / "c")
    return path


def bodies(path: Path, kind: str) -> dict[int, Any]:
    """What the entries of a kind hold, by number."""
    sql = f"SELECT number, data FROM entries WHERE kind = '{kind}' ORDER BY number"
    return {number: json.loads(data)["body"] for number, data in query(path, sql)}


def test_there_is_a_ledger_for_each_version_that_wrote_one() -> None:
    assert [path.stem for path in LEDGERS] == ["2026-11"]


def test_an_old_ledger_is_verified_and_extends_its_signed_checkpoint(call: Call, old: Path) -> None:
    key = old.with_suffix(".verifier").read_text(encoding="utf-8").strip()
    call("ledger", "upgrade", "l.db")
    words = ("ledger", "verify", "l.db", "--checkpoint", "c", "--verifier", key, "--lang", "en")
    said = call(*words).stdout
    assert "the signature is of that key" in said
    assert "the ledger extends the checkpoint" in said
    assert said.endswith("verified\n")


def test_an_old_ledger_replays_identical_but_for_what_was_erased(
    call: Call, old: Path, tmp_path: Path
) -> None:
    call("ledger", "upgrade", "l.db")
    rows = [json.loads(line) for line in call("replay", "l.db", "--json").stdout.splitlines()]
    found = {each["number"]: each["verdict"] for each in rows}
    erased = {at for each in bodies(tmp_path / "l.db", "erasure").values() for at in each["erased"]}
    assert found == {
        number: "erased" if number in erased else "identical"
        for number in bodies(tmp_path / "l.db", "decision")
    }


def test_an_old_ledger_is_still_read_and_added_to(call: Call, old: Path) -> None:
    call("ledger", "upgrade", "l.db")
    count = len(call("ledger", "log", "l.db", "--json").stdout.splitlines())
    for number in range(count):
        call("ledger", "show", "l.db", number)
    dossier = FOLDER.parent / "dossiers" / "demo-eligible.yaml"
    call("check", dossier, "--record", "l.db")
    call("ledger", "verify", "l.db", "--checkpoint", "c")


def test_an_old_ledger_holds_what_is_worth_keeping(call: Call, old: Path, tmp_path: Path) -> None:
    decisions = bodies(tmp_path / "l.db", "decision")
    cores = [each["core"] for each in decisions.values()]
    assert len(cores) >= 10
    assert {each["outcome"] for each in cores} == {"eligible", "ineligible", "incomplete"}
    assert len({each["scheme"] for each in cores}) >= 5
    assert any(each["readings"] for each in cores)
    assert len(bodies(tmp_path / "l.db", "ruling")) == 2
    assert len(bodies(tmp_path / "l.db", "erasure")) == 1


def test_no_private_key_and_nothing_unfinished_is_kept() -> None:
    kept = {path.name for path in FOLDER.iterdir()}
    wanted = {
        f"{path.stem}{end}" for path in LEDGERS for end in (".db", ".checkpoint", ".verifier")
    }
    assert kept == wanted | {"README.md"}
    assert all(path.stat().st_size < 400_000 for path in LEDGERS)
    assert [path for path in FOLDER.iterdir() if b"PRIVATE+KEY" in path.read_bytes()] == []
