"""A dossier held against every scheme: the same conclusions as one by one, in the order of what to do."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from eligibility.decisions import Outcome, decide
from eligibility.documents import read_document
from eligibility.facts import Dossier, FactName, Stated, read_dossier
from eligibility.language import Lang
from eligibility.logic import Status
from eligibility.rulebook import Stage, in_force, load_region
from eligibility.rulebook.model import APPLICANT, State
from eligibility.schemes import Match, Verdict, matches
from eligibility.schemes.match import programs_of
from eligibility.schemes.words import plain, reasons
from tests.advice.making import Reference

ROOT = Path(__file__).parents[2]
DAY = date(2023, 2, 1)
REGION = load_region(ROOT / "rules" / "occitanie")
PROGRAMS = tuple(programs_of(in_force(REGION, DAY), DAY))
DOSSIERS = sorted((ROOT / "fixtures" / "dossiers").iterdir())[::4]


def dossier(path: Path) -> Dossier:
    return read_dossier(read_document(path), REGION.catalogue, REGION.scheme_ids)


def found(given: Dossier) -> tuple[Match, ...]:
    return matches(given, PROGRAMS, DAY)


@pytest.mark.parametrize("path", DOSSIERS, ids=lambda path: path.stem)
def test_each_scheme_gets_what_a_decision_on_it_alone_says(path: Path) -> None:
    given = dossier(path)
    programs = {made.scheme.id: made for made in PROGRAMS}
    for match in found(given):
        made = programs[match.scheme.id]
        alone = decide(replace(given, scheme=match.scheme.id), made, as_of=DAY, engine=Reference())
        assert match.decision.outcome is alone.outcome
        assert match.decision.missing == alone.missing
        if match.verdict is not Verdict.OTHER_APPLICANT:
            assert match.verdict.value == alone.outcome.value


@pytest.mark.parametrize("path", DOSSIERS, ids=lambda path: path.stem)
def test_what_one_may_ask_for_stands_before_what_lacks_little_before_the_refusals(
    path: Path,
) -> None:
    order = list(Verdict)
    ranks = [
        (
            order.index(match.verdict),
            match.scheme.state is not State.OPEN,
            len(match.questions) if match.verdict is Verdict.INCOMPLETE else 0,
        )
        for match in found(dossier(path))
    ]
    assert ranks == sorted(ranks)
    assert len(ranks) == len(PROGRAMS)


@pytest.mark.parametrize("path", DOSSIERS, ids=lambda path: path.stem)
def test_the_reasons_are_those_that_decide_and_the_schemes_own_come_first(path: Path) -> None:
    wanted = {Outcome.INELIGIBLE: Status.NOT_MET, Outcome.INCOMPLETE: Status.UNKNOWN}
    for match in found(dossier(path)):
        if match.verdict is Verdict.OTHER_APPLICANT:
            continue
        statuses = {finding.status for finding in match.deciding}
        assert statuses <= {wanted.get(match.decision.outcome)}
        assert bool(match.deciding) is (match.verdict is not Verdict.ELIGIBLE)
        own = [finding.clause.stage is Stage.SCHEME for finding in match.deciding]
        assert own == sorted(own, reverse=True)
        assert {fact.name for fact in match.questions} == (
            set(match.decision.missing) if match.verdict is Verdict.INCOMPLETE else set()
        )


def told(given: Dossier, applicant: str) -> Dossier:
    return replace(given, stated={**given.stated, APPLICANT: Stated(applicant)})


def test_a_scheme_for_others_is_said_to_be_and_nothing_else_is() -> None:
    given = told(dossier(ROOT / "fixtures" / "dossiers" / "demo-eligible.yaml"), "individual")
    for match in found(given):
        meant = match.scheme.applicants
        meant_for_others = bool(meant) and "individual" not in meant
        assert (match.verdict is Verdict.OTHER_APPLICANT) is meant_for_others
        if match.verdict is Verdict.OTHER_APPLICANT:
            assert "s'adresse à d'autres demandeurs" in reasons(match, Lang.FR)[0]


def test_a_decision_on_a_scheme_for_others_warns_where_no_clause_of_it_refuses() -> None:
    given = told(dossier(ROOT / "fixtures" / "dossiers" / "demo-eligible.yaml"), "individual")
    (made,) = [each for each in PROGRAMS if each.scheme.id == "pass-transformation-ecologique"]
    decision = decide(given, made, as_of=DAY, engine=Reference())
    assert [fault.code for fault in decision.warnings] == ["other-applicant"]
    mine = decide(told(given, "company"), made, as_of=DAY, engine=Reference())
    assert not mine.warnings


def test_a_dossier_without_anything_is_incomplete_for_every_open_scheme() -> None:
    empty = Dossier("OCC-1", "", None, {})
    for match in found(empty):
        assert match.verdict in (Verdict.INCOMPLETE, Verdict.ELIGIBLE)
        if match.verdict is Verdict.ELIGIBLE:
            assert not any(clause.is_tested for clause in match.scheme.clauses)


def test_the_json_has_the_questions_with_who_may_answer() -> None:
    given = dossier(ROOT / "fixtures" / "dossiers" / "demo-incomplete.yaml")
    (match,) = [each for each in found(given) if each.scheme.id == "contrat-3s"]
    said = plain(match, Lang.EN)
    assert said["verdict"] == "incomplete"
    asked = {each["fact"]: each for each in said["questions"]}
    assert FactName("assessed.strategic_company") in asked
    assert asked["assessed.strategic_company"]["answered_by"] == ["officer"]
    assert said["schema"] == "eligibility/match@1"
