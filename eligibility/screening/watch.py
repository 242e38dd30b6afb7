"""
A long statement, watched: how far it is, and stopped at once on Ctrl-C.
"""

import threading
from collections.abc import Callable

import duckdb

__all__ = ["Tick", "watched"]

Tick = Callable[[float], None]
"""Is told how much of the work is done, from 0 to 1."""

_EVERY = 0.1


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

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    try:
        while thread.is_alive():
            thread.join(_EVERY)
            done = connection.query_progress()
            if 0 <= done <= 100:
                tick(done / 100)
    except BaseException:
        connection.interrupt()
        thread.join()
        raise
    if failed:
        raise failed[0]
