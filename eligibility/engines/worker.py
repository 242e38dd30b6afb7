"""
durable-rules in a process of its own, which can be killed.

A worker that does not answer in time is killed, and the dossier gets an
error, never a conclusion.
"""

from collections.abc import Callable
from functools import partial
from typing import Self

from eligibility.engines.child import Child, LostError
from eligibility.engines.protocol import Job, Truths
from eligibility.engines.wire import facts_from, facts_to, truths_from, truths_to
from eligibility.errors import EngineError, Fault
from eligibility.facts import Facts
from eligibility.language import Text
from eligibility.rulebook import Program

__all__ = ["DEADLINE", "Worker", "lost"]

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
        self.child: Child | None = None

    def start(self, program: Program, facts: Facts) -> Job:
        """Hands one dossier to the child; the job waits for its answer."""
        child = self.prepare(program)
        try:
            child.send(facts_to(facts), self.deadline)
        except LostError:
            self.close()
            raise lost() from None
        return partial(self._truths, child, len(program.conditions))

    def prepare(self, program: Program) -> Child:
        """The child, which makes itself ready while the caller goes on."""
        if self.child is None or self.program is not program:
            self.close()
            self.child, self.program = Child(partial(_answering, program)), program
        return self.child

    def close(self) -> None:
        """Ends the child, if there is one."""
        if self.child is not None:
            self.child.close()
        self.child = self.program = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _truths(self, child: Child, size: int) -> Truths:
        try:
            truths = truths_from(child.receive(self.deadline))
        except LostError:
            self.close()
            raise lost() from None
        if len(truths) != size:
            self.close()
            raise lost()
        return truths


def lost() -> EngineError:
    """The error for a worker that did not answer."""
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


def _answering(program: Program) -> Callable[[bytes], bytes]:
    from eligibility.engines.durable import Rulesets

    rulesets = Rulesets(program)
    return lambda question: truths_to(rulesets.truths(facts_from(question)))
