"""What people and scripts get from `eligibility schemes`."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run

Write = Callable[..., Path]
FIXTURES = Path(__file__).parents[2] / "fixtures" / "dossiers"
PASS = "pass-transformation-ecologique"


def objects(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_match_has_one_object_a_scheme_the_eligible_first(run: Run, dossier: Write) -> None:
    done = run("schemes", "match", dossier(), "--json")
    assert done.returncode == 0, done.stderr
    found = objects(done.stdout)
    listed = objects(run("schemes", "list", "--json").stdout)
    assert {each["scheme"] for each in found} == {
        each["scheme"] for each in listed if each["state"] != "past"
    }
    verdicts = [each["verdict"] for each in found]
    order = ["eligible", "incomplete", "ineligible", "not_for_this_applicant"]
    assert verdicts == sorted(verdicts, key=order.index)
    (mine,) = [each for each in found if each["scheme"] == PASS]
    assert mine["verdict"] == "eligible"
    assert mine["clauses"] == mine["reasons"] == mine["questions"] == []


def test_match_says_for_each_scheme_what_check_says(run: Run, dossier: Write) -> None:
    path = dossier(company__headcount=25)
    found = {
        each["scheme"]: each for each in objects(run("schemes", "match", path, "--json").stdout)
    }
    (checked,) = objects(run("check", path, "--json").stdout)
    assert found[PASS]["verdict"] == checked["outcome"] == "ineligible"
    assert found[PASS]["clauses"] == [
        each["clause"] for each in checked["findings"] if each["status"] == "not_met"
    ]


def test_a_dossier_without_a_scheme_is_matched_and_not_checked(run: Run, dossier: Write) -> None:
    path = dossier(scheme=None)
    assert run("schemes", "match", path, "--json").returncode == 0
    refused = run("check", path)
    assert refused.returncode == 2
    assert "`scheme`" in refused.stderr


def test_the_applicant_sorts_out_what_is_for_others(run: Run, dossier: Write) -> None:
    path = dossier(applicant__kind="company")
    done = run("schemes", "match", path)
    assert done.returncode == 0, done.stderr
    assert "Pour d'autres demandeurs" in done.stdout
    assert "À dire d'abord" not in done.stdout
    assert "À dire d'abord" in run("schemes", "match", dossier("b.yaml")).stdout


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_line_fits_eighty_columns(run: Run, dossier: Write, lang: str) -> None:
    for command in (
        ("schemes", "match", dossier(company__equity=-1)),
        ("schemes", "match", FIXTURES / "nothing-known.yaml"),
        ("schemes", "list"),
        ("schemes", "show", "contrat-3s"),
        ("schemes", "audit"),
    ):
        done = run(*command, "--lang", lang)
        assert done.returncode == 0, done.stderr
        assert done.stdout
        assert max(map(len, done.stdout.splitlines())) <= 80


def test_common_reasons_are_told_once(run: Run, dossier: Write) -> None:
    text = run("schemes", "match", dossier(company__equity=-12000)).stdout
    assert "Pour tous ceux qui l'exigent" in text
    schemes = len(objects(run("schemes", "match", dossier(), "--json").stdout))
    assert 0 < text.count("Les capitaux propres s'élèvent") < schemes / 4


def test_a_list_for_one_applicant_holds_only_theirs(run: Run) -> None:
    found = objects(run("schemes", "list", "--for", "farm", "--json").stdout)
    assert found
    assert all("farm" in each["applicants"] for each in found)
    wrong = run("schemes", "list", "--for", "farms")
    assert wrong.returncode == 2
    assert "farm" in wrong.stderr


def test_a_scheme_is_found_by_its_former_name(run: Run) -> None:
    done = run("schemes", "show", "Pass artisanat d’art")
    assert done.returncode == 0, done.stderr
    assert "Métiers d" in done.stdout
    wrong = run("schemes", "show", "pass-transformation-ecologiqe")
    assert wrong.returncode == 2
    assert PASS in wrong.stderr


def test_show_reads_the_clauses_back_in_sentences_with_their_quotes(run: Run) -> None:
    text = run("schemes", "show", PASS).stdout
    assert "SRDEII-A27" in text
    assert "DELIB-A11-HEADCOUNT" in text
    assert "« Créer un Pass transformation" in text


def test_an_audit_with_a_scheme_against_the_rules_has_status_one(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "ambitions.yaml"
    path.write_text(
        "source: {fr: essai, en: trial}\nambitions: {a: {fr: a, en: a}}\n"
        f"schemes: {{{PASS}: {{serves: [], contradicts: []}}, contrat-3s: {{serves: [a], contradicts: []}}}}\n",
        encoding="utf-8",
    )
    done = run("schemes", "audit", "--ambitions", path, "--json")
    assert done.returncode == 1, done.stderr
    found = {each["scheme"]: each for each in objects(done.stdout)}
    statuses = {each["clause"]: each["status"] for each in found[PASS]["findings"]}
    assert statuses == {
        "SRDEII-A27-D1": "not_met",
        "SRDEII-A27-D2a": "not_met",
        "SRDEII-A27-D2b": "met",
    }
    assert {each["status"] for each in found["contrat-3s"]["findings"]} == {"met"}
    assert run("schemes", "audit").returncode == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("match", "absent.yaml"), "absent.yaml"),
        (("audit", "--ambitions", "absent.yaml"), "absent.yaml"),
        (("show", "x"), "eligibility schemes list"),
    ],
)
def test_a_mistake_is_told_without_a_traceback(
    run: Run, arguments: tuple[str, ...], said: str
) -> None:
    done = run("schemes", *arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not done.stdout
