"""What the README shows is what the commands print."""

import contextlib
import re
import sqlite3
from pathlib import Path

import pytest
import yaml

from tests.cli.conftest import Run, run

__all__ = ["run"]

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def folded(text: str) -> list[str]:
    return [line.rstrip().replace("\N{NO-BREAK SPACE}", " ") for line in text.strip().splitlines()]


def test_the_output_on_the_first_screen_is_the_real_one(run: Run) -> None:
    found = re.search(r"<!-- output -->\n```\n(.*?)```", README, re.DOTALL)
    assert found
    done = run("check", ROOT / "fixtures" / "dossiers" / "negative-equity.yaml")
    assert folded(found[1]) == folded(done.stdout)


@pytest.mark.parametrize("name", ["tpe-craft", "eti-innovation", "tourism-pme"])
def test_the_match_of_each_applicant_is_the_real_one(run: Run, name: str) -> None:
    found = re.search(rf"<!-- match {name} -->\n```\n(.*?)```", README, re.DOTALL)
    assert found
    done = run("schemes", "match", ROOT / "fixtures" / "applicants" / f"{name}.yaml", "--top", "2")
    assert folded(found[1]) == folded(done.stdout)


def test_the_output_after_the_award_is_the_real_one(run: Run) -> None:
    found = re.search(r"<!-- monitor -->\n```\n(.*?)```", README, re.DOTALL)
    assert found
    path = ROOT / "fixtures" / "awards" / "sold.yaml"
    done = run("monitor", path, "--on", "2028-12-01")
    assert folded(found[1]) == folded(done.stdout)


def test_the_self_check_prints_what_the_readme_shows(run: Run, tmp_path: Path) -> None:
    session = "\n".join(shown_whole("self-check"))
    typed = re.findall(r"^\S*[ ]?> (.*)$", session, re.MULTILINE)
    options = ("--scheme", "pass-transformation-ecologique", "--on", "2023-02-01")
    done = run("self-check", *options, input="\n".join([*typed, ""]), cwd=tmp_path)
    assert len(typed) > 3
    assert folded(done.stdout) == folded(session)


def shown(mark: str) -> list[str]:
    """A block of the README without what is another at each run: the moment and the root."""
    found = re.search(rf"<!-- {mark} -->\n```\n(.*?)```", README, re.DOTALL)
    assert found
    return timeless(found[1])


def timeless(text: str) -> list[str]:
    text = re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d", "MOMENT", text)
    return [" ".join(line.split()) for line in folded(re.sub(r"racine \S+", "racine ROOT", text))]


def test_record_log_tamper_verify_replay_print_what_the_readme_shows(
    run: Run, tmp_path: Path
) -> None:
    samples = sorted((ROOT / "fixtures" / "dossiers").glob("demo-*.yaml"))
    where = {"cwd": tmp_path}
    run("check", *samples, "--record", "registre.db", "--officer", "A. Exemple", **where)
    assert timeless(run("ledger", "log", "registre.db", **where).stdout) == shown("log")
    tampering = re.search(r'sqlite3 registre.db "(.*?)"', README)
    assert tampering
    with contextlib.closing(sqlite3.connect(tmp_path / "registre.db")) as database:
        database.executescript(tampering[1])
    verified = run("ledger", "verify", "registre.db", **where)
    assert (verified.returncode, timeless(verified.stdout)) == (1, shown("verify"))
    assert timeless(run("replay", "registre.db", **where).stdout) == shown("replay")


@pytest.mark.parametrize(
    ("mark", "options"),
    [
        ("screen", ["--out", "resultat.xlsx"]),
        (
            "compare",
            ["--out", "change.csv", "--compare-reading", "SRDEII-A27/court-proceedings=any-court"],
        ),
    ],
)
def test_the_portfolio_prints_what_the_readme_shows(
    run: Run, tmp_path: Path, mark: str, options: list[str]
) -> None:
    folder = ROOT / "fixtures" / "portfolios"
    table, columns = folder / "occitanie-2023.csv", folder / "occitanie-2023.columns.yaml"
    done = run("screen", table, "--map", columns, *options, cwd=tmp_path)
    assert folded(done.stdout) == folded("\n".join(shown_whole(mark)))


def shown_whole(mark: str) -> list[str]:
    found = re.search(rf"<!-- {mark} -->\n```\n(.*?)```", README, re.DOTALL)
    assert found
    return found[1].splitlines()


def test_the_clause_on_the_first_screen_stands_in_the_rules() -> None:
    found = re.search(r"```yaml\n(.*?)```", README, re.DOTALL)
    assert found
    (shown,) = yaml.safe_load(found[1])
    path = ROOT / "rules" / "occitanie" / "srdeii" / "2022-11-25" / "3-eligibility.yaml"
    clauses = yaml.safe_load(path.read_text(encoding="utf-8"))["clauses"]
    real = next(clause for clause in clauses if clause["clause"] == shown["clause"])
    for key in ("title", "kind", "stage", "cite", "require", "remedy"):
        assert shown[key] == real[key]
    assert shown["reasons"]["not_met"] == real["reasons"]["not_met"]


def test_every_command_stands_in_the_readme() -> None:
    commands = [
        "check",
        "self-check",
        "screen",
        "rules sql",
        "obligations",
        "monitor",
        "appreciate",
        "targets",
        "schemes match",
        "schemes list",
        "new dossier",
        "new award",
        "schema",
        "replay",
    ]
    commands += ["ledger log", "ledger rule", "ledger verify", "ledger checkpoint", "ledger erase"]
    commands += [f"rules {name}" for name in ("list", "show", "lint", "test", "cite", "diff")]
    for command in commands:
        assert f"eligibility {command}" in README, command
