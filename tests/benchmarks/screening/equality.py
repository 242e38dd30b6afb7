"""
Every row of a screened table against the conclusion for the same dossier alone.

    python -m tests.benchmarks.screening.equality [COUNT] [SEED]

The portfolio is screened from Parquet and from CSV. Outcome, not_met, unknown,
missing and sensitive of every row must be those that `decide` draws from the
reference's truths; also for tables that lack a column, each column in turn.
Exit status 1 on any difference.
"""

import multiprocessing
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import cache
from itertools import islice
from pathlib import Path

import duckdb

from eligibility.rulebook import load_region
from eligibility.screening.table import literal, quoted
from tests.benchmarks.screening import ours, portfolio
from tests.benchmarks.screening.reference import LISTS, Concluder, rows

__all__ = ["differences", "main"]

CHUNK = 5000
LACKING = 400
"""Rows of each table that lacks a column."""
HEAD = ("id", "scheme", "submitted_on")
SHOWN = 5


@cache
def _concluder() -> Concluder:
    return Concluder(load_region(ours.RULES), ours.TODAY)


def differences(source: Path, screened: Path, numbers: range) -> tuple[int, int, list[str]]:
    """How many of these rows were compared, how many differ, and the first that do."""
    concluder = _concluder()
    compared, count, shown = 0, 0, list[str]()
    pairs = zip(rows(str(source), numbers), rows(str(screened), numbers), strict=True)
    for row, found in pairs:
        compared += 1
        right = concluder.conclude(row)
        got = (found["outcome"], *(found[name] for name in LISTS))
        if (row["id"], row["scheme"], None, *right) != (
            found["id"],
            found["scheme"],
            found["error"],
            *got,
        ):
            count += 1
            told = [
                f"{name} {wrong}, reference {wanted}"
                for name, wrong, wanted in zip(("outcome", *LISTS), got, right, strict=True)
                if wrong != wanted
            ]
            shown.append(f"{row['id']} {found['error'] or ''}: " + "; ".join(told))
    return compared, count, shown[:SHOWN]


def _compare(work: tuple[Path, Path, range]) -> tuple[int, int, list[str]]:
    return differences(*work)


def against_csv(screened: Path, by_hand: Path) -> int:
    """How many rows come out otherwise from CSV than from Parquet."""
    texts = ", ".join(f"array_to_string({name}, ';') AS {name}" for name in LISTS)
    csv = ", ".join(f"coalesce({name}, '') AS {name}" for name in LISTS)
    head = "id, scheme, outcome, error"
    with duckdb.connect() as connection:
        (count,) = connection.execute(
            f"SELECT count(*) FROM (SELECT {head}, {texts} FROM read_parquet({literal(str(screened))})"
            f" EXCEPT ALL SELECT {head}, {csv}"
            f" FROM read_csv({literal(str(by_hand))}, all_varchar = true, header = true))"
        ).fetchall()[0]
    return int(count)


def lacking(folder: Path, seed: int) -> Iterator[tuple[str, tuple[int, int, list[str]]]]:
    """What a table without some columns lacks, and its rows compared, for each column in turn."""
    whole, source, screened = (folder / f"{name}.parquet" for name in ("whole", "part", "out"))
    portfolio.write(whole, LACKING, seed, wide=True)
    names = [name for name in portfolio.columns(seed, wide=True) if name not in HEAD]
    narrow = [name for name in names if name not in portfolio.columns(seed)]
    for without in (*([name] for name in names), narrow, names):
        left_out = ", ".join(map(quoted, without))
        with duckdb.connect() as connection:
            connection.execute(
                f"COPY (SELECT * EXCLUDE ({left_out}) FROM read_parquet({literal(str(whole))}))"
                f" TO {literal(str(source))} (FORMAT parquet)"
            )
        ours.screened(source, screened)
        label = without[0] if len(without) == 1 else f"{len(without)} columns"
        yield label, differences(source, screened, range(LACKING))


def chunks(source: Path, screened: Path, count: int) -> Iterator[tuple[Path, Path, range]]:
    for first in range(0, count, CHUNK):
        yield source, screened, range(first, min(first + CHUNK, count))


def main(count: int = 1_000_000, seed: int = 1) -> int:
    """Screens and compares; the exit status."""
    with tempfile.TemporaryDirectory() as folder:
        source, screened = Path(folder) / "in.parquet", Path(folder) / "out.parquet"
        for kind in ("parquet", "csv"):
            portfolio.write(source.with_suffix(f".{kind}"), count, seed, wide=True)
            ours.screened(source.with_suffix(f".{kind}"), screened.with_suffix(f".{kind}"))
        start = time.perf_counter()
        compared, different, shown = 0, 0, list[str]()
        with multiprocessing.get_context("spawn").Pool(2) as pool:
            for some, wrong, first in pool.imap_unordered(
                _compare, chunks(source, screened, count)
            ):
                compared += some
                different += wrong
                shown += first
        spent = time.perf_counter() - start
        by_hand = against_csv(screened, screened.with_suffix(".csv"))
        with duckdb.connect() as connection:
            outcomes = connection.execute(
                f"SELECT outcome, count(*) FROM read_parquet({literal(str(screened))})"
                " GROUP BY ALL ORDER BY ALL"
            ).fetchall()
        tables = list(lacking(Path(folder), seed))
    worse = [(label, wrong, first) for label, (_, wrong, first) in tables if wrong]
    for each in islice(shown, SHOWN):
        print(each)
    print(f"seed {seed}: " + ", ".join(f"{rows:,} {outcome}" for outcome, rows in outcomes))
    print(
        f"{compared:,} rows compared with the reference in {spent:.0f} s: {different:,} differences"
    )
    print(f"{count:,} rows from CSV compared with those from Parquet: {by_hand:,} differences")
    print(
        f"{len(tables)} tables of {LACKING} rows that lack a column:"
        f" {sum(wrong for _, wrong, _ in worse):,} differences"
    )
    for label, wrong, (example, *_) in worse:
        print(f"  without {label}: {wrong}, as {example}")
    return 1 if different or by_hand or worse or compared != count else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:3])))
