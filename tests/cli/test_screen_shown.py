"""What `eligibility screen` shows, on any terminal, and what it leaves behind when it is stopped."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from tests.cli.conftest import Run
from tests.cli.screens import PASS, lines
from tests.conftest import ROOT

PORTFOLIO = ROOT / "fixtures" / "portfolios" / "occitanie-2023.csv"
MAPPED = (PORTFOLIO, "--map", PORTFOLIO.with_suffix(".columns.yaml"))


def table(folder: Path, *rows: str) -> Path:
    path = folder / "t.csv"
    head = "id;scheme;submitted_on;company.equity"
    path.write_text("".join(f"{each}\n" for each in (head, *rows)), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A table that takes seconds to screen."""
    path = tmp_path_factory.mktemp("big") / "big.parquet"
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (SELECT 'D' || i AS id, '{PASS}' AS scheme, i * 1.37 AS \"company.equity\""
            f" FROM range(3000000) AS r(i)) TO '{path}'"
        )
    return path


@pytest.mark.parametrize("suffix", ["parquet", "csv"])
def test_ctrl_c_leaves_nothing_behind(big: Path, tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"o.{suffix}"
    process = subprocess.Popen(
        [sys.executable, "-m", "eligibility_cli", "screen", str(big), "--out", str(out)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    end = time.monotonic() + 60
    while not list(tmp_path.glob(".*.part")) and time.monotonic() < end:
        time.sleep(0.01)
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (130, "")
    assert list(tmp_path.iterdir()) == []


ON_A_SMALL_DISK = (
    'mount -t tmpfs -o size=256k tmpfs "$1" && shift && "$@"; code=$?; ls -A disk; exit $code'
)


@pytest.mark.parametrize("suffix", ["parquet", "csv", "jsonl", "xlsx"])
def test_a_full_disk_is_told_and_nothing_is_left_on_it(tmp_path: Path, suffix: str) -> None:
    source = table(
        tmp_path, *(f"D{at * 7919 % 99991};{PASS};2023-02-01;{at}" for at in range(60_000))
    )
    before = source.read_bytes()
    (tmp_path / "disk").mkdir()
    command = [sys.executable, "-m", "eligibility_cli", "screen", source]
    command += ["--out", f"disk/o.{suffix}", "--lang", "en"]
    for space in (["unshare", "-m"], ["unshare", "-r", "-m"]):
        if shutil.which("unshare") is None:
            pytest.skip("unshare is not here")
        if subprocess.run(
            [*space, "mount", "-t", "tmpfs", "x", "disk"],
            cwd=tmp_path,
            capture_output=True,
            check=False,
        ).returncode:
            continue
        done = subprocess.run(
            [*space, "sh", "-c", ON_A_SMALL_DISK, "sh", "disk", *map(str, command)],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=60,
            check=False,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        assert done.returncode == 2, done.stderr
        assert done.stdout == ""
        assert f"disk/o.{suffix}: " in done.stderr
        assert "nothing was written" in done.stderr
        assert "Traceback" not in done.stderr
        assert source.read_bytes() == before
        return
    pytest.skip("no file system may be mounted here")


@pytest.mark.parametrize(("encoding", "columns"), [("ascii", 80), ("utf-8", 80), ("utf-8", 40)])
def test_the_summary_fits_any_terminal(
    run: Run, tmp_path: Path, encoding: str, columns: int
) -> None:
    env = {"PYTHONIOENCODING": encoding, "COLUMNS": str(columns), "LANG": "C"}
    done = run("screen", *MAPPED, "--out", tmp_path / "o.csv", env=env)
    assert done.returncode == 3
    assert max(map(len, done.stdout.splitlines())) <= columns
    assert done.stdout.isascii() == (encoding == "ascii")
    assert done.stderr == ""


def test_the_summary_as_json_counts_what_the_result_holds(run: Run, tmp_path: Path) -> None:
    done = run("screen", *MAPPED, "--out", tmp_path / "o.jsonl", "--json")
    found, rows = json.loads(done.stdout), lines(tmp_path / "o.jsonl")
    assert found["schema"] == "eligibility/screening-summary@1"
    assert found["rows"] == len(rows) == 10_000
    assert found["errors"] == sum(row["error"] is not None for row in rows)
    for outcome, count in found["outcomes"].items():
        assert count == sum(row["outcome"] == outcome for row in rows)
    for each in found["not_met"]:
        assert each["rows"] == sum(each["clause"] in (row["not_met"] or ()) for row in rows)


def test_nothing_of_a_table_is_a_command_of_the_terminal(run: Run, tmp_path: Path) -> None:
    source = tmp_path / "t.csv"
    source.write_text("id;scheme;\x1b[31mred\n\x1b]0;t\x07A;x\x1b[0m;1\n", encoding="utf-8")
    done = run("screen", source, "--out", tmp_path / "o.csv")
    assert done.returncode == 3
    assert "red" in done.stdout
    assert "\x1b" not in done.stdout + done.stderr
    assert "\x07" not in done.stdout + done.stderr


def test_a_long_number_is_not_repeated_in_full(run: Run, tmp_path: Path) -> None:
    done = run("screen", table(tmp_path, f"{'x' * 10_001};{PASS};;"), "--out", tmp_path / "o.csv")
    assert done.returncode == 3
    assert len(done.stdout) < 2_000


def test_a_pipe_that_closes_is_no_error_to_read(tmp_path: Path) -> None:
    command = f"'{sys.executable}' -m eligibility_cli screen t.csv --out o.csv | head -1"
    table(tmp_path, f"A;{PASS};2023-02-01;5")
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        ["sh", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=False, env=env
    )
    assert done.stderr == ""
    assert (tmp_path / "o.csv").exists()


READING = ("--compare-reading", "SRDEII-A27/equity=zero-is-positive")


def test_a_comparison_counts_the_rows_in_error(run: Run, tmp_path: Path) -> None:
    source = table(tmp_path, f"A;{PASS};2023-02-01;0", f"B;{PASS};2023-02-01;x", "few;cells")
    done = run("screen", source, "--out", tmp_path / "o.csv", *READING, "--json")
    assert done.returncode == 3
    found = json.loads(done.stdout)
    assert (found["schema"], found["rows"], found["errors"]) == ("eligibility/comparison@1", 3, 2)
    text = run("screen", source, "--out", tmp_path / "o.csv", *READING)
    assert (text.returncode, "2 lignes en erreur" in text.stdout) == (3, True)
    good = table(tmp_path, f"A;{PASS};2023-02-01;0")
    assert run("screen", good, "--out", tmp_path / "o.csv", *READING).returncode == 0


def test_a_proposed_mapping_is_a_mapping(run: Run, tmp_path: Path) -> None:
    done = run("screen", PORTFOLIO, "--explain-columns")
    assert done.returncode == 0
    assert "Commentaire" in done.stderr
    made = tmp_path / "m.yaml"
    made.write_text(done.stdout, encoding="utf-8")
    done = run("screen", PORTFOLIO, "--map", made, "--out", tmp_path / "o.csv")
    assert done.returncode == 3, done.stderr


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("t.jsonl", b"{}"),
        ("t.parquet", b"PAR1"),
        ("t.csv", b""),
        ("t.csv", b"a;a\n1;2\n"),
        ("t.xlsx", b"PK"),
        ("t.txt", b"x"),
        ("t.csv", None),
    ],
)
def test_no_mapping_is_proposed_for_what_is_no_table(
    run: Run, tmp_path: Path, name: str, content: bytes | None
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    done = run("screen", tmp_path / name, "--explain-columns")
    assert (done.returncode, done.stdout) == (2, "")
    assert name in done.stderr
    assert "Traceback" not in done.stderr
