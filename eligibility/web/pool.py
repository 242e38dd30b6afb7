"""
Long-lived worker processes: one job at a time each, killed when one does not answer.

A worker holds durable-rules, which can hang or crash; the others go on, and
another takes its place. Workers are started by a server process that has no
threads: to fork a process that has some is not safe.
"""

import asyncio
import contextlib
import multiprocessing
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from eligibility.web.messages import Reply, Request
from eligibility.web.settings import Settings
from eligibility.web.worker import serve_jobs

__all__ = ["BusyError", "LostError", "Pool"]

_FORKS = multiprocessing.get_context("forkserver")


class BusyError(Exception):
    """Too many wait, or one has waited too long."""


class LostError(Exception):
    """The worker gave no answer; it has been ended."""


class _Slot:
    """One place for a worker, used by one thread at a time."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.process: BaseProcess | None = None
        self.pipe: Connection | None = None

    def ready(self) -> Connection:
        """The pipe to a worker that has read the rules."""
        if self.pipe is None or self.process is None or not self.process.is_alive():
            self.end()
            ours, theirs = _FORKS.Pipe()
            self.process = _FORKS.Process(
                target=serve_jobs, args=(self.settings, theirs), daemon=True
            )
            self.process.start()
            theirs.close()
            self.pipe = ours
            self.received(self.settings.start_deadline)
        return self.pipe

    def ask(self, request: Request) -> Reply:
        """The answer to one job."""
        try:
            self.ready().send(request)
        except OSError:
            self.end()
            raise LostError from None
        reply = self.received(self.settings.job_deadline)
        if not isinstance(reply, Reply):
            self.end()
            raise LostError
        if reply.retire:
            self.end()
        return reply

    def received(self, seconds: float) -> object:
        """What the worker sends next, in so many *seconds* at most."""
        with contextlib.suppress(EOFError, OSError):
            if self.pipe is not None and self.pipe.poll(seconds):
                return self.pipe.recv()
        self.end()
        raise LostError

    def end(self) -> None:
        """Ends the worker, if there is one."""
        if self.pipe is not None:
            self.pipe.close()
        if self.process is not None:
            self.process.kill()
            self.process.join()
        self.process = self.pipe = None


class Pool:
    """The workers of a service, begun by `start` and ended by `close`."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.slots = [_Slot(settings) for _ in range(settings.workers)]
        self.threads = ThreadPoolExecutor(settings.workers, thread_name_prefix="worker")
        self.free: asyncio.Queue[_Slot] = asyncio.Queue()
        self.waiting = 0

    async def start(self) -> None:
        """
        Begins every worker.

        Raises:
            LostError: one of them did not begin.
        """
        # What every worker imports is imported once, and shared by the fork.
        _FORKS.set_forkserver_preload(["eligibility.web.worker"])
        loop = asyncio.get_running_loop()
        begun = [loop.run_in_executor(self.threads, slot.ready) for slot in self.slots]
        await asyncio.gather(*begun)
        for slot in self.slots:
            self.free.put_nowait(slot)

    async def ask(self, request: Request) -> Reply:
        """
        The answer of the first worker that is free.

        Raises:
            BusyError: none became free in time.
            LostError: the worker did not answer.
        """
        if self.waiting >= self.settings.queue:
            raise BusyError
        self.waiting += 1
        try:
            slot = await asyncio.wait_for(self.free.get(), self.settings.queue_deadline)
        except TimeoutError:
            raise BusyError from None
        finally:
            self.waiting -= 1
        job = asyncio.get_running_loop().run_in_executor(self.threads, slot.ask, request)
        # The slot is free when its job ends, not when somebody stops waiting for it.
        job.add_done_callback(partial(self._freed, slot))
        return await asyncio.shield(job)

    def _freed(self, slot: _Slot, job: "asyncio.Future[Reply]") -> None:
        job.exception()  # somebody may have stopped waiting for it
        self.free.put_nowait(slot)

    def close(self) -> None:
        """Ends every worker."""
        for slot in self.slots:
            slot.end()
        self.threads.shutdown(wait=False, cancel_futures=True)
