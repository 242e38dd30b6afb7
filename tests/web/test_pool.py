"""The workers: one that hangs or dies costs one answer, and none is left behind."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest

from eligibility.web.messages import JSON, Reply, Request
from eligibility.web.pool import BusyError, LostError, Pool
from eligibility.web.settings import Settings
from tests.web.asking import NOW, TODAY
from tests.web.conftest import RULES

SETTINGS = Settings(RULES, b"secret", workers=2, job_deadline=1.5)
EASY = Request("GET", "/v1/schemes", (), "", b"", TODAY, NOW)


@asynccontextmanager
async def pool(**changes: Any) -> AsyncIterator[Pool]:
    made = Pool(replace(SETTINGS, **changes))
    await made.start()
    try:
        yield made
    finally:
        made.close()


def with_pool(use: Callable[[Pool], Awaitable[None]], **changes: Any) -> None:
    """Runs *use* on a pool; fails where it takes a minute."""

    async def run() -> None:
        async with asyncio.timeout(60), pool(**changes) as made:
            await use(made)

    asyncio.run(run())


def pids(made: Pool) -> list[int]:
    return [slot.process.pid or 0 for slot in made.slots if slot.process]


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_worker_that_hangs_is_killed_while_the_other_goes_on() -> None:
    async def use(made: Pool) -> None:
        hung, other = pids(made)
        os.kill(hung, signal.SIGSTOP)
        begun = time.monotonic()
        lost = asyncio.create_task(made.ask(EASY))
        await asyncio.sleep(0)
        for _ in range(3):
            assert (await made.ask(EASY)).status == 200
        assert not lost.done()
        assert time.monotonic() - begun < SETTINGS.job_deadline
        with pytest.raises(LostError):
            await lost
        assert not is_running(hung)
        for _ in range(4):
            assert (await made.ask(EASY)).status == 200
        assert other in pids(made)
        assert hung not in pids(made)

    with_pool(use)


def test_a_worker_that_was_killed_is_replaced_and_nobody_notices() -> None:
    async def use(made: Pool) -> None:
        (before,) = pids(made)
        os.kill(before, signal.SIGKILL)
        await asyncio.sleep(0.2)
        assert (await made.ask(EASY)).status == 200
        assert pids(made) != [before]

    with_pool(use, workers=1)


def test_a_worker_killed_at_work_is_told_and_the_next_answer_comes() -> None:
    async def use(made: Pool) -> None:
        (before,) = pids(made)
        os.kill(before, signal.SIGSTOP)
        lost = asyncio.create_task(made.ask(EASY))
        await asyncio.sleep(0.2)
        os.kill(before, signal.SIGKILL)
        with pytest.raises(LostError):
            await lost
        assert (await made.ask(EASY)).status == 200

    with_pool(use, workers=1)


def test_no_worker_is_left_after_close() -> None:
    found: list[int] = []

    async def use(made: Pool) -> None:
        await made.ask(EASY)
        found.extend(pids(made))

    with_pool(use)
    assert len(found) == 2
    assert not any(map(is_running, found))


def test_a_caller_who_leaves_frees_the_slot_when_the_job_ends() -> None:
    async def use(made: Pool) -> None:
        (process,) = pids(made)
        os.kill(process, signal.SIGSTOP)
        left = asyncio.create_task(made.ask(EASY))
        await asyncio.sleep(0.1)
        left.cancel()
        with pytest.raises(asyncio.CancelledError):
            await left
        assert made.free.empty()
        os.kill(process, signal.SIGCONT)
        assert (await made.ask(EASY)).status == 200
        assert pids(made) == [process]

    with_pool(use, workers=1)


def test_a_caller_who_stops_waiting_for_a_slot_takes_none() -> None:
    async def use(made: Pool) -> None:
        (process,) = pids(made)
        os.kill(process, signal.SIGSTOP)
        first = asyncio.create_task(made.ask(EASY))
        second = asyncio.create_task(made.ask(EASY))
        await asyncio.sleep(0.1)
        assert made.waiting == 1
        second.cancel()
        with pytest.raises(asyncio.CancelledError):
            await second
        assert made.waiting == 0
        os.kill(process, signal.SIGCONT)
        assert (await first).status == 200
        assert (await made.ask(EASY)).status == 200

    with_pool(use, workers=1)


def test_the_queue_is_bounded_in_length_and_in_time() -> None:
    async def use(made: Pool) -> None:
        (process,) = pids(made)
        os.kill(process, signal.SIGSTOP)
        first = asyncio.create_task(made.ask(EASY))
        await asyncio.sleep(0.05)
        waiting = asyncio.create_task(made.ask(EASY))
        await asyncio.sleep(0.05)
        with pytest.raises(BusyError):
            await made.ask(EASY)
        with pytest.raises(BusyError):
            await waiting
        os.kill(process, signal.SIGCONT)
        assert (await first).status == 200

    with_pool(use, workers=1, queue=1, queue_deadline=0.5)


def test_a_worker_that_compiled_too_much_is_replaced_after_its_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The worker says that it is full; what counts as full is its own business."""

    async def use(made: Pool) -> None:
        (before,) = pids(made)
        slot = made.slots[0]
        whole = slot.received
        monkeypatch.setattr(slot, "received", lambda seconds: _retired(whole(seconds)))
        assert (await made.ask(EASY)).status == 200
        assert not is_running(before)
        monkeypatch.undo()
        assert (await made.ask(EASY)).status == 200
        assert pids(made) != [before]

    with_pool(use, workers=1)


def _retired(reply: object) -> object:
    assert isinstance(reply, Reply)
    return replace(reply, retire=True)


def test_a_job_that_is_no_request_ends_the_worker_alone() -> None:
    async def use(made: Pool) -> None:
        with pytest.raises(LostError):
            await made.ask("no request")  # type: ignore[arg-type]
        assert (await made.ask(EASY)).status == 200

    with_pool(use, workers=1)


def test_rules_that_cannot_be_read_end_the_start() -> None:
    async def start() -> None:
        made = Pool(replace(SETTINGS, rules=RULES / "nowhere", workers=1))
        try:
            await made.start()
        finally:
            made.close()

    with pytest.raises(LostError):
        asyncio.run(start())


def test_what_a_worker_is_asked_and_answers_is_whole() -> None:
    """Half a megabyte goes through the pipe and is refused, not cut."""

    async def use(made: Pool) -> None:
        request = Request("POST", "/v1/check", (), JSON, b"[" * 500_000, TODAY, NOW)
        assert (await made.ask(request)).status == 422

    with_pool(use, workers=1)
