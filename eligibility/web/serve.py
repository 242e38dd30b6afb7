"""
The service run on this machine.
"""

import contextlib
import os
import secrets
import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn

from eligibility.errors import Fault, InputError
from eligibility.language import Text
from eligibility.web.app import create_app
from eligibility.web.settings import Settings

__all__ = ["serve"]

_BACKLOG = 2_048
SECRET = "ELIGIBILITY_SECRET"  # noqa: S105  the name of a variable
"""The variable that holds a secret shared by several services; without it each makes its own."""


def serve(
    rules: Path, host: str, port: int, workers: int, begun: Callable[[str, int], None]
) -> None:
    """
    Runs the service until it is stopped; calls *begun* with its address when it is ready.

    Raises:
        RulebookError: the rules do not fit.
        InputError: the address cannot be taken.
    """
    secret = os.environ.get(SECRET, "").encode() or secrets.token_bytes(32)
    settings = Settings(rules.resolve(), secret, workers)
    listening = _socket(host, port)
    app = create_app(settings, begun=lambda: begun(host, listening.getsockname()[1]))
    config = uvicorn.Config(
        app,
        access_log=False,
        log_level="warning",
        server_header=False,
        date_header=True,
        timeout_keep_alive=10,
        timeout_graceful_shutdown=10,
        h11_max_incomplete_event_size=64_000,
        backlog=_BACKLOG,
        limit_concurrency=2 * _BACKLOG,
    )
    with contextlib.closing(listening), contextlib.suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listening])


def _socket(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        found = socket.socket(family, socket.SOCK_STREAM)
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((host, port))
        found.listen(_BACKLOG)
    except (OSError, OverflowError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(
            [
                Fault(
                    "no-address",
                    None,
                    Text(
                        f"impossible d'écouter sur {host}:{port} : {reason}",
                        f"cannot listen on {host}:{port}: {reason}",
                    ),
                    Text("choisissez un autre --port ou --host", "choose another --port or --host"),
                )
            ]
        ) from None
    return found
