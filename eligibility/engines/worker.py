"""
durable-rules in a process of its own, which can be killed.

A hang inside the C library cannot be interrupted from within: a worker that
does not answer in time is killed, and the dossier gets an error, never a
conclusion. The worker also keeps the library, and any crash of it, out of
the process that talks to the user.
"""

import contextlib
import os
import select
import signal
import struct
import sys
import time
from typing import Self

from eligibility.engines.protocol import Job, Truths
from eligibility.engines.wire import facts_from, facts_to, truths_from, truths_to
from eligibility.errors import EngineError, Fault
from eligibility.facts import Facts
from eligibility.language import Text
from eligibility.rulebook import Program

__all__ = ["Worker"]

_HEAD = struct.Struct("<I")
DEADLINE = 10.0
"""Seconds for one dossier: it takes a third of a millisecond, so this is a hang."""


class Worker:
    """
    One child process for one program, begun at the first job.

    One job at a time: a second `start` before the first job was asked for its
    truths is a fault of the caller.
    """

    def __init__(self, deadline: float = DEADLINE) -> None:
        self.deadline = deadline
        self.program: Program | None = None
        self.child = 0
        self.to = self.back = -1

    def start(self, program: Program, facts: Facts) -> Job:
        """Hands one dossier to the child; the job waits for its answer."""
        self.prepare(program)
        try:
            _send(self.to, facts_to(facts), time.monotonic() + self.deadline)
        except OSError:
            raise self._lost() from None
        return self._truths

    def prepare(self, program: Program) -> None:
        """Begins the child, which makes itself ready while the caller goes on."""
        if self.program is not program:
            self.close()
            self._fork(program)

    def close(self) -> None:
        """Ends the child, if there is one."""
        if self.child:
            with contextlib.suppress(OSError):
                os.kill(self.child, signal.SIGKILL)
            with contextlib.suppress(OSError):
                os.waitpid(self.child, 0)
            os.close(self.to)
            os.close(self.back)
        self.child, self.to, self.back, self.program = 0, -1, -1, None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _truths(self) -> Truths:
        program = self.program
        try:
            answer = _receive(self.back, time.monotonic() + self.deadline)
        except OSError:
            answer = None
        if answer is None or program is None:
            raise self._lost()
        truths = truths_from(answer)
        if len(truths) != len(program.conditions):
            raise self._lost()
        return truths

    def _lost(self) -> EngineError:
        self.close()
        return EngineError(
            [
                Fault(
                    "engine-lost",
                    None,
                    Text(
                        "durable-rules n'a pas répondu et a été arrêté",
                        "durable-rules did not answer and was stopped",
                    ),
                    Text(
                        "aucune conclusion n'est rendue pour ce dossier ; signalez-le avec la version",
                        "no conclusion is given for this dossier; report it with the version",
                    ),
                )
            ]
        )

    def _fork(self, program: Program) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        down, to = os.pipe()
        back, up = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(to)
            os.close(back)
            _serve(program, down, up)
        os.close(down)
        os.close(up)
        os.set_blocking(to, False)  # a child that hangs must not hang its parent
        self.child, self.to, self.back, self.program = child, to, back, program


def _serve(program: Program, down: int, up: int) -> None:
    """The child's whole life: facts in, truths out, until the pipe closes. Never returns."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        from eligibility.engines.durable import Rulesets

        rulesets = Rulesets(program)
        while (question := _receive(down, None)) is not None:
            _send(up, truths_to(rulesets.truths(facts_from(question))), None)
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
