"""
How the cost of a screening grows with the clauses.

    python -m tests.benchmarks.screening.linearity PORTFOLIO.parquet [CLAUSES …]

Every scheme gets as many clauses as asked for: its own again and again, each
copy with other constants, or with one comparison more where it has none, so
that no two conditions are the same. Nothing is read from the cache.
"""

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path

from eligibility.facts import FactName
from eligibility.language import Lang
from eligibility.logic import All, Any, Compare, Condition, Named, Not, Op
from eligibility.rulebook import Clause, ClauseId, Region, Stage, in_force, load_region, program
from eligibility.screening.lowering import lower
from eligibility.screening.plan import plan
from eligibility.screening.result_file import ResultFile, write_result
from eligibility.screening.run import screened
from eligibility.screening.screen import database, open_source, prepare
from tests.benchmarks.screening import ours
from tests.benchmarks.screening.measure import Table

__all__ = ["CLAUSES", "main", "widened"]

CLAUSES = (20, 50, 100, 200)


def widened(region: Region, count: int) -> Region:
    """*region* with *count* clauses for each scheme, all in the scheme itself."""
    first = min(part.in_force_from for part in region.parts)
    rulebook = in_force(region, first)
    schemes = []
    for scheme in rulebook.schemes:
        lines = program(rulebook, scheme.id, first).lines
        clauses = islice(_copies([line.clause for line in lines]), count)
        schemes.append(replace(scheme, texts=(), alternatives=(), clauses=tuple(clauses)))
    return replace(region, schemes=tuple(schemes))


def _copies(clauses: list[Clause]) -> Iterator[Clause]:
    for at, clause in enumerate(cycle(clauses)):
        copy = at // len(clauses)
        assert clause.requirement is not None
        yield replace(
            clause,
            id=ClauseId(f"{clause.id}-{copy}"),
            stage=Stage.SCHEME,
            requirement=_other(clause.requirement, copy),
            alternatives=tuple(
                replace(each, requirement=each.requirement and _other(each.requirement, copy))
                for each in clause.alternatives
            ),
        )


def _other(node: Condition, copy: int) -> Condition:
    """*node* with every number moved by *copy*; with one comparison more where there is none."""
    if copy == 0:
        return node
    moved = _moved(node, copy)
    if moved != node:
        return moved
    return All((node, Compare((FactName("company.headcount"),), Op.AT_MOST, 10**7 + copy)))


def _moved(node: Condition, copy: int) -> Condition:
    match node:
        case Compare(term, op, int(value)) if not isinstance(value, bool):
            return Compare(term, op, value + copy)
        case Not(part):
            return Not(_moved(part, copy))
        case Named(name, body):
            return Named(FactName(f"{name}-{copy}"), _moved(body, copy))
        case All(parts):
            return All(tuple(_moved(part, copy) for part in parts))
        case Any(parts):
            return Any(tuple(_moved(part, copy) for part in parts))
        case _:
            return node


def main(source: Path, counts: tuple[int, ...] = CLAUSES) -> None:
    """Prints a row for each number of clauses."""
    region = load_region(ours.RULES)
    heads = ("clauses a scheme", "conditions", "plan, SQL s", "screen s", "write s", "µs/row")
    table = Table(18, *heads, "x first")
    first = 0.0
    for count in counts:
        begun = time.perf_counter()
        wide = widened(region, count)
        made = plan(wide)
        with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
            request = ours.request(source, Path(folder) / "out.parquet", wide)
            connection, aside = database(request, stack)
            prepared = prepare(request, made, open_source(request, connection, aside), connection)
            statement = lower(made, prepared.question, "duckdb")
            lowered = time.perf_counter()
            found = screened(connection, prepared.source, made, statement)
            done = time.perf_counter()
            file = ResultFile(
                part=request.target,
                target=request.target,
                kind="parquet",
                table=prepared.table,
                region=wide,
                lang=Lang.FR,
            )
            write_result(file, found.columns(as_text=False), found.chunks)
            written = time.perf_counter()
            rows = found.count
        spent = (written - lowered) / rows * 1e6
        first = first or spent
        table.add(
            str(count),
            str(len(made.conditions)),
            f"{lowered - begun:.2f}",
            f"{done - lowered:.2f}",
            f"{written - done:.2f}",
            f"{spent:.2f}",
            f"{spent / first:.2f}",
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]), tuple(map(int, sys.argv[2:])) or CLAUSES)
