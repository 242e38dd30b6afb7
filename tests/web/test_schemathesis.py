"""The description of the API holds: calls made from it, and bodies made to break it."""

import json
from typing import Any

import httpx
import jsonschema
import pytest
import schemathesis
from hypothesis import given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.web.asking import SCHEME, Asking, carried
from tests.web.running import Running

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.fixture(scope="session")
def described(service: Running) -> Any:
    return schemathesis.openapi.from_url(f"{service.url}/openapi.json")


@pytest.fixture(scope="session")
def description(service: Running) -> dict[str, Any]:
    found: dict[str, Any] = httpx.get(f"{service.url}/openapi.json").json()
    return found


def operations(described: Any) -> dict[str, Any]:
    found = [each.ok() for each in described.get_all_operations()]
    return {f"{each.method.upper()} {each.path}": each for each in found}


OPERATIONS = [
    "POST /v1/check",
    "POST /v1/next-question",
    "POST /v1/advise",
    "GET /v1/schemes",
    "GET /v1/clauses/{clause_id}",
    "GET /v1/rulebooks",
    "GET /healthz",
]


def test_every_address_of_the_contract_is_described(described: Any) -> None:
    assert sorted(operations(described)) == sorted(OPERATIONS)


@pytest.mark.parametrize("name", OPERATIONS)
def test_calls_made_from_the_description_are_answered_as_described(
    described: Any, name: str
) -> None:
    @settings(max_examples=6)
    @given(operations(described)[name].as_strategy())
    def called(case: Any) -> None:
        case.call_and_validate(checks=CHECKS)

    called()


@pytest.mark.parametrize("path", ["/v1/check", "/v1/next-question", "/v1/advise"])
def test_the_example_is_accepted_and_answered_as_described(
    service: Running, description: dict[str, Any], path: str
) -> None:
    operation = description["paths"][path]["post"]
    content = operation["requestBody"]["content"]["application/json"]
    jsonschema.validate(content["example"], content["schema"])
    answer = httpx.post(f"{service.url}{path}", json=content["example"])
    assert answer.status_code == 200
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    jsonschema.validate(answer.json(), schema)


def test_every_problem_is_answered_as_described(
    service: Running, description: dict[str, Any]
) -> None:
    responses = description["paths"]["/v1/check"]["post"]["responses"]
    for body, media, status in (
        (b"{", "application/json", "422"),
        (b"{}", "text/plain", "415"),
        (b"x" * 1_000_001, "application/json", "413"),
    ):
        answer = httpx.post(
            f"{service.url}/v1/check", content=body, headers={"content-type": media}
        )
        assert str(answer.status_code) == status
        schema = responses[status]["content"]["application/problem+json"]["schema"]
        jsonschema.validate(answer.json(), schema)


JSONISH = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda each: (
        st.lists(each, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["id", "scheme", "company", "equity", "proceedings", "value", "kind", "x"]
            ),
            each,
            max_size=4,
        )
    ),
    max_leaves=12,
)
BODIES = st.one_of(
    st.binary(max_size=300),
    st.text(max_size=300).map(lambda each: each.encode("utf-8", "replace")),
    JSONISH.map(lambda each: json.dumps(each).encode()),
    JSONISH.map(lambda each: json.dumps({"id": "A", "scheme": SCHEME, "company": each}).encode()),
)


@given(
    body=BODIES,
    media=st.sampled_from(["application/json", "application/yaml"]),
    path=st.sampled_from(["check", "next-question", "advise"]),
)
def test_no_body_of_the_api_is_a_fault_of_ours(
    worker: Asking, body: bytes, media: str, path: str
) -> None:
    reply = worker.sent("POST", f"/v1/{path}", body, media)
    assert reply.status in (200, 422)
    assert json.loads(reply.body)


NAMES = st.sampled_from(
    [
        *("state", "scheme", "q", "edit", "do", "a:company.equity", "k:company.equity"),
        *("a:company.proceedings", "k:company.proceedings", "a:self_diagnosis.done", "a:", "k:"),
        "a:project.environmental_measures",
    ]
)
VALUES = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [SCHEME, "*", "company.equity", "company.proceedings", "none", "some", "unknown", "?"]
    ),
)


@given(
    path=st.sampled_from(["questions", "answers", "result", "fit", "dossier", "nothing"]),
    lang=st.sampled_from(["fr", "en"]),
    fields=st.dictionaries(NAMES, VALUES | st.lists(VALUES, max_size=3), max_size=6),
    begun=st.booleans(),
)
def test_no_form_is_a_fault_of_ours(
    worker: Asking, path: str, lang: str, fields: dict[str, Any], begun: bool
) -> None:
    if begun:
        fields = {**fields, "state": carried(worker.posted("/fr/questions", {"scheme": SCHEME}))}
    reply = worker.posted(f"/{lang}/{path}", {k: v for k, v in fields.items() if v != []})
    assert reply.status < 500


@given(
    path=st.sampled_from(["questions", "answers", "result", "fit", "dossier", "open"]), body=BODIES
)
def test_no_raw_body_of_a_page_is_a_fault_of_ours(worker: Asking, path: str, body: bytes) -> None:
    media = "application/x-www-form-urlencoded"
    assert worker.sent("POST", f"/fr/{path}", body, media).status < 500
