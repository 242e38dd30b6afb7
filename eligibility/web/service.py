"""
What a worker does with one request: a pure answer from the rules and the request.
"""

import sys
import traceback
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path

from eligibility.errors import EngineError
from eligibility.language import Lang, Text
from eligibility.web import api, pages
from eligibility.web.checks import Checks
from eligibility.web.messages import Reply, Request
from eligibility.web.problems import problem
from eligibility.web.visit import error_page

__all__ = ["Service"]


class Service:
    """The answers of one worker."""

    def __init__(self, rules: Path, secret: bytes) -> None:
        """Reads the rules; raises RulebookError where they do not fit."""
        self.checks = Checks.of(rules)
        self.secret = secret

    def answer(self, request: Request) -> Reply:
        """The reply to *request*; it never raises for what the caller sent."""
        try:
            reply = self._answer(request)
        except Exception as error:  # noqa: BLE001  whatever it is, the next request is served
            _told(error)
            reply = _fault(request)
        return replace(reply, retire=True) if self.checks.is_full else reply

    def _answer(self, request: Request) -> Reply:
        lang = _language(request)
        if request.path.startswith("/v1/"):
            try:
                return api.answer(self.checks, request)
            except EngineError as error:
                return problem(
                    HTTPStatus.SERVICE_UNAVAILABLE,
                    "engine",
                    _NO_CONCLUSION[lang],
                    error.faults,
                    lang,
                )
        try:
            return pages.answer(self.checks, self.secret, request)
        except EngineError as error:
            text = error.told(lang)
            return error_page(lang, HTTPStatus.SERVICE_UNAVAILABLE, _NO_CONCLUSION, text=text)


_NO_CONCLUSION = Text("Aucune conclusion n’est rendue", "No conclusion is given")
_WRONG = Text("Une erreur s’est produite de notre côté", "Something went wrong on our side")


def _language(request: Request) -> Lang:
    word = request.path.split("/", 2)[1]
    return pages.LANGUAGES.get(word) or pages.LANGUAGES.get(
        "".join(request.asked("lang")[:1]), Lang.FR
    )


def _fault(request: Request) -> Reply:
    lang = _language(request)
    if request.path.startswith("/v1/"):
        return problem(HTTPStatus.INTERNAL_SERVER_ERROR, "fault", _WRONG[lang], (), lang)
    return error_page(lang, HTTPStatus.INTERNAL_SERVER_ERROR, _WRONG)


def _told(error: Exception) -> None:
    """Says where a fault of ours is; not its message, which may hold what a company typed."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(place.filename).name}:{place.lineno}"
    print(f"fault: {type(error).__name__} at {where}", file=sys.stderr, flush=True)
