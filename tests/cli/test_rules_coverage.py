"""`eligibility rules coverage`: what it says, and its exit status."""

import json
import shutil
from pathlib import Path

import pytest
from eligibility_cli.main import build_app
from typer.testing import CliRunner

RULES = Path(__file__).parents[2] / "rules" / "occitanie"
WHOLE = """\
document: srdeii
count: 2
entries:
  - entry: P1-C01
    encoded: [SRDEII-A27-E3]
  - entry: P1-C02
    kind: past
    reason: {fr: "Terminé en 2021.", en: "Ended in 2021."}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "occitanie"
    shutil.copytree(RULES, found, ignore=shutil.ignore_patterns("coverage"))
    (found / "coverage").mkdir()
    (found / "coverage" / "srdeii.yaml").write_text(WHOLE, encoding="utf-8")
    return found


def run(*arguments: str | Path) -> tuple[int, str]:
    result = CliRunner().invoke(build_app("rules"), ["rules", "coverage", *map(str, arguments)])
    return result.exit_code, result.output


def test_a_document_without_gaps_is_status_0(folder: Path) -> None:
    status, said = run("--rules", folder)
    assert status == 0
    assert "1 exécutées, 1 passées" in said


def test_an_entry_that_nobody_looked_at_is_named_with_status_1(folder: Path) -> None:
    path = folder / "coverage" / "srdeii.yaml"
    path.write_text(WHOLE.replace("count: 2", "count: 3") + "  - entry: P1-C03\n", encoding="utf-8")
    status, said = run("--rules", folder, "--lang", "en")
    assert status == 1
    assert "not looked at (1): P1-C03" in said


def test_the_inventory_tells_what_the_files_leave_out(folder: Path, tmp_path: Path) -> None:
    lines = [{"id": name, "document": "srdeii"} for name in ("P1-C01", "P9-C09")]
    inventory = tmp_path / "inventory.jsonl"
    inventory.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    status, said = run("--rules", folder, "--inventory", inventory, "--json")
    found = json.loads(said)
    assert status == 1
    assert (found["gaps"], found["unknown"]) == (["P9-C09"], ["P1-C02"])


def test_a_fault_is_told_with_its_line_and_status_2(folder: Path) -> None:
    path = folder / "coverage" / "srdeii.yaml"
    path.write_text(WHOLE.replace("SRDEII-A27-E3", "SRDEII-A27-E99"), encoding="utf-8")
    status, said = run("--rules", folder)
    assert status == 2
    assert "srdeii.yaml:4:5: `P1-C01` renvoie à la clause `SRDEII-A27-E99`" in said


def test_lines_stay_within_80_columns() -> None:
    status, said = run("--rules", RULES)
    assert status in (0, 1)
    assert max(map(len, said.splitlines())) <= 80
