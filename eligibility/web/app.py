"""
The front: takes bounded requests, hands them to a worker, and sends the answers with strict headers.

It evaluates nothing itself, so that it stays quick while a worker is busy,
and logs nothing: what a company types is in no log and on no disk.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from http import HTTPStatus
from importlib.metadata import version
from pathlib import Path

from fastapi import FastAPI
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import ClientDisconnect
from starlette.requests import Request as Call
from starlette.responses import RedirectResponse, Response
from starlette.staticfiles import StaticFiles

from eligibility.language import Lang, Text
from eligibility.rulebook import load_region
from eligibility.web.description import describe
from eligibility.web.messages import JSON, Reply, Request
from eligibility.web.pages import LANGUAGES
from eligibility.web.pool import BusyError, LostError, Pool
from eligibility.web.problems import refused
from eligibility.web.settings import MAX_BODY, Settings
from eligibility.web.visit import error_page

__all__ = ["HEADERS", "create_app"]

HEADERS = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
        " base-uri 'none'; frame-ancestors 'none'"
    ),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
"""Sent with every answer: no script at all, no framing, no referrer."""

_MEDIA = ("application/json", "application/yaml", "application/x-yaml", "text/yaml")
# A strict editable install links to the files, and links are not served.
_HERE = Path(__file__).resolve().parent

Ask = Callable[[Request], Awaitable[Reply]]


class _TooLargeError(Exception):
    """A body past MAX_BODY."""


def create_app(
    settings: Settings, ask: Ask | None = None, begun: Callable[[], None] = lambda: None
) -> FastAPI:
    """
    The application; *ask* answers requests in place of a pool of workers.

    *begun* is called when the workers are ready.

    Raises:
        RulebookError: the rules do not fit.
    """
    region = load_region(settings.rules)
    pool = None if ask else Pool(settings)

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        if pool:
            await pool.start()
        begun()
        yield
        if pool:
            pool.close()

    app = FastAPI(
        title="eligibility",
        version=version("eligibility"),
        lifespan=life,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        redirect_slashes=False,
    )
    front = _Front(settings, ask or pool.ask)  # type: ignore[union-attr]
    describe(app, region, front.api)
    app.add_api_route("/healthz", front.health, methods=["GET"], summary="The service answers")
    app.add_route("/", _to_a_language, methods=["GET"], include_in_schema=False)
    app.mount("/static", StaticFiles(directory=_HERE / "static"), name="static")
    for word in LANGUAGES:
        app.add_route(f"/{word}", _to_slash, methods=["GET"], include_in_schema=False)
        app.add_route(
            f"/{word}/{{path:path}}", front.page, methods=["GET", "POST"], include_in_schema=False
        )
    app.add_exception_handler(HTTPException, front.not_served)
    app.add_exception_handler(Exception, front.broken)
    app.middleware("http")(_strict)
    return app


class _Front:
    """What every route does: bound, hand over, answer."""

    def __init__(self, settings: Settings, ask: Ask) -> None:
        self.settings = settings
        self.ask = ask

    async def api(self, call: Call) -> Response:
        """A call of the API."""
        media = _media(call)
        if call.method == "POST" and media not in _MEDIA:
            return _sent(
                refused(
                    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
                    "media-type",
                    "Envoyez le dossier en application/json ou application/yaml",
                    "Send the dossier as application/json or application/yaml",
                    _language(call),
                )
            )
        return await self.answered(call, media)

    async def page(self, call: Call) -> Response:
        """A page."""
        if call.url.path.endswith("/open") and call.method == "POST":
            return await self.uploaded(call)
        return await self.answered(call, _media(call))

    async def answered(self, call: Call, media: str) -> Response:
        try:
            async with asyncio.timeout(self.settings.body_deadline):
                body = await _body(call)
        except _TooLargeError:
            return self.failed(call, *_TOO_LARGE)
        except (TimeoutError, ClientDisconnect):
            return self.failed(call, *_TOO_SLOW)
        return await self.handed(call, media, body)

    async def uploaded(self, call: Call) -> Response:
        """A page that a file was sent to: the worker gets the file alone."""
        if int(call.headers.get("content-length") or MAX_BODY + 1) > MAX_BODY:
            return self.failed(call, *_TOO_LARGE)
        try:
            async with asyncio.timeout(self.settings.body_deadline):
                async with call.form(max_files=1, max_fields=5) as form:
                    file = form.get("file")
                    name, data = "", b""
                    if isinstance(file, UploadFile):
                        name, data = file.filename or "", await file.read(MAX_BODY + 1)
        except (TimeoutError, ClientDisconnect):
            return self.failed(call, *_TOO_SLOW)
        except (MultiPartException, HTTPException, AssertionError):
            data, name = b"", ""
        return await self.handed(call, JSON if name.endswith(".json") else "", data)

    async def handed(self, call: Call, media: str, body: bytes) -> Response:
        """The worker's answer, or why there is none."""
        now = datetime.now().astimezone()
        request = Request(
            call.method if call.method != "HEAD" else "GET",
            call.url.path,
            tuple(call.query_params.multi_items()),
            media,
            body,
            now.date(),
            int(now.timestamp()),
        )
        try:
            return _sent(await self.ask(request))
        except BusyError:
            return self.failed(call, *_BUSY)
        except LostError:
            return self.failed(call, *_LOST)

    def failed(self, call: Call, status: HTTPStatus, code: str, title: Text) -> Response:
        """A problem for the API, a page for a person."""
        lang = _language(call)
        if call.url.path.split("/")[1] in LANGUAGES:
            response = _sent(error_page(lang, status, title))
        else:
            response = _sent(refused(status, code, title.fr, title.en, lang))
        if status is HTTPStatus.SERVICE_UNAVAILABLE:
            response.headers["retry-after"] = "5"
        return response

    async def not_served(self, call: Call, error: Exception) -> Response:
        """An address or a method that is not served."""
        assert isinstance(error, HTTPException)
        title = {
            404: Text("Cette adresse n’existe pas", "This address does not exist"),
            405: Text(
                "Cette adresse ne prend pas cette méthode", "This address does not take this method"
            ),
        }.get(error.status_code, Text("La demande ne convient pas", "The request does not fit"))
        response = self.failed(call, HTTPStatus(error.status_code), "unknown", title)
        response.headers.update(error.headers or {})
        return response

    async def broken(self, call: Call, _: Exception) -> Response:
        """A fault of ours: nothing of it is shown."""
        return self.failed(
            call,
            HTTPStatus.INTERNAL_SERVER_ERROR,
            "fault",
            Text("Une erreur s’est produite", "Something went wrong"),
        )

    async def health(self) -> dict[str, str]:
        """`ok`, and the version of the engine."""
        return {"status": "ok", "version": version("eligibility")}


_TOO_LARGE = (
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "too-large",
    Text(
        "C’est trop grand : un dossier fait moins d’un mégaoctet",
        "This is too large: a dossier has less than a megabyte",
    ),
)
_TOO_SLOW = (
    HTTPStatus.REQUEST_TIMEOUT,
    "too-slow",
    Text("L’envoi a pris trop de temps : réessayez", "Sending took too long: try again"),
)
_BUSY = (
    HTTPStatus.SERVICE_UNAVAILABLE,
    "busy",
    Text(
        "Le service est très demandé : réessayez dans quelques secondes, vos réponses sont encore dans la page précédente",
        "The service is busy: try again in a few seconds, your answers are still in the page before",
    ),
)
_LOST = (
    HTTPStatus.SERVICE_UNAVAILABLE,
    "engine",
    Text(
        "Le moteur n’a pas répondu et a été relancé : réessayez, vos réponses sont encore dans la page précédente",
        "The engine did not answer and was started again: try again, your answers are still in the page before",
    ),
)


async def _body(call: Call) -> bytes:
    """The body; raises _TooLargeError past MAX_BODY, whatever its length was said to be."""
    parts, size = [], 0
    async for part in call.stream():
        size += len(part)
        if size > MAX_BODY:
            raise _TooLargeError
        parts.append(part)
    return b"".join(parts)


def _media(call: Call) -> str:
    return call.headers.get("content-type", "").partition(";")[0].strip().lower()


def _language(call: Call) -> Lang:
    word = call.url.path.split("/")[1]
    return LANGUAGES.get(word) or LANGUAGES.get(call.query_params.get("lang", "")) or Lang.FR


def _sent(reply: Reply) -> Response:
    headers = dict(reply.headers)
    if reply.rulebook:
        headers["eligibility-rulebook"] = reply.rulebook
    return Response(reply.body, reply.status, headers, media_type=reply.media)


async def _to_a_language(call: Call) -> Response:
    """The home page in the language that the browser prefers, French where it prefers neither."""
    first = call.headers.get("accept-language", "").strip().lower()
    return RedirectResponse("/en/" if first.startswith("en") else "/fr/", HTTPStatus.SEE_OTHER)


async def _to_slash(call: Call) -> Response:
    return RedirectResponse(call.url.path + "/", HTTPStatus.PERMANENT_REDIRECT)


async def _strict(call: Call, go_on: Callable[[Call], Awaitable[Response]]) -> Response:
    """Strict headers and the version on every answer; pages may only be kept by the person's browser."""
    response = await go_on(call)
    response.headers.update(HEADERS)
    response.headers["eligibility-version"] = version("eligibility")
    if not call.url.path.startswith("/static/"):
        # Not `no-store`: Back would then lose what a person typed.
        response.headers["cache-control"] = "private, no-cache"
    return response
