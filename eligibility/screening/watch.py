"""
A long statement, watched: how far it is, and stopped at once on Ctrl-C.
"""

import contextlib
import threading
from collections.abc import Callable

import duckdb

__all__ = ["Tick", "finished", "in_background", "watched"]

Tick = Callable[[float], None]
"""Is told how much of the work is done, from 0 to 1."""

_EVERY = 0.1


def in_background(work: Callable[[], None]) -> threading.Event:
    """
    Starts *work*, and gives what is set when it has ended.

    Not the thread: after Ctrl-C its `join` takes it for one that has ended.
    """
    ended = threading.Event()

    def run() -> None:
        try:
            work()
        finally:
            ended.set()

    threading.Thread(target=run, daemon=True).start()
    return ended


def finished(ended: threading.Event) -> None:
    """Waits for work in the background, however often somebody presses Ctrl-C."""
    while not ended.is_set():
        with contextlib.suppress(KeyboardInterrupt):
            ended.wait()


def watched(connection: duckdb.DuckDBPyConnection, sql: str, tick: Tick) -> None:
    """
    Runs one statement to its end.

    Raises:
        duckdb.Error: as the statement does.
    """
    failed: list[BaseException] = []

    def work() -> None:
        try:
            connection.execute(sql).fetchall()
        except BaseException as error:  # noqa: BLE001  raised again below
            failed.append(error)

    ended = in_background(work)
    try:
        while not ended.wait(_EVERY):
            done = connection.query_progress()
            if 0 <= done <= 100:
                tick(done / 100)
    except BaseException:
        connection.interrupt()
        finished(ended)
        raise
    if failed:
        raise failed[0]
