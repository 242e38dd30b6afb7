"""
What screening a table costs, against reading and writing the same table and against other engines.

    python -m tests.benchmarks.screening [COUNT …] [--times N] [--peers] [--linearity]

Every figure is a whole process, start included, and a ratio to a floor that
takes turns with it. A figure is void where a sample of the output is not what the
reference concludes.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.screening.measure import Command, Cost, Table, cost, costs
from tests.benchmarks.screening.peers import PEERS, environment

HERE = "tests.benchmarks.screening"
SOURCES = {"parquet": "read_parquet('{}')", "csv": "read_csv('{}', all_varchar = true)"}
FORMS = {"parquet": "FORMAT parquet", "csv": "FORMAT csv, HEADER"}
ROWS = (10_000, 100_000, 1_000_000, 10_000_000)


def ours_command(source: Path, out: Path) -> Command:
    """Ours, as a process."""
    return [Path(sys.executable).parent / "eligibility", "screen", source, "--out", out]


def floor_command(source: Path, out: Path) -> Command:
    """Reading and writing every column, without a question asked."""
    kind = source.suffix.lstrip(".")
    sql = f"COPY (FROM {SOURCES[kind].format(source)}) TO '{out}' ({FORMS[kind]})"
    return [sys.executable, "-c", f"import duckdb; duckdb.execute({sql!r})"]


class Bench:
    """The table, and the folder that its files lie in while it is made."""

    def __init__(self, folder: Path, times: int) -> None:
        self.folder = folder
        self.times = times
        heads = ("rows", "seconds", "CPU s", "rows/s", "x floor", "x CPU", "peak MB", "sample")
        self.table = Table(32, "", *heads)

    def portfolio(self, count: int, kind: str) -> Path:
        """The portfolio, written by a process of its own: this one must stay small."""
        path = self.folder / f"portfolio-{count}.{kind}"
        if not path.exists():
            cost([sys.executable, "-m", f"{HERE}.portfolio", str(count), path], self.folder)
        return path

    def files(self, count: int, kind: str) -> Cost:
        """The floor and ours for one kind of file; the cost of ours."""
        source, out = self.portfolio(count, kind), self.folder / f"out.{kind}"
        commands = [floor_command(source, self.folder / f"floor.{kind}"), ours_command(source, out)]
        floor, found = costs(commands, self.folder, self.times)
        self.row(f"floor: DuckDB copies the {kind}", count, floor, floor, "")
        # CSV is held against Parquet, row by row, by `equality`.
        sample = "" if kind == "csv" else self.sample(source, out, count)
        self.row(f"ours, {kind} in and out", count, found, floor, sample)
        return found

    def sample(self, source: Path, out: Path, count: int, *lists: str) -> str:
        """`equal` where a sample of the output is what the reference concludes."""
        command: Command = [sys.executable, "-m", f"{HERE}.sample", source, out, str(count), *lists]
        return cost(command, self.folder).printed

    def row(self, name: str, count: int, found: Cost, floor: Cost | None, sample: str) -> None:
        """Prints one row, and below it the first row of the sample that differs."""
        first, _, more = sample.partition("\n")
        ratios = ("", "")
        if floor:
            wall, processor = found.seconds / floor.seconds, found.processor / floor.processor
            ratios = (f"{wall:.2f}", f"{processor:.2f}")
        self.table.add(
            name,
            f"{count:,}",
            f"{found.seconds:.2f}",
            f"{found.processor:.2f}",
            f"{count / found.seconds:,.0f}",
            *ratios,
            f"{found.megabytes:,.0f}",
            first,
        )
        if more.strip():
            print(f"  {more.strip()}")

    def peers(self) -> None:
        """The other engines, taking turns with ours on the same rows."""
        model, out = self.folder / "model.json", self.folder / "out.parquet"
        cost([sys.executable, "-m", f"{HERE}.clauses", model], self.folder)
        notes = []
        for peer in PEERS:
            source = self.portfolio(peer.rows, "parquet")
            theirs = self.folder / "peer.parquet"
            command = [environment(), peer.script, model, source, theirs]
            found, ours = costs([command, ours_command(source, out)], self.folder, self.times)
            sample = self.sample(source, theirs, peer.rows, "not_met", "unknown")
            self.row(peer.name, peer.rows, found, None, sample)
            self.row("  ours on the same rows", peer.rows, ours, None, "")
            inside = json.loads(found.printed)
            notes.append(
                f"{peer.name}: ours makes {found.seconds / ours.seconds:.2f} times as many rows a"
                f" second, {found.processor / ours.processor:.2f} times by processor time;\n"
                f"  {peer.rows / inside['work']:,.0f} rows a second without its start,"
                f" {peer.rows / inside['evaluation']:,.0f} in evaluation alone"
            )
        print(
            "\nThe peers conclude outcome, not_met and unknown; `missing`, `sensitive`, the checks"
            " of every cell\nand `error` are ours only.",
            *notes,
            sep="\n",
        )

    def linearity(self) -> None:
        """The same for more rows and for more clauses."""
        for count in ROWS:
            self.files(count, "parquet")
        print()
        source = self.portfolio(200_000, "parquet")
        print(cost([sys.executable, "-m", f"{HERE}.linearity", source], self.folder).printed)


def main() -> None:
    """Prints the tables that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0] if __doc__ else None)
    parser.add_argument("counts", metavar="COUNT", type=int, nargs="*", default=[1_000_000])
    parser.add_argument("--times", type=int, default=3, help="runs of which the least counts")
    parser.add_argument("--peers", action="store_true", help="other engines, from PyPI")
    parser.add_argument("--linearity", action="store_true", help="more rows, more clauses")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), asked.times)
        for count in asked.counts:
            bench.files(count, "parquet")
            bench.files(count, "csv")
        if asked.peers:
            bench.peers()
        if asked.linearity:
            bench.linearity()


if __name__ == "__main__":
    main()
