"""
What a process costs: wall time, processor time and peak memory.
"""

import os
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Command", "Cost", "Table", "cost", "costs"]

Command = Sequence[str | Path]


@dataclass(frozen=True, slots=True)
class Cost:
    """The least of wall and processor time over some runs, the most memory, and what the quickest run printed."""

    seconds: float
    processor: float
    megabytes: float
    printed: str


def cost(command: Command, folder: Path) -> Cost:
    """
    What *command* costs once.

    The kernel counts the memory of the process that starts another one: the
    caller must stay small.
    """
    log = folder / "printed.txt"
    with log.open("wb") as file:
        start = time.perf_counter()
        process = subprocess.Popen(list(map(str, command)), stdout=file)
        _, status, usage = os.wait4(process.pid, 0)
        spent = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, process.args, log.read_bytes())
    used = usage.ru_utime + usage.ru_stime
    return Cost(spent, used, usage.ru_maxrss / 1024, log.read_text(encoding="utf-8"))


def costs(commands: Sequence[Command], folder: Path, times: int) -> list[Cost]:
    """
    What each command costs over *times* runs, after one that is not counted.

    They take turns, and the least counts: what else the machine does can only
    add to it.
    """
    for command in commands:
        cost(command, folder)
    rounds = [[cost(command, folder) for command in commands] for _ in range(times)]
    return [
        Cost(
            min(each.seconds for each in found),
            min(each.processor for each in found),
            max(each.megabytes for each in found),
            min(found, key=lambda each: each.seconds).printed,
        )
        for found in zip(*rounds, strict=True)
    ]


class Table:
    """Rows printed as they come, in columns of fixed width."""

    def __init__(self, first: int, *heads: str) -> None:
        self.first = first
        self.widths = [max(len(head), 10) for head in heads[1:]]
        self.add(*heads)

    def add(self, name: str, *cells: str) -> None:
        """Prints one row."""
        right = (cell.rjust(width) for cell, width in zip(cells, self.widths, strict=False))
        print(name.ljust(self.first), *right, sep="  ", flush=True)
