"""The API says what `check --json` says; each address, each parameter, each kind of body."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from tests.conftest import ROOT
from tests.web.asking import SCHEME
from tests.web.running import Running, checked

DOSSIERS = sorted((ROOT / "fixtures" / "dossiers").iterdir())
EQUITY = {"id": "A", "submitted_on": "2023-02-01", "scheme": SCHEME, "company": {"equity": 0}}
ZERO = "SRDEII-A27/equity=zero-is-positive"


@pytest.fixture(scope="module")
def client(service: Running) -> Any:
    with httpx.Client(base_url=service.url, timeout=30) as found:
        yield found


def status_of(body: dict[str, Any], clause: str) -> str:
    return str(next(each["status"] for each in body["findings"] if each["clause"] == clause))


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_check_is_what_the_command_prints_for_every_dossier(
    client: httpx.Client, tmp_path: Path, lang: str
) -> None:
    decisions = checked(tmp_path, "--lang", lang, *DOSSIERS)
    assert len(decisions) == len(DOSSIERS) > 30
    for path, expected in zip(DOSSIERS, decisions, strict=True):
        kind = "json" if path.suffix == ".json" else "yaml"
        answer = client.post(
            "/v1/check",
            params={"lang": lang},
            content=path.read_bytes(),
            headers={"content-type": f"application/{kind}; charset=utf-8"},
        )
        assert answer.status_code == 200, path.name
        found = answer.json()
        added = {key: found.pop(key) for key in ("advice",) if key not in expected}
        assert json.dumps(found, ensure_ascii=False) == json.dumps(expected, ensure_ascii=False)
        assert set(added) <= {"advice"}


@pytest.mark.parametrize("path", DOSSIERS[::4], ids=lambda path: path.stem)
def test_json_and_yaml_bodies_are_answered_alike(client: httpx.Client, path: Path) -> None:
    content = yaml.safe_load(path.read_text("utf-8"))
    text = json.dumps(content, default=str)
    bodies = []
    for media in ("application/json", "application/yaml", "application/x-yaml", "text/yaml"):
        answer = client.post("/v1/check", content=text, headers={"content-type": media})
        assert answer.status_code == 200
        bodies.append(answer.content)
    assert len(set(bodies)) == 1


def test_the_day_and_the_reading_are_the_caller_s(client: httpx.Client) -> None:
    plain = client.post("/v1/check", json=EQUITY).json()
    assert plain["evaluated_on"] == "2023-02-01"
    assert status_of(plain, "SRDEII-A27-E3") == "not_met"
    other = client.post("/v1/check", json=EQUITY, params={"on": "2024-05-06", "reading": ZERO})
    assert other.json()["evaluated_on"] == "2024-05-06"
    assert status_of(other.json(), "SRDEII-A27-E3") == "met"


def test_the_language_changes_words_and_nothing_else(client: httpx.Client) -> None:
    fr, en = (
        client.post("/v1/check", json=EQUITY, params={"lang": lang}).json() for lang in ("fr", "en")
    )
    assert fr != en
    assert [(each["clause"], each["status"]) for each in fr["findings"]] == [
        (each["clause"], each["status"]) for each in en["findings"]
    ]


def test_questions_lead_from_nothing_to_a_conclusion(client: httpx.Client) -> None:
    """A program answers until nothing is asked; then nothing is unknown that it could tell."""
    answers = {
        "boolean": True,
        "proceedings": [],
        "text": "Isolation",
        "amount": 1000,
        "number": 12,
    }
    dossier: dict[str, Any] = {"id": "A", "scheme": SCHEME}
    left = []
    for _ in range(60):
        answer = client.post("/v1/next-question", json=dossier).json()
        left.append(answer["progress"]["left_at_most"])
        question = answer["question"]
        if question is None:
            break
        *folders, name = question["fact"].split(".")
        place = dossier
        for folder in folders:
            place = place.setdefault(folder, {})
        place[name] = answers[question["type"]]
    assert left[-1] == 0
    assert left == sorted(left, reverse=True)
    assert client.post("/v1/check", json=dossier).json()["outcome"] == "eligible"


def test_what_is_said_to_be_unknown_is_not_asked_again(client: httpx.Client) -> None:
    dossier = {"id": "A", "scheme": SCHEME}
    seen: list[str] = []
    for _ in range(60):
        answer = client.post("/v1/next-question", json=dossier, params={"unknown": seen}).json()
        if answer["question"] is None:
            break
        assert answer["question"]["fact"] not in seen
        seen.append(answer["question"]["fact"])
    assert answer["question"] is None
    assert answer["progress"]["left_at_most"] == 0
    assert "company.equity" in seen


def test_advise_is_the_advice_of_check_with_its_place(client: httpx.Client) -> None:
    content = yaml.safe_load((ROOT / "fixtures/dossiers/demo-ineligible.yaml").read_text("utf-8"))
    text = json.dumps(content, default=str)
    headers = {"content-type": "application/json"}
    checked = client.post("/v1/check", content=text, headers=headers).json()
    advised = client.post("/v1/advise", content=text, headers=headers).json()
    assert advised["schema"] == "eligibility/advice@1"
    for key in ("dossier", "scheme", "outcome", "rulebook"):
        assert advised[key] == checked[key]
    for key in ("complete", "reason"):
        assert advised[key] == checked["advice"][key]
    assert len(advised["sets"]) == len(checked["advice"]["sets"])


def test_schemes_clauses_and_rulebooks_name_each_other(client: httpx.Client) -> None:
    schemes = client.get("/v1/schemes", params={"on": "2023-02-01"}).json()
    assert SCHEME in [each["id"] for each in schemes["schemes"]]
    for scheme in schemes["schemes"][::9]:
        for clause in scheme["clauses"]:
            found = client.get(f"/v1/clauses/{clause}", params={"on": "2023-02-01"}).json()
            assert (found["clause"], found["part_of"]) == (clause, scheme["id"])
            assert found["citation"]["quote"]
    books = client.get("/v1/rulebooks").json()["rulebooks"]
    assert schemes["rulebook"]["digest"] in [each["digest"] for each in books]
    assert all(book["files"] for book in books)


def test_a_clause_says_its_readings_in_both_languages(client: httpx.Client) -> None:
    for lang, word in (("fr", "Des capitaux propres nuls"), ("en", "Equity of zero")):
        found = client.get("/v1/clauses/SRDEII-A27-E3", params={"lang": lang}).json()
        (reading,) = [each for each in found["readings"] if each["reading"].endswith("equity")]
        assert reading["alternatives"]["zero-is-positive"].startswith(word)


def test_every_answer_names_the_engine_and_the_rules(client: httpx.Client) -> None:
    for answer in (
        client.post("/v1/check", json=EQUITY),
        client.post("/v1/next-question", json=EQUITY),
        client.post("/v1/advise", json=EQUITY),
        client.get("/v1/schemes"),
        client.get("/v1/clauses/SRDEII-A27-E3"),
    ):
        assert answer.headers["content-type"] == "application/json"
        assert answer.headers["eligibility-version"]
        assert answer.headers["eligibility-rulebook"] == answer.json()["rulebook"]["digest"]
    assert client.get("/v1/rulebooks").headers["eligibility-rulebook"].startswith("sha256:")


def test_the_service_says_that_it_answers(client: httpx.Client) -> None:
    answer = client.get("/healthz")
    assert answer.json() == {"status": "ok", "version": answer.headers["eligibility-version"]}


def test_the_same_question_has_the_same_bytes_in_answer(client: httpx.Client) -> None:
    bodies = {client.post("/v1/check", json=EQUITY).content for _ in range(6)}
    assert len(bodies) == 1
