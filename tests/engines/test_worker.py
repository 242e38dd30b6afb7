"""A worker that fails gives an error, never a conclusion."""

import os
import signal

import pytest

from eligibility.engines.worker import Worker
from eligibility.errors import EngineError
from eligibility.facts import FactName
from eligibility.logic import Any as AnyOf
from eligibility.logic import Compare, Op
from tests.strategies import program

N = FactName("n.0")
MADE = program([Compare((N,), Op.ABOVE, 0)])


def process(worker: Worker) -> int:
    assert worker.child is not None
    return worker.child.process


def test_a_worker_answers_again_and_again() -> None:
    with Worker() as worker:
        assert [worker.start(MADE, {N: i})() for i in (-1, 0, 1)] == [(False,), (False,), (True,)]


@pytest.mark.parametrize("kind", [signal.SIGKILL, signal.SIGSTOP], ids=["killed", "hung"])
def test_a_dead_or_hung_worker_is_an_error_and_the_next_one_works(kind: signal.Signals) -> None:
    with Worker(deadline=0.3) as worker:
        worker.start(MADE, {N: 1})()
        os.kill(process(worker), kind)
        with pytest.raises(EngineError):
            worker.start(MADE, {N: 1})()
        assert worker.child is None
        worker.deadline = 10
        assert worker.start(MADE, {N: 1})() == (True,)


def test_no_child_is_left_behind() -> None:
    worker = Worker()
    worker.start(MADE, {N: 1})()
    child = process(worker)
    worker.close()
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


def test_a_child_that_reads_nothing_does_not_hang_its_parent() -> None:
    """A dossier larger than the pipe, and nobody at the other end."""
    text = {FactName("x.0"): "x" * 1_000_000}
    with Worker(deadline=0.3) as worker:
        assert worker.start(MADE, {N: 1, **text})() == (True,)
        os.kill(process(worker), signal.SIGSTOP)
        with pytest.raises(EngineError):
            worker.start(MADE, text)()
        assert worker.child is None


def test_a_worker_that_was_lost_leaves_no_zombie_and_no_open_pipe() -> None:
    with Worker(deadline=0.3) as worker:
        worker.start(MADE, {N: 1})()
        child, pipes = process(worker), (worker.child.to, worker.child.back)  # type: ignore[union-attr]
        os.kill(child, signal.SIGKILL)
        with pytest.raises(EngineError) as caught:
            worker.start(MADE, {N: 1})()
        assert caught.value.faults[0].code == "engine-lost"
        with pytest.raises(ChildProcessError):
            os.waitpid(child, os.WNOHANG)
        for pipe in pipes:
            with pytest.raises(OSError):
                os.fstat(pipe)


def test_another_program_gets_another_child() -> None:
    other = program([Compare((N,), Op.BELOW, 0)])
    with Worker() as worker:
        assert worker.start(MADE, {N: 1})() == (True,)
        first = process(worker)
        assert worker.start(other, {N: 1})() == (False,)
        assert process(worker) != first


def test_two_thousand_dossiers_go_through_one_child() -> None:
    with Worker() as worker:
        worker.start(MADE, {})()
        child = process(worker)
        found = [worker.start(MADE, {N: i % 3 - 1})()[0] for i in range(2000)]
        assert found == [i % 3 == 2 for i in range(2000)]
        assert process(worker) == child


def test_a_program_the_engine_refuses_is_an_error_in_the_parent() -> None:
    wide = program([AnyOf(tuple(Compare((N,), Op.ABOVE, i) for i in range(100)))])
    with Worker(deadline=5) as worker, pytest.raises(EngineError):
        worker.start(wide, {N: 1})()
