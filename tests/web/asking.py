"""Requests to a worker in this process, and what stands in its pages."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import unescape
from typing import Any
from urllib.parse import urlencode

from eligibility.facts import Dossier, FactName
from eligibility.interview import read_answer
from eligibility.language import Lang
from eligibility.web.messages import JSON, Reply, Request
from eligibility.web.service import Service
from eligibility.web.state import EVERY_SCHEME, State

__all__ = [
    "NOW",
    "SCHEME",
    "TODAY",
    "Asking",
    "Fields",
    "asked",
    "carried",
    "main",
    "state_of",
    "title",
]

TODAY, NOW = date(2023, 2, 1), 1_675_209_600
SCHEME = "pass-transformation-ecologique"

Fields = Mapping[str, str | Sequence[str]]


@dataclass(frozen=True)
class Asking:
    """A worker, asked as the front asks it."""

    service: Service

    def get(self, path: str, **query: str | Sequence[str]) -> Reply:
        """The answer to a GET."""
        return self.sent("GET", path, b"", "", **query)

    def sent(
        self, method: str, path: str, body: bytes, media: str, **query: str | Sequence[str]
    ) -> Reply:
        """The answer to any request."""
        return self.service.answer(
            Request(method, path, tuple(_pairs(query)), media, body, TODAY, NOW)
        )

    def posted(self, path: str, fields: Fields, *, now: int = NOW) -> Reply:
        """The answer to a form."""
        body = urlencode(_pairs(fields)).encode()
        media = "application/x-www-form-urlencoded"
        return self.service.answer(Request("POST", path, (), media, body, TODAY, now))

    def called(self, path: str, dossier: Any, **query: str | Sequence[str]) -> Reply:
        """The answer to a call of the API with *dossier* as JSON."""
        return self.sent("POST", f"/v1/{path}", json.dumps(dossier).encode(), JSON, **query)


def _pairs(fields: Fields) -> list[tuple[str, str]]:
    return [
        (name, value)
        for name, values in fields.items()
        for value in ([values] if isinstance(values, str) else values)
    ]


def carried(reply: Reply) -> str:
    """The answers that a page carries."""
    found = re.search(r'name="state" value="([^"]*)"', reply.body.decode())
    assert found, reply.body.decode()
    return unescape(found[1])


def asked(reply: Reply) -> list[str]:
    """The questions on a page."""
    return re.findall(r'name="q" value="([^"]*)"', reply.body.decode())


def title(reply: Reply) -> str:
    """The title of a page, without what all titles end with."""
    found = re.search("<title>(.*?)</title>", reply.body.decode())
    assert found
    return unescape(found[1]).split(" – ")[0]


def main(reply: Reply) -> str:
    """The words of a page, without its head and foot."""
    text = reply.body.decode().split("<main", 1)[1].split("</main>")[0]
    return " ".join(unescape(re.sub("<[^>]*>", " ", text)).split())


def state_of(worker: Asking, answers: Mapping[str, str], scheme: str = SCHEME) -> State:
    """An interview with these answers, typed as a French person types."""
    region, stated = worker.service.checks.region, {}
    for name, typed in answers.items():
        fact = region.catalogue[FactName(name)]
        stated[fact.name] = read_answer(fact, [] if typed == "none" else [typed], Lang.FR)
    shown = region.scheme_ids[0] if scheme == EVERY_SCHEME else scheme
    return State(scheme, Dossier("AUTOCONTROLE-1", shown, None, stated))
