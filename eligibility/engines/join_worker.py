"""
Events matched to duties by durable-rules in a process of its own, which can be killed.
"""

import json
from collections.abc import Callable, Sequence
from functools import partial
from typing import Self

from eligibility.engines.child import Child, LostError
from eligibility.engines.matching import Answer, Happening, MatchJob, Question, Window
from eligibility.engines.worker import DEADLINE, lost
from eligibility.rulebook.covenant import Cause

__all__ = ["JoinWorker"]

_EVENTS_A_DEADLINE = 10_000
"""One more deadline is granted for so many events: they take a second or two."""


class JoinWorker:
    """
    One child process for one list of causes, begun at the first job.

    One job at a time, as with `Worker`.
    """

    def __init__(self, deadline: float = DEADLINE) -> None:
        self.deadline = deadline
        self.causes: tuple[Cause, ...] | None = None
        self.child: Child | None = None

    def start(self, causes: tuple[Cause, ...], questions: Sequence[Question]) -> MatchJob:
        """Hands the questions to the child; the job waits for its answers."""
        child = self.prepare(causes)
        events = sum(len(question.happenings) for question in questions)
        seconds = self.deadline * (1 + events // _EVENTS_A_DEADLINE)
        try:
            child.send(_asked(questions), seconds)
        except LostError:
            self.close()
            raise lost() from None
        return partial(self._answers, child, len(questions), seconds)

    def prepare(self, causes: tuple[Cause, ...]) -> Child:
        """The child, which makes itself ready while the caller goes on."""
        if self.child is None or self.causes != causes:
            self.close()
            self.child, self.causes = Child(partial(_answering, causes)), causes
        return self.child

    def close(self) -> None:
        """Ends the child, if there is one."""
        if self.child is not None:
            self.child.close()
        self.child = self.causes = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _answers(self, child: Child, size: int, seconds: float) -> Sequence[Answer]:
        try:
            found = _answered(child.receive(seconds))
        except LostError:
            self.close()
            raise lost() from None
        if len(found) != size:
            self.close()
            raise lost()
        return found


def _answering(causes: tuple[Cause, ...]) -> Callable[[bytes], bytes]:
    from eligibility.engines.joins import Joins

    joins = Joins()
    joins.rulesets(causes)

    def answer(asked: bytes) -> bytes:
        found = joins.start(causes, _questions(asked))()
        return json.dumps(
            [[[*pair, truth] for pair, truth in each.items()] for each in found]
        ).encode()

    return answer


def _asked(questions: Sequence[Question]) -> bytes:
    return json.dumps(
        [
            [
                [[each.causes, each.surely, each.possibly] for each in question.windows],
                [[each.day, each.kind, each.truths] for each in question.happenings],
            ]
            for question in questions
        ]
    ).encode()


def _questions(asked: bytes) -> list[Question]:
    return [
        Question(
            tuple(
                Window(tuple(causes), (surely[0], surely[1]), (possibly[0], possibly[1]))
                for causes, surely, possibly in windows
            ),
            tuple(Happening(day, kind, truths) for day, kind, truths in happenings),
        )
        for windows, happenings in json.loads(asked)
    ]


def _answered(data: bytes) -> list[Answer]:
    return [{(at, number): truth for at, number, truth in each} for each in json.loads(data)]
