"""
Some rows of an output against the reference: a figure counts only where they agree.

    python -m tests.benchmarks.screening.sample IN.parquet OUT.parquet COUNT [LIST …]

prints `equal`, or how many rows are not and the first of them.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

from eligibility.rulebook import load_region
from tests.benchmarks.screening import ours
from tests.benchmarks.screening.reference import LISTS, Concluder, rows

__all__ = ["ROWS", "sampled"]

ROWS = 5000


def sampled(source: Path, screened: Path, count: int, lists: Sequence[str] = LISTS) -> str:
    """
    `equal`, or VOID and the first row of an evenly spread sample whose outcome, or one of *lists*, is not the reference's.
    """
    concluder = Concluder(load_region(ours.RULES), ours.TODAY)
    numbers = range(0, count, max(1, count // ROWS))
    compared, wrong, first = 0, 0, ""
    pairs = zip(rows(str(source), numbers), rows(str(screened), numbers), strict=True)
    for row, found in pairs:
        compared += 1
        outcome, *every = concluder.conclude(row)
        right = [row["id"], outcome, *(every[LISTS.index(name)] for name in lists)]
        got = [found["id"], found["outcome"], *(found[name] for name in lists)]
        if right != got:
            wrong += 1
            first = first or f"reference {right}\n  found     {got}"
    if not wrong and compared == len(numbers):
        return "equal"
    return f"VOID {wrong:,} of {compared:,}\n{first}"


if __name__ == "__main__":
    print(sampled(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4:] or LISTS))
