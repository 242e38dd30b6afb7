"""The answers that a page carries: signed, read again, and never lost without a word."""

import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from itsdangerous import Serializer

from eligibility.facts import Dossier
from eligibility.facts.values import Misfit
from eligibility.interview import Interview, example, read_answer
from eligibility.language import Lang
from eligibility.web.settings import MAX_BODY
from eligibility.web.state import (
    EVERY_SCHEME,
    MAX_AGE,
    Notice,
    State,
    StateError,
    read_state,
    written,
)
from tests.web.asking import NOW, SCHEME, TODAY, Asking, carried, main, state_of, title

SECRET = b"one secret"
TEXTS = st.text(
    st.characters(codec="utf-8", categories=("L", "M", "N", "P", "S", "Zs")), max_size=60
)


@st.composite
def states(draw: st.DrawFn, worker: Asking) -> State:
    """An interview after some answers, drawn at random."""
    checks = worker.service.checks
    chance = random.Random(draw(st.integers(0, 2**32)))
    scheme = draw(st.sampled_from([each.id for each in checks.rulebook(TODAY).schemes]))
    made = checks.program(scheme, TODAY)
    interview = Interview((made,), Dossier("AUTOCONTROLE-1", scheme, None, {}), TODAY)
    trail = []
    for _ in range(draw(st.integers(0, 6))):
        page = interview.page()
        trail.append(tuple(fact.name for fact in page))
        for fact in page:
            if chance.random() < 0.2:
                interview = interview.unknown(fact.name)
                continue
            given_ = {"boolean": chance.choice(["oui", "non"]), "text": draw(TEXTS)}.get(
                fact.type.value
            )
            words = [word for word, _ in fact.words]
            try:
                typed = [
                    given_ or (words and chance.choice(words)) or example(fact, Lang.FR) or "1"
                ]
                interview = interview.answered(fact.name, read_answer(fact, typed, Lang.FR))
            except Misfit:
                interview = interview.unknown(fact.name)
    mode = draw(st.sampled_from([scheme, EVERY_SCHEME]))
    return State(mode, interview.dossier, interview.passed, tuple(trail))


@given(st.data())
def test_what_a_page_carries_comes_back_whole(worker: Asking, data: st.DataObject) -> None:
    state, region = data.draw(states(worker)), worker.service.checks.region
    found = read_state(written(state, region, SECRET, NOW), region, SECRET, NOW + MAX_AGE)
    assert found == state
    assert found.notice is None


@given(st.data())
def test_one_changed_sign_is_told_or_the_answers_are_lost(
    worker: Asking, data: st.DataObject
) -> None:
    state, region = data.draw(states(worker)), worker.service.checks.region
    text = written(state, region, SECRET, NOW)
    at = data.draw(st.integers(0, len(text) - 1))
    sign = data.draw(st.characters(codec="ascii", exclude_characters=text[at]))
    try:
        found = read_state(text[:at] + sign + text[at + 1 :], region, SECRET, NOW)
    except StateError:
        return
    # The last sign of a signature has bits that count for nothing.
    assert found.notice is Notice.ALTERED or (found == state and at == len(text) - 1)


@given(st.text(max_size=200) | st.binary(max_size=200).map(lambda each: each.decode("latin-1")))
def test_garbage_is_an_error_of_its_own(worker: Asking, text: str) -> None:
    with pytest.raises(StateError):
        read_state(text, worker.service.checks.region, SECRET, NOW)


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda each: (
        st.lists(each, max_size=3) | st.dictionaries(st.text(max_size=8), each, max_size=3)
    ),
    max_leaves=8,
)


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "mode": JSON_VALUES | st.just(SCHEME),
            "dossier": JSON_VALUES | st.just(f"id: A\nscheme: {SCHEME}\n"),
            "passed": JSON_VALUES,
            "trail": JSON_VALUES | st.lists(st.lists(st.just("company.equity"))),
            "at": JSON_VALUES,
        },
    )
)
def test_whatever_a_signed_page_says_is_a_state_or_a_state_error(
    worker: Asking, content: dict[str, object]
) -> None:
    text = Serializer(SECRET, b"eligibility/answers@1").dumps(content)
    try:
        found = read_state(str(text), worker.service.checks.region, SECRET, NOW)
    except StateError:
        return
    assert found.mode in (*worker.service.checks.region.scheme_ids, EVERY_SCHEME)


def page_of(worker: Asking, state: State, secret: bytes, at: int = NOW) -> str:
    return written(state, worker.service.checks.region, secret, at)


def test_answers_signed_by_another_service_are_shown_for_review(worker: Asking) -> None:
    text = page_of(worker, state_of(worker, {"company.headcount": "4321"}), b"another secret")
    for path in ("questions", "answers", "result", "fit"):
        page = worker.posted(f"/fr/{path}", {"state": text})
        assert title(page) == "Vos réponses"
        assert "Cette page a été modifiée" in main(page)
        assert "4 321" in main(page)


def test_reviewed_answers_are_signed_again(worker: Asking) -> None:
    text = page_of(worker, state_of(worker, {"company.headcount": "12"}), b"another secret")
    page = worker.posted("/fr/questions", {"state": text})
    assert title(worker.posted("/fr/questions", {"state": carried(page)})) == "L’entreprise"


def test_an_answer_that_does_not_fit_cannot_be_smuggled_in(worker: Asking) -> None:
    text = page_of(worker, state_of(worker, {"company.headcount": "4321"}), b"another secret")
    altered = text.replace("4321", "-1")
    assert altered != text
    page = worker.posted("/fr/questions", {"state": altered})
    assert page.status == 400


def test_a_page_of_yesterday_is_told(worker: Asking) -> None:
    secret = worker.service.secret
    text = page_of(worker, state_of(worker, {"company.headcount": "4321"}), secret, NOW - MAX_AGE)
    assert title(worker.posted("/fr/questions", {"state": text})) == "L’entreprise"
    page = worker.posted("/fr/questions", {"state": text}, now=NOW + 1)
    assert "plus d’un jour" in main(page)
    assert "4 321" in main(page)


def test_answers_that_cannot_be_read_leave_what_was_typed(worker: Asking) -> None:
    fields = {
        "state": "garbage",
        "q": "project.environmental_measures",
        "a:project.environmental_measures": "Isolation <b>de la toiture</b>",
    }
    page = worker.posted("/fr/questions", fields)
    assert page.status == 400
    assert "Isolation <b>de la toiture</b>" in main(page)
    assert "<b>" not in page.body.decode()


def test_the_longest_answers_fit_in_a_page_that_comes_back(worker: Asking) -> None:
    region = worker.service.checks.region
    texts = [fact for fact in region.catalogue.stated() if fact.type.value == "text"]
    assert texts
    stated = {fact.name: read_answer(fact, ["é\u05d0€x" * 2_500], Lang.FR) for fact in texts}
    text = page_of(worker, State(SCHEME, Dossier("A", SCHEME, None, stated)), SECRET)
    assert len(text) * 3 < MAX_BODY
    assert read_state(text, region, SECRET, NOW).dossier.stated == stated


def test_a_state_is_json_and_a_signature(worker: Asking) -> None:
    """Nothing else is carried than what a person said, and when."""
    text = page_of(worker, state_of(worker, {"company.headcount": "12"}), SECRET)
    content = json.loads(text.rpartition(".")[0])
    assert set(content) == {"mode", "dossier", "passed", "trail", "at"}
