"""
The life of a worker: read the rules, then answer one job after the other.
"""

import signal
from multiprocessing.connection import Connection

from eligibility.web.messages import Request
from eligibility.web.service import Service
from eligibility.web.settings import Settings

__all__ = ["serve_jobs"]


def serve_jobs(settings: Settings, pipe: Connection) -> None:
    """Says `True` when it is ready; ends when nobody asks any more."""
    # Ctrl-C ends the front, which ends its workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    service = Service(settings.rules, settings.secret)
    pipe.send(True)
    while True:
        try:
            request = pipe.recv()
        except (EOFError, OSError):
            return
        assert isinstance(request, Request)
        pipe.send(service.answer(request))
