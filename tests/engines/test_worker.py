"""A worker that fails gives an error, never a conclusion."""

import os
import signal

import pytest

from eligibility.engines.worker import Worker
from eligibility.errors import EngineError
from eligibility.facts import FactName
from eligibility.logic import Compare, Op
from tests.strategies import program

N = FactName("n.0")
MADE = program([Compare((N,), Op.ABOVE, 0)])


def test_a_worker_answers_again_and_again() -> None:
    with Worker() as worker:
        assert [worker.start(MADE, {N: i})() for i in (-1, 0, 1)] == [(False,), (False,), (True,)]


@pytest.mark.parametrize("kind", [signal.SIGKILL, signal.SIGSTOP], ids=["killed", "hung"])
def test_a_dead_or_hung_worker_is_an_error_and_the_next_one_works(kind: signal.Signals) -> None:
    with Worker(deadline=0.3) as worker:
        worker.start(MADE, {N: 1})()
        os.kill(worker.child, kind)
        with pytest.raises(EngineError):
            worker.start(MADE, {N: 1})()
        assert worker.child == 0
        worker.deadline = 10
        assert worker.start(MADE, {N: 1})() == (True,)


def test_no_child_is_left_behind() -> None:
    worker = Worker()
    worker.start(MADE, {N: 1})()
    child = worker.child
    worker.close()
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)
