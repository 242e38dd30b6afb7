"""The officer's sheet: each criterion once, filled by facts or waiting for a person, never guessed."""

from datetime import date
from pathlib import Path

import pytest

from eligibility.appreciation import Sheet, Standing, sheet
from eligibility.appreciation.plain import plain
from eligibility.decisions import decide
from eligibility.documents import read_bytes, read_document
from eligibility.facts import read_dossier
from eligibility.language import Lang
from eligibility.logic import Status
from eligibility.rulebook import Kind, Stage, in_force, load_region, program
from tests.advice.making import Reference

ROOT = Path(__file__).parents[2]
DAY = date(2023, 2, 1)
REGION = load_region(ROOT / "rules" / "occitanie")
RULEBOOK = in_force(REGION, DAY)
DOSSIERS = sorted((ROOT / "fixtures" / "dossiers").iterdir())[::4]
GOOD = (ROOT / "fixtures" / "dossiers" / "demo-eligible.yaml").read_text(encoding="utf-8")
JUDGED = """
assessed:
  sovereignty_capacity:
    {value: strong, by: A. Exemple, role: instructrice, on: 2023-01-20, rationale: Relocalisation}
"""


def of(text: str, readings: dict[str, str] | None = None) -> Sheet:
    given = read_dossier(read_bytes(text.encode(), "d.yaml"), REGION.catalogue, REGION.scheme_ids)
    made = program(RULEBOOK, given.scheme, DAY, readings)
    return sheet(decide(given, made, as_of=DAY, engine=Reference()))


@pytest.mark.parametrize("path", DOSSIERS, ids=lambda path: path.stem)
def test_every_criterion_of_the_texts_applied_stands_on_it_once(path: Path) -> None:
    given = read_dossier(read_document(path), REGION.catalogue, REGION.scheme_ids)
    made = program(RULEBOOK, given.scheme, DAY)
    found = sheet(decide(given, made, as_of=DAY, engine=Reference()))
    shown = [row.clause.id for row in found.rows] + [clause.id for clause in found.aside]
    assert len(shown) == len(set(shown))
    applied = {finding.clause.id for finding in found.decision.findings}
    for strategy in RULEBOOK.strategies:
        if applied.intersection(clause.id for clause in strategy.clauses):
            for clause in strategy.clauses:
                criterion = (
                    clause.stage is Stage.APPRECIATION and clause.kind is not Kind.INFORMATION
                )
                assert (clause.id in shown) is criterion
    for row in found.rows:
        assert row.clause.citation.quote
        assert (row.standing is Standing.OPEN) or not row.missing


@pytest.mark.parametrize("path", DOSSIERS, ids=lambda path: path.stem)
def test_a_priority_is_answered_by_facts_alone_and_rejects_nothing(path: Path) -> None:
    given = read_dossier(read_document(path), REGION.catalogue, REGION.scheme_ids)
    made = program(RULEBOOK, given.scheme, DAY)
    decision = decide(given, made, as_of=DAY, engine=Reference())
    found = sheet(decision)
    answered = [row for row in found.rows if row.finding]
    for row in answered:
        assert row.finding
        assert (row.standing is Standing.OPEN) is (row.finding.status is Status.UNKNOWN)
    tested = {finding.clause.id for finding in decision.findings}
    assert not tested.intersection(row.clause.id for row in found.rows)


def test_a_judgement_stands_with_who_in_what_role_when_and_why() -> None:
    (row,) = [r for r in of(GOOD + JUDGED).rows if r.clause.id == "SRDEII-A27-C11"]
    assert row.standing is Standing.JUDGED
    assert row.judgement
    assert row.judgement.origin.plain() == {
        "origin": "assessed",
        "by": "A. Exemple",
        "role": "instructrice",
        "on": "2023-01-20",
        "rationale": "Relocalisation",
    }
    (before,) = [r for r in of(GOOD).rows if r.clause.id == "SRDEII-A27-C11"]
    assert before.standing is Standing.OPEN
    assert before.missing == ("assessed.sovereignty_capacity",)


def test_a_figure_whose_facts_are_missing_is_left_open_not_zero() -> None:
    text = GOOD.replace("self_financing_capacity: 64000", "self_financing_capacity: null")
    assert text != GOOD
    (row,) = [r for r in of(text).rows if r.clause.id == "SRDEII-A27-C4b"]
    assert row.standing is Standing.OPEN
    assert [figure.value for figure in row.figures] == [None]


def test_the_json_says_exact_figures_and_facts_looked_at() -> None:
    said = plain(of(GOOD), None, Lang.EN)
    by_id = {each["clause"]: each for each in said["criteria"]}
    assert by_id["SRDEII-A27-C4b"]["figures"][0]["exact"] == "5/32"
    assert by_id["SRDEII-A27-C9"]["facts"]["project.ghg_effect"] == "lower"
    assert said["schema"] == "eligibility/appreciation@1"
    assert said["proposal"] is None
