"""Every shipped scheme, asked of people who answer at random and do not always know."""

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eligibility.decisions import Outcome, decide
from eligibility.documents import read_bytes, read_document
from eligibility.engines.worker import Worker
from eligibility.facts import Dossier, FactName, FactType, Stated, read_dossier
from eligibility.facts.writing import yaml_dossier
from eligibility.interview import COMPANY, Interview
from eligibility.rulebook import Program, in_force, load_region, program
from eligibility.rulebook.blank import needed_facts
from tests.conftest import ROOT
from tests.interview.making import DAY, Reference, concluded, replies, steps

REGION = load_region(ROOT / "rules" / "occitanie")
RULES = in_force(REGION, DAY)
SCHEMES = [scheme.id for scheme in RULES.schemes]
FIXTURES = sorted((ROOT / "fixtures" / "dossiers").iterdir())


@cache
def made(scheme: str, reading: str = "", alternative: str = "") -> Program:
    chosen = {reading: alternative} if reading else {}
    return program(RULES, scheme, DAY, chosen)


def start(scheme: str, **stated: Stated) -> Interview:
    known = {FactName(name): value for name, value in stated.items()}
    return Interview((made(scheme),), Dossier("D", scheme, None, known), DAY)


@pytest.mark.parametrize("scheme", SCHEMES)
@settings(max_examples=2)
@given(st.data())
def test_an_interview_ends_with_what_check_concludes_from_its_file(
    scheme: str, data: st.DataObject
) -> None:
    interview = start(scheme)
    asked = []
    for before, fact, after in steps(interview, replies(data)):
        (decision,) = concluded(before)
        assert fact.name in decision.missing
        assert fact == before.page()[0]
        assert after.progress().left < before.progress().left
        asked.append(fact.name)
        interview = after
    assert len(asked) == len(set(asked))
    assert set(asked) <= set(needed_facts(RULES, scheme, DAY))
    (decision,) = concluded(interview)
    for name in decision.missing:
        fact = REGION.catalogue[name]
        assert name in interview.passed or COMPANY not in fact.answered_by
    text = yaml_dossier(interview.dossier, REGION.catalogue)
    dossier = read_dossier(read_bytes(text.encode(), "d.yaml"), REGION.catalogue, [scheme])
    again = decide(dossier, made(scheme), as_of=DAY, engine=Reference())
    assert (again.outcome, again.missing) == (decision.outcome, decision.missing)
    assert [each.status for each in again.findings] == [each.status for each in decision.findings]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_somebody_who_knows_nothing_is_asked_once_and_nothing_is_held_against_them(
    scheme: str,
) -> None:
    interview = start(scheme)
    for _, _, after in steps(interview, lambda _: None):
        interview = after
    (decision,) = concluded(interview)
    assert decision.outcome is Outcome.INCOMPLETE
    assert interview.progress().left == 0


@pytest.mark.parametrize("scheme", SCHEMES)
@settings(max_examples=2)
@given(st.data())
def test_an_answer_can_be_changed_at_the_end(scheme: str, data: st.DataObject) -> None:
    interview = start(scheme)
    for _, _, after in steps(interview, replies(data)):
        interview = after
    fact = data.draw(st.sampled_from(interview.given()))
    stated = replies(data)(fact)
    edited = (
        interview.unknown(fact.name) if stated is None else interview.answered(fact.name, stated)
    )
    for before, each, after in steps(edited, replies(data)):
        assert each.name in concluded(before)[0].missing
        edited = after
    known = {*edited.dossier.stated, *edited.passed}
    for name in concluded(edited)[0].missing:
        assert name in known or COMPANY not in REGION.catalogue[name].answered_by


@settings(max_examples=2)
@given(st.data())
def test_all_schemes_at_once_ask_for_no_fact_twice(data: st.DataObject) -> None:
    programs = tuple(made(scheme) for scheme in SCHEMES[::7])
    interview = Interview(programs, Dossier("D", SCHEMES[0], None, {}), DAY)
    names = []
    for _, fact, after in steps(interview, replies(data)):
        names.append(fact.name)
        interview = after
    assert len(names) == len(set(names))
    for decision in concluded(interview):
        for name in decision.missing:
            assert name in interview.passed or COMPANY not in REGION.catalogue[name].answered_by


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_a_dossier_that_is_resumed_is_not_asked_what_it_says(path: Path) -> None:
    dossier = read_dossier(read_document(path), REGION.catalogue, REGION.scheme_ids)
    day = dossier.submitted_on or DAY
    rules = program(in_force(REGION, day), dossier.scheme, day)
    interview = Interview((rules,), dossier, day)
    for _, fact, after in steps(interview, lambda _: None):
        assert fact.name not in dossier.stated
        interview = after
    assert interview.dossier.stated == dossier.stated


def _readings() -> list[tuple[str, str, str]]:
    found = [
        (str(scheme), str(each.reading), each.alternative)
        for scheme in SCHEMES
        for each in made(scheme).variants
    ]
    return found[::3]


@pytest.mark.parametrize(("scheme", "reading", "alternative"), _readings())
@settings(max_examples=2)
@given(st.data())
def test_under_any_reading_what_stays_open_was_passed_or_has_to_be_made_precise(
    scheme: str, reading: str, alternative: str, data: st.DataObject
) -> None:
    rules = made(scheme, reading, alternative)
    interview = Interview((rules,), Dossier("D", scheme, None, {}), DAY)
    bound = interview.progress().left
    count = 0
    for _, _, after in steps(interview, replies(data)):
        count += 1
        interview = after
    assert count <= bound
    (decision,) = concluded(interview)
    for name in decision.missing:
        fact = REGION.catalogue[name]
        in_doubt = fact.type is FactType.PROCEEDINGS and name in interview.dossier.stated
        assert name in interview.passed or COMPANY not in fact.answered_by or in_doubt


def test_the_command_line_s_engine_concludes_the_same() -> None:
    interview = start(SCHEMES[0])
    for _, _, after in steps(interview, lambda _: None):
        interview = after
    with Worker() as worker:
        found = decide(interview.dossier, interview.programs[0], as_of=DAY, engine=worker)
    assert found.outcome is concluded(interview)[0].outcome
