"""
A process that appends until it has done enough, or is killed.

    python -m tests.ledger.writer LEDGER NAME COUNT [ACTS]

It prints `ready`, then the numbers of each append once it is confirmed.
"""

import os
import sys
from datetime import UTC, datetime

from eligibility.ledger.entry import Draft, Kind
from eligibility.ledger.source import Act
from eligibility.ledger.store import Ledger


def now() -> datetime:
    return datetime.now(UTC)


def say(text: str) -> None:
    """The line at once, or nothing of it."""
    os.write(1, f"{text}\n".encode())


def main(where: str, name: str, count: int, acts: int = 1) -> None:
    say("ready")
    with Ledger.open(where, create=True, now=now) as book:
        for number in range(count):
            batch = [
                Act(Draft(Kind.ERASURE, {"erased": [], "motive": f"{name} {number} {act}"}))
                for act in range(acts)
            ]
            say(" ".join(str(entry.number) for entry in book.append(batch, now)))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:]))
