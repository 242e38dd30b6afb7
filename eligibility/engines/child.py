"""
A child process that answers messages and can be killed.

A hang inside a C library cannot be interrupted from within, and a crash of it
takes its process along: so it runs here, apart from the process that talks to
the user.
"""

import contextlib
import os
import select
import signal
import struct
import sys
import time
from collections.abc import Callable

__all__ = ["Answering", "Child", "LostError"]

_HEAD = struct.Struct("<I")

Answering = Callable[[], Callable[[bytes], bytes]]
"""Made in the child, once: what answers each message."""


class LostError(Exception):
    """The child gave no answer in time, or is gone."""


class Child:
    """
    One child process, begun when it is made.

    One message at a time: it is answered before the next one is sent.

    Raises (each method but `close`):
        LostError: no answer; the child has been ended.
    """

    def __init__(self, answering: Answering) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        down, to = os.pipe()
        back, up = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(to)
            os.close(back)
            _serve(answering, down, up)
        os.close(down)
        os.close(up)
        os.set_blocking(to, False)  # a child that hangs must not hang its parent
        self.process, self.to, self.back = child, to, back

    def send(self, message: bytes, seconds: float) -> None:
        """Hands over one message, in so many *seconds* at most."""
        try:
            _send(self.to, message, time.monotonic() + seconds)
        except OSError:
            self.close()
            raise LostError from None

    def receive(self, seconds: float) -> bytes:
        """The answer to the last message, in so many *seconds* at most."""
        try:
            answer = _receive(self.back, time.monotonic() + seconds)
        except OSError:
            answer = None
        if answer is None:
            self.close()
            raise LostError
        return answer

    def close(self) -> None:
        """Ends the child; nothing happens the second time."""
        if self.process:
            with contextlib.suppress(OSError):
                os.kill(self.process, signal.SIGKILL)
            with contextlib.suppress(OSError):
                os.waitpid(self.process, 0)
            os.close(self.to)
            os.close(self.back)
        self.process, self.to, self.back = 0, -1, -1


def _serve(answering: Answering, down: int, up: int) -> None:
    """The child's whole life: messages in, answers out, until the pipe closes. Never returns."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        answer = answering()
        while (question := _receive(down, None)) is not None:
            _send(up, answer(question), None)
    except BaseException:  # a child that fails must not go on as a second parent
        os._exit(1)
    os._exit(0)


def _send(pipe: int, message: bytes, until: float | None) -> None:
    """Writes one message; raises TimeoutError when nobody reads it in time."""
    data = memoryview(_HEAD.pack(len(message)) + message)
    while data:
        if until is not None:
            left = until - time.monotonic()
            if left <= 0 or not select.select([], [pipe], [], left)[1]:
                raise TimeoutError
        data = data[os.write(pipe, data) :]


def _receive(pipe: int, until: float | None) -> bytes | None:
    """One message; None when the other end is gone or the time is up."""
    head = _read(pipe, _HEAD.size, until)
    return None if head is None else _read(pipe, _HEAD.unpack(head)[0], until)


def _read(pipe: int, size: int, until: float | None) -> bytes | None:
    data = b""
    while len(data) < size:
        if until is not None:
            left = until - time.monotonic()
            if left <= 0 or not select.select([pipe], [], [], left)[0]:
                return None
        more = os.read(pipe, size - len(data))
        if not more:
            return None
        data += more
    return data
