"""
One dossier against the whole catalogue of schemes, and a table under all of them.

    python -m tests.benchmarks.schemes [ROWS]

The match is held against the bare evaluation of every condition of every
scheme; the table under all schemes against the same table under six of them.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import duckdb

from eligibility.documents import read_document
from eligibility.engines.protocol import reference
from eligibility.facts import read_dossier
from eligibility.language import Lang
from eligibility.rulebook import Region, in_force, load_region
from eligibility.schemes import matches
from eligibility.schemes.match import programs_of
from eligibility.screening.lowering import lower
from eligibility.screening.plan import plan
from eligibility.screening.result_file import ResultFile, write_result
from eligibility.screening.run import screened
from eligibility.screening.screen import database, open_source, prepare
from eligibility.screening.table import literal
from tests.benchmarks.screening import ours, portfolio
from tests.benchmarks.screening.measure import Table

ROOT = Path(__file__).parents[2]
DAY = date(2023, 2, 1)
TIMES = 20


def milliseconds(work: Callable[[], object], times: int = TIMES) -> float:
    """Median processor time of *work*, after one run that is not counted."""
    work()
    found = []
    for _ in range(times):
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return statistics.median(found) * 1000


def match(region: Region) -> None:
    """Prints what one match costs, over the fixtures."""
    rulebook = in_force(region, DAY)
    programs = tuple(programs_of(rulebook, DAY))
    files = [
        *(ROOT / "fixtures" / "dossiers").iterdir(),
        *(ROOT / "fixtures" / "applicants").iterdir(),
    ]
    dossiers = [
        read_dossier(read_document(path), region.catalogue, region.scheme_ids, scheme_needed=False)
        for path in sorted(files)
    ]
    whole, bare = [], []
    for dossier in dossiers:
        facts = dossier.on(DAY, region.catalogue)
        whole.append(milliseconds(lambda d=dossier: matches(d, programs, DAY)))  # type: ignore[misc]
        bare.append(
            milliseconds(lambda f=facts: [reference(p, p.with_properties(f)) for p in programs])  # type: ignore[misc]
        )
    print(
        f"match: {len(programs)} schemes, {len(dossiers)} dossiers: median "
        f"{statistics.median(whole):.1f} ms, most {max(whole):.1f} ms; "
        f"{statistics.median(whole) / statistics.median(bare):.2f} times the bare evaluation"
    )


def table(region: Region, rows: int) -> None:
    """Prints what a table costs under six schemes and under all, for each row and clause."""
    heads = ("schemes", "clauses", "conditions", "lowering s", "screen, write s", "µs a row")
    shown = Table(16, *heads, "x first", "x clauses")
    first: tuple[float, int] | None = None
    for ids in (portfolio.SCHEMES, tuple(s.id for s in region.schemes if s.state.value != "past")):
        with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
            folder = Path(name)
            source = folder / "in.parquet"
            _write(rows, source, ids)
            request = ours.request(source, folder / "out.parquet", region)
            connection, aside = database(request, stack)
            start = time.perf_counter()
            made = plan(region, {}, ids)
            opened = open_source(request, connection, aside)
            prepared = prepare(request, made, opened, connection)
            statement = lower(made, prepared.question, "duckdb")
            lowered = time.perf_counter()
            found = screened(connection, prepared.source, made, statement)
            file = ResultFile(
                part=request.target,
                target=request.target,
                kind="parquet",
                table=prepared.table,
                region=region,
                lang=Lang.FR,
            )
            write_result(file, found.columns(as_text=False), found.chunks)
            spent = time.perf_counter() - lowered
            clauses = len({clause for track in made.tracks for _, clause in track.clauses})
            first = first or (spent, clauses)
            shown.add(
                str(len(ids)),
                str(clauses),
                str(len(made.conditions)),
                f"{lowered - start:.1f}",
                f"{spent:.2f}",
                f"{spent / rows * 1e6:.2f}",
                f"{spent / first[0]:.2f}",
                f"{clauses / first[1]:.2f}",
            )


def _write(rows: int, target: Path, schemes: tuple[str, ...]) -> None:
    """The portfolio of the other benchmarks, its rows dealt out among *schemes*."""
    beside = target.with_name("base.parquet")
    portfolio.write(beside, rows)
    names = ", ".join(map(literal, schemes))
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (SELECT * REPLACE ([{names}][(1 + hash(id) % {len(schemes)})::BIGINT] AS scheme)"
            f" FROM {literal(str(beside))}) TO {literal(str(target))} (FORMAT parquet)"
        )


def main(rows: int = 1_000_000) -> None:
    """Prints both."""
    region = load_region(ours.RULES)
    match(region)
    table(region, rows)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
