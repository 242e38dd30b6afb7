"""What a caller sends wrong is a problem document with its cure; never a fault of ours."""

import http.client
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from eligibility.web.app import HEADERS
from tests.web.asking import SCHEME
from tests.web.running import Running

GOOD = {"id": "A", "scheme": SCHEME}
BOMB = "a: &a [x, x]\n" + "".join(
    f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n"
    for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.fixture(scope="module")
def client(service: Running) -> Any:
    with httpx.Client(base_url=service.url, timeout=30) as found:
        yield found


def is_problem(answer: httpx.Response, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    found: dict[str, Any] = answer.json()
    assert found["type"].startswith("urn:eligibility:problem:")
    assert found["title"]
    assert found["status"] == status
    assert HEADERS.items() <= dict(answer.headers).items()
    return found


JSON_BODIES = {
    "broken": b'{"id": ',
    "empty": b"",
    "NaN": b'{"id": "A", "scheme": "x", "company": {"equity": NaN}}',
    "Infinity": b'{"id": "A", "company": {"equity": -Infinity}}',
    "twice": b'{"id": "A", "id": "B"}',
    "deep": b"[" * 100_000,
    "deep-object": b'{"a":' * 50_000,
    "list": b"[]",
    "null": b"null",
    "text": b'"x"',
    "not-utf8": b'{"id": "\xff"}',
    "lone-surrogate": b'{"id": "\\ud800"}',
    "nul": b'{"id": "\\u0000"}',
    "huge-number": b'{"id": "A", "company": {"equity": ' + b"9" * 5_000 + b"}}",
    "exponent": b'{"id": "A", "company": {"equity": 1e999999}}',
}
YAML_BODIES = {
    "broken": b"id: [",
    "tag": b"id: !!python/object/apply:os.system ['echo hi']",
    "bomb": BOMB.encode(),
    "twice": b"id: A\nid: B\n",
    "deep": b"[" * 50_000,
    "two": b"id: A\n---\nid: B\n",
    "merge": b"a: &a {id: A}\n<<: *a\n",
    "nul": b"id: \x00",
}


@pytest.mark.parametrize("path", ["check", "next-question", "advise"])
def test_a_body_that_cannot_be_read_is_told(client: httpx.Client, path: str) -> None:
    for kind, bodies in (("json", JSON_BODIES), ("yaml", YAML_BODIES)):
        for body in bodies.values():
            headers = {"content-type": f"application/{kind}"}
            answer = client.post(f"/v1/{path}", content=body, headers=headers)
            found = is_problem(answer, 422)
            assert found["errors"], body[:40]
            assert all(each["code"] and each["message"] for each in found["errors"])


def test_each_fault_of_a_dossier_has_its_place_and_its_cure(client: httpx.Client) -> None:
    text = '{\n "id": "A",\n "scheme": "pass",\n "company": {"headcont": 3, "equity": "many"}}'
    answer = client.post(
        "/v1/check",
        content=text,
        headers={"content-type": "application/json"},
        params={"lang": "en"},
    )
    found = is_problem(answer, 422)
    lines = {each["field"]: each["line"] for each in found["errors"]}
    assert lines == {"scheme": 3, "company.headcont": 4, "company.equity": 4}
    assert all(each["cure"] for each in found["errors"])
    assert "`headcount`" in found["detail"]


@pytest.mark.parametrize("media", ["text/plain", "", "application/xml", "multipart/form-data"])
def test_another_kind_of_body_is_refused(client: httpx.Client, media: str) -> None:
    answer = client.post("/v1/check", content=b"{}", headers={"content-type": media})
    assert is_problem(answer, 415)["type"].endswith(":media-type")


@pytest.mark.parametrize("address", ["/v1/check", "/fr/questions", "/fr/open"])
def test_two_megabytes_are_refused_whatever_their_length_is_said_to_be(
    client: httpx.Client, address: str
) -> None:
    def chunks() -> Iterator[bytes]:
        for _ in range(200):
            yield b"x" * 10_000

    headers = {"content-type": "application/json"}
    for content in (b"x" * 2_000_000, chunks()):
        try:
            answer = client.post(address, content=content, headers=headers)
        except (httpx.WriteError, httpx.RemoteProtocolError):
            continue  # refused before it was sent whole
        assert answer.status_code == 413
        assert HEADERS.items() <= dict(answer.headers).items()
    assert client.get("/healthz").status_code == 200


def test_a_length_that_is_a_lie_ends_that_connection_alone(service: Running) -> None:
    place = urlsplit(service.url)
    for length in ("-1", "abc", "99999999999999999999", "5, 6"):
        connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=5)
        try:
            connection.putrequest("POST", "/fr/open")
            connection.putheader("content-type", "multipart/form-data; boundary=x")
            connection.putheader("content-length", length)
            connection.endheaders(b"--x--\r\n")
            assert 400 <= connection.getresponse().status < 500
        finally:
            connection.close()
    assert httpx.get(f"{service.url}/healthz").status_code == 200


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ({"on": "2023-02-30"}, "calendrier"),
        ({"on": "hier"}, "calendrier"),
        ({"on": ""}, "calendrier"),
        ({"reading": "x"}, "incomplet"),
        ({"reading": "SRDEII-A27/equity=nothing"}, "nothing"),
        ({"reading": "NO-SUCH=thing"}, "NO-SUCH"),
        ({"on": "1990-01-01"}, "1990"),
    ],
)
def test_a_day_or_a_reading_that_does_not_fit_is_told(
    client: httpx.Client, query: dict[str, str], word: str
) -> None:
    for path in ("check", "next-question", "advise"):
        found = is_problem(client.post(f"/v1/{path}", json=GOOD, params=query), 422)
        assert word in json.dumps(found, ensure_ascii=False)


def test_an_unknown_fact_scheme_or_clause_is_told_with_the_nearest(client: httpx.Client) -> None:
    asked = client.post("/v1/next-question", json=GOOD, params={"unknown": "company.equiti"})
    assert "company.equity" in is_problem(asked, 422)["detail"]
    scheme = client.post("/v1/check", json={**GOOD, "scheme": "contrat-3t"})
    assert "contrat-3s" in is_problem(scheme, 422)["detail"]
    clause = client.get("/v1/clauses/SRDEII-A27-E33")
    assert "SRDEII-A27-E3" in is_problem(clause, 404)["detail"]


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
def test_another_method_is_refused(client: httpx.Client, method: str) -> None:
    answer = client.request(method, "/v1/check")
    is_problem(answer, 405)
    assert answer.headers["allow"] == "POST"


@pytest.mark.parametrize(
    "path", ["/v1/", "/v1/nothing", "/v2/check", "/v1/check/", "/nothing", "/docs", "/v1/clauses/"]
)
def test_an_address_that_is_not_served_is_told(client: httpx.Client, path: str) -> None:
    is_problem(client.get(path), 404)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/fr/", 200),
        ("/en/about", 200),
        ("/fr/nothing", 404),
        ("/en/questions", 405),
        ("/fr/clauses/NO", 404),
        ("/fr/schemes/no", 422),
        ("/static/style.css", 200),
        ("/static/nothing", 404),
        ("/static/../app.py", 404),
        ("/", 303),
        ("/fr", 308),
        ("/healthz", 200),
        ("/openapi.json", 200),
        ("/v1/schemes", 200),
    ],
)
def test_every_kind_of_answer_has_the_strict_headers(
    client: httpx.Client, path: str, status: int
) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert HEADERS.items() <= dict(answer.headers).items()
    assert "script-src" not in answer.headers["content-security-policy"]
    assert "set-cookie" not in answer.headers
    assert "server" not in answer.headers
    assert answer.headers["eligibility-version"]
    if not path.startswith("/static"):
        assert answer.headers["cache-control"] == "private, no-cache"


@pytest.mark.parametrize("path", ["/static/..%2fapp.py", "/static/%2e%2e/%2e%2e/app.py"])
def test_nothing_beside_the_static_files_is_served(service: Running, path: str) -> None:
    place = urlsplit(service.url)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=5)
    try:
        connection.request("GET", path)
        assert connection.getresponse().status == 404
    finally:
        connection.close()


def test_the_home_page_is_in_the_language_of_the_browser(client: httpx.Client) -> None:
    for accepted, place in (
        ("en-GB,fr;q=0.5", "/en/"),
        ("fr", "/fr/"),
        ("de", "/fr/"),
        ("", "/fr/"),
    ):
        answer = client.get("/", headers={"accept-language": accepted})
        assert answer.headers["location"] == place
