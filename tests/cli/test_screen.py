"""What scripts and people get from `eligibility screen`."""

import csv
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet
import pytest

from tests.cli.conftest import Run
from tests.cli.screens import (
    DOSSIERS,
    LISTS,
    PASS,
    cell,
    concluded,
    content,
    flat,
    is_flat,
    lines,
)
from tests.conftest import ROOT

PORTFOLIO = ROOT / "fixtures" / "portfolios" / "occitanie-2023.csv"
COLUMNS = PORTFOLIO.with_suffix(".columns.yaml")


def table(folder: Path, *rows: str, head: str = "id;scheme;submitted_on;company.equity") -> Path:
    path = folder / "t.csv"
    path.write_text("".join(f"{each}\n" for each in (head, *rows)), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What `check --json` says of each dossier of the fixtures, by file name."""
    import subprocess
    import sys

    command = [sys.executable, "-m", "eligibility_cli", "check", *map(str, DOSSIERS), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    decisions = map(json.loads, done.stdout.splitlines())
    return {path.name: concluded(each) for path, each in zip(DOSSIERS, decisions, strict=True)}


def same(rows: list[dict[str, Any]], expected: dict[str, dict[str, Any]], names: list[str]) -> None:
    for row, name in zip(rows, names, strict=True):
        assert row == expected[name], name


def test_a_line_of_json_concludes_as_check_does(
    run: Run, tmp_path: Path, expected: dict[str, dict[str, Any]]
) -> None:
    source, out = tmp_path / "t.jsonl", tmp_path / "out.jsonl"
    text = "".join(json.dumps(content(path)) + "\n" for path in DOSSIERS)
    source.write_text(text, encoding="utf-8")
    assert run("screen", source, "--out", out).returncode == 0
    same(lines(out), expected, [path.name for path in DOSSIERS])


def test_a_row_concludes_as_check_does_from_csv_and_from_parquet(
    run: Run, tmp_path: Path, expected: dict[str, dict[str, Any]]
) -> None:
    names = [path.name for path in DOSSIERS if is_flat(content(path))]
    assert len(names) > 20
    rows = [dict(flat(content(path))) for path in DOSSIERS if path.name in names]
    columns = list(dict.fromkeys(name for row in rows for name in row))
    by_hand, by_program = tmp_path / "t.csv", tmp_path / "t.parquet"
    with by_hand.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows([cell(row.get(name)) for name in columns] for row in rows)
    made = pa.table({name: pa.array([row.get(name) for row in rows]) for name in columns})
    pa.parquet.write_table(made, by_program)
    for source in (by_hand, by_program):
        out = tmp_path / f"{source.suffix[1:]}.jsonl"
        done = run("screen", source, "--out", out)
        assert done.returncode == 0, done.stdout + done.stderr
        same(lines(out), expected, names)


def test_every_kind_of_result_holds_the_same_rows(run: Run, tmp_path: Path) -> None:
    source = table(tmp_path, f"A;{PASS};2023-02-01;-5", f"B;{PASS};2023-02-01;x")
    for suffix in ("csv", "jsonl", "parquet", "xlsx"):
        assert run("screen", source, "--out", tmp_path / f"o.{suffix}").returncode == 3
    rows = lines(tmp_path / "o.jsonl")
    assert pa.parquet.read_table(tmp_path / "o.parquet").to_pylist() == rows
    with (tmp_path / "o.csv").open(encoding="utf-8", newline="") as file:
        for text, row in zip(csv.DictReader(file, delimiter=";"), rows, strict=True):
            joined = {name: ";".join(row[name] or []) for name in LISTS}
            assert text == {name: value or "" for name, value in (row | joined).items()}


def test_no_cell_of_a_csv_result_is_a_formula(run: Run, tmp_path: Path) -> None:
    ids = ["=1+1", "+1", "-1", "@x", "\t=1", "A"]
    source = tmp_path / "t.jsonl"
    dossiers = [{"id": each, "scheme": PASS} for each in ids] + [{"id": "B", "scheme": "=x"}]
    source.write_text("\n".join(map(json.dumps, dossiers)), encoding="utf-8")
    assert run("screen", source, "--out", tmp_path / "o.csv").returncode == 3
    with (tmp_path / "o.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["id"] for row in rows] == ["'=1+1", "'+1", "'-1", "'@x", "'\t=1", "A", "B"]
    assert rows[-1]["scheme"] == "'=x"


def test_lines_of_json_that_do_not_fit_are_told_and_stop_no_other(run: Run, tmp_path: Path) -> None:
    good = json.dumps({"id": "A", "scheme": PASS, "company.equity": 1, "company": {"headcount": 2}})
    bad = ['{"id": ', "[]", '{"id":"A","id":"B"}', '{"id":NaN}', '{"id":null,"scheme":null}']
    odd = {"id": "A", "scheme": PASS, "company.equity": 1, "company": {"equity": 2}}
    source = tmp_path / "t.jsonl"
    source.write_text("\n".join([*bad, "", json.dumps(odd), good]), encoding="utf-8")
    out = tmp_path / "o.jsonl"
    assert run("screen", source, "--out", out).returncode == 3
    *wrong, right = lines(out)
    assert all(row["error"] and row["outcome"] is None for row in wrong)
    assert len(wrong) == len(bad) + 1
    assert (wrong[4]["id"], wrong[4]["scheme"]) == (None, None)
    assert right["error"] is None
    assert "company.equity" not in right["missing"]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ((), "--out is missing"),
        (("--out", "o.txt"), "`.txt` is not a known kind"),
        (("--out", "o.csv", "--scheme", "x"), "no scheme `x`"),
        (("--out", "o.csv", "--scheme", PASS), "remove --scheme"),
        (("--out", "o.csv", "--reading", "SRDEII-A27/equiti=x"), "`SRDEII-A27/equity`"),
        (("--out", "o.csv", "--compare-reading", "x"), "`--compare-reading x` is incomplete"),
        (("--out", "o.csv", "--officer", "A"), "add --record"),
        (("--out", "o.csv", "--record", "no/l.db"), "the ledger cannot be opened"),
        (("--out", "o.csv", "--record", "t.csv"), "is the table or the result"),
        (("--out", "o.csv", "--record", "o.csv"), "is the table or the result"),
        (("--out", "o.csv", "--compare-reading", "a=b", "--record", "l.db"), "--compare-reading"),
        (("--out", "o.csv", "--compare-rulebook", ".", "--officer", "A"), "--compare-rulebook"),
        (("--out", "o.csv", "--compare-rulebook", "no"), "`facts.yaml`"),
        (("--out", "o.csv", "--map", "no.yaml"), "no such file"),
        (("--out", "o.csv", "--on", "2023-02-30"), "2023-02-30"),
    ],
)
def test_options_that_do_not_fit_are_refused_and_nothing_is_written(
    run: Run, tmp_path: Path, options: tuple[str, ...], says: str
) -> None:
    source = table(tmp_path, f"A;{PASS};2023-02-01;5")
    before = source.read_bytes()
    done = run("screen", "t.csv", *options, "--lang", "en", cwd=tmp_path)
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert source.read_bytes() == before
    assert list(tmp_path.iterdir()) == [source]


MAP = "columns: {n: id, e: company.equity}\nconstants: {scheme: contrat-3s}\n"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("columns: {n: id, e: company.equty}\n", "m.yaml:1:"),
        ("columns: {n: id, zz: company.equity}\nconstants: {scheme: contrat-3s}\n", "t.csv"),
        ("columns: {n: id, e: company.equity, f: company.equity}\n", "m.yaml:1:"),
        ("columns: {n: id, n: company.equity}\n", "m.yaml:1:"),
        ("columns: !!python/name:os.system {n: id}\n", "m.yaml:1:"),
        ("columns: &a {n: id}\nconstants: *a\n", "m.yaml:1:"),
        ("- a\n", "m.yaml:1:"),
        ("", "m.yaml"),
        ("columns: {n: id, e: {fact: company.equity, values: {x: [1]}}}\n", "m.yaml:1:"),
    ],
)
def test_a_mapping_that_does_not_fit_is_told_with_its_place(
    run: Run, tmp_path: Path, text: str, place: str
) -> None:
    source = table(tmp_path, "A;1 000;O", head="n;e;f")
    (tmp_path / "m.yaml").write_text(text, encoding="utf-8")
    done = run("screen", source, "--map", tmp_path / "m.yaml", "--out", tmp_path / "o.csv")
    assert done.returncode == 2
    assert place in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "o.csv").exists()


def test_a_translation_to_null_makes_a_value_not_known(run: Run, tmp_path: Path) -> None:
    source = table(tmp_path, "A;n.c.", "B;5", head="n;e")
    text = MAP.replace("company.equity", "{fact: company.equity, values: {n.c.: null}}")
    (tmp_path / "m.yaml").write_text(text, encoding="utf-8")
    out = tmp_path / "o.jsonl"
    assert run("screen", source, "--map", tmp_path / "m.yaml", "--out", out).returncode == 0
    assert ["company.equity" in row["missing"] for row in lines(out)] == [True, False]
