"""What scripts and people get from `eligibility advise`, and from `advice` in `check --json`."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import run as run_process
from typing import Any

from tests.cli.conftest import Run

Write = Callable[..., Path]
ROOT = Path(__file__).parents[2]


def objects(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_one_object_a_dossier_with_schema_rulebook_and_sets(run: Run, dossier: Write) -> None:
    paths = [dossier("a.yaml", company__equity=-12000), dossier("b.yaml")]
    done = run("advise", *paths, "--json")
    assert done.returncode == 0, done.stderr
    found, nothing = objects(done.stdout)
    assert found["schema"] == "eligibility/advice@1"
    assert found["outcome"] == "ineligible"
    assert found["complete"] is True
    assert found["rulebook"]["digest"].startswith("sha256:")
    (change,) = found["sets"][0]["changes"]
    assert change["fact"] == "company.equity"
    assert change["distance"] == 12000.01
    assert found["sets"][0]["eligible_from"] is None
    assert nothing["sets"] == []
    assert nothing["reason"]


def test_check_carries_the_same_sets_for_every_dossier(run: Run, dossier: Write) -> None:
    path = dossier(request__amount=15000)
    checked = objects(run("check", path, "--json").stdout)[0]["advice"]
    advised = objects(run("advise", path, "--json").stdout)[0]
    assert checked == {key: advised[key] for key in ("complete", "sets", "reason")}
    assert objects(run("check", dossier(), "--json").stdout)[0]["advice"]["sets"] == []


def test_the_three_blocks_stand_apart_and_the_tool_does_not_decide(
    run: Run, dossier: Write
) -> None:
    proceedings = [{"kind": "civil", "closed_on": "2023-03-15"}]
    path = dossier(request__amount=15000, company__headcount=25, company__proceedings=proceedings)
    done = run("advise", path)
    assert done.returncode == 0, done.stderr
    text = done.stdout
    blocks = ["Ce que l'entreprise peut faire", "Ce que le temps fait", "Ce qui n'est pas entre"]
    assert [text.index(each) for each in blocks] == sorted(text.index(each) for each in blocks)
    assert "5\u00a0000\u00a0€ de trop" in text
    assert "Éligible à compter du 15 mars 2023." in text
    assert "une façon" in text
    assert "la décision appartient à un agent nommé" in text
    assert max(map(len, text.splitlines())) <= 80


def test_it_answers_in_english_and_on_a_terminal_with_plain_letters(
    run: Run, dossier: Write
) -> None:
    path = dossier(company__equity=-12000)
    assert "What the company can do" in run("advise", path, "--lang", "en").stdout
    done = run("advise", path, env={"PYTHONIOENCODING": "ascii"})
    assert done.returncode == 0, done.stderr
    assert done.stdout.isascii()


def test_a_file_that_does_not_fit_ends_with_2_and_the_others_go_on(
    run: Run, dossier: Write
) -> None:
    bad = dossier("bad.yaml", company__equity="beaucoup")
    done = run("advise", bad, dossier("good.yaml", company__equity=0), "--json")
    assert done.returncode == 2
    assert "company.equity" in done.stderr
    assert len(objects(done.stdout)) == 1


def test_a_reading_and_a_day_are_taken(run: Run, dossier: Write) -> None:
    path = dossier(company__equity=0)
    done = run(
        "advise", path, "--json", "--reading", "SRDEII-A27/equity=zero-is-positive",
        "--on", "2023-05-01",
    )  # fmt: skip
    found = objects(done.stdout)[0]
    assert (found["outcome"], found["evaluated_on"]) == ("eligible", "2023-05-01")


def test_the_plain_report_of_check_does_not_import_advice() -> None:
    code = (
        "import sys; from eligibility_cli.check import _face; _face(False, False);"
        "print(any(name.startswith('eligibility.advice') for name in sys.modules))"
    )
    done = run_process([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_it_stands_in_the_readme() -> None:
    assert "eligibility advise" in (ROOT / "README.md").read_text(encoding="utf-8")
