"""
A screening in DuckDB: the marks of every row, then the lists, then the file.

A row's lists follow from a few integers, and the same integers stand in
thousands of rows: each list is made once for each distinct mark and joined to
the rows, which costs a hundredth of making it for every row.
"""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from eligibility.decisions import Outcome
from eligibility.facts.values import MARK
from eligibility.screening.plan import Plan, facts_needed
from eligibility.screening.statement import FAMILIES, SOURCE, Relation, Statement, with_relations
from eligibility.screening.table import literal, quoted
from eligibility.screening.watch import Tick, watched

__all__ = ["LISTS", "OUTCOMES", "Screening", "connect", "do", "screened"]

OUTCOMES = (Outcome.ELIGIBLE, Outcome.INCOMPLETE, Outcome.INELIGIBLE)
"""The outcomes by their number in the marks."""

LISTS = ("not_met", "unknown", "missing", "sensitive")
CHUNK = 122_880
"""Rows fetched at a time: a group of rows that DuckDB reads in one go, and in order."""

AHEAD = 2
"""Chunks fetched at the same time."""

MEMORY = "1GB"
"""What a database keeps in memory before it writes to disk."""


@dataclass(frozen=True)
class Screening:
    """
    Rows that have been held against a plan, in a database that holds their marks.

    *prefix* tells its tables from those of another screening of the same rows.
    """

    connection: duckdb.DuckDBPyConnection
    plan: Plan
    statement: Statement
    prefix: str

    def table(self, name: str) -> str:
        """The name of one of its tables."""
        return f"{self.prefix}_{name}"

    def columns(self, *, as_text: bool, marks: str = "marks") -> dict[str, str]:
        """
        The columns of the output, as expressions on `joined`.

        Lists are texts joined by `;` when *as_text*, and NULL for a row with
        an error. *marks* is what the marks are called there.
        """
        numbers = " ".join(f"WHEN {at} THEN '{each.value}'" for at, each in enumerate(OUTCOMES))
        lists = {
            name: f"{marks}_{family}.{name}{'_text' if as_text else ''}"
            for family, (_, names) in FAMILIES.items()
            for name in names
        }
        return {
            "id": f"{marks}.id",
            "scheme": f"{marks}.scheme",
            "outcome": f"CASE {marks}.outcome {numbers} END",
            **lists,
            "error": f"{marks}.error",
        }

    @property
    def joined(self) -> str:
        """The marks, and the lists beside them."""
        return f"{self.table('marks')} AS marks {self.lists()}"

    def lists(self, marks: str = "marks") -> str:
        """The joins that put the lists beside the marks."""
        joins = []
        for family, keys in self.statement.keys.items():
            alias = f"{marks}_{family}"
            on = " AND ".join(f"{marks}.{key} = {alias}.{key}" for key in keys)
            joins.append(f"LEFT JOIN {self.table(family)} AS {alias} ON {on}")
        return " ".join(joins)

    def chunks(
        self, columns: Mapping[str, str], source: str | None = None, where: str = "true"
    ) -> Iterator[pa.Table]:
        """
        The rows of *source* (`joined` when None) in the order of the table, some at a time.

        *source* calls the marks `marks`; *where* chooses among its rows.
        """
        chosen = ", ".join(f"{each} AS {quoted(name)}" for name, each in columns.items())
        select = f"SELECT marks.rowid AS at, {chosen} FROM {source or self.joined} WHERE {where}"
        starts = range(0, max(self.count, 1), CHUNK)

        def fetched(first: int) -> pa.Table:
            within = f"marks.rowid BETWEEN {first} AND {first + CHUNK - 1}"
            with self.connection.cursor() as cursor:
                rows = cursor.sql(f"{select} AND {within}").to_arrow_table()
            # A join promises no order.
            return _in_order(rows).drop(["at"])

        with ThreadPoolExecutor(AHEAD) as pool:
            waiting = deque(pool.submit(fetched, first) for first in starts[:AHEAD])
            for first in (*starts[AHEAD:], *([None] * min(AHEAD, len(starts)))):
                rows = waiting.popleft().result()
                if first is not None:
                    waiting.append(pool.submit(fetched, first))
                yield rows

    @property
    def count(self) -> int:
        """How many rows the table has."""
        ((count,),) = self.rows(f"SELECT count(*) FROM {self.table('marks')}")
        return int(count)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Every row of a question about the marks."""
        return do(self.connection, sql)


def _in_order(rows: pa.Table) -> pa.Table:
    """*rows* by their place in the table."""
    at = rows["at"].combine_chunks()
    if pc.all(pc.less(at[:-1], at[1:])).as_py() is not False:
        return rows
    return rows.take(pc.sort_indices(at))


def connect(aside: Path, memory: str = MEMORY) -> duckdb.DuckDBPyConnection:
    """An empty database in memory; what does not fit in *memory* goes below *aside*."""
    connection = duckdb.connect(
        config={
            "memory_limit": memory,
            "temp_directory": str(aside),
            "preserve_insertion_order": "true",
            # Neither the network nor code from elsewhere.
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "allow_community_extensions": "false",
        }
    )
    do(connection, "SET enable_progress_bar = true")
    do(connection, "SET enable_progress_bar_print = false")
    return connection


def do(connection: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    """Every row of a statement: one that is not read to its end bars the next one."""
    return connection.execute(sql).fetchall()


def screened(
    connection: duckdb.DuckDBPyConnection,
    source: str,
    plan: Plan,
    statement: Statement,
    *,
    prefix: str = "s",
    tick: Tick = lambda _: None,
) -> Screening:
    """
    The marks of every row of *source* (what stands after FROM), and the lists that follow.

    Raises:
        duckdb.Error: the table cannot be read to its end.
    """
    found = Screening(connection, plan, statement, prefix)
    do(connection, f"CREATE OR REPLACE TEMP VIEW {SOURCE} AS SELECT * FROM {source}")
    watched(connection, f"CREATE TABLE {found.table('marks')} AS {statement.marks}", tick)
    for family, (_, lists) in FAMILIES.items():
        _family(found, family, lists)
    return found


def _family(found: Screening, family: str, lists: Sequence[str]) -> None:
    """A table of the distinct marks of one family, with their lists and how many rows have them."""
    keys = ", ".join(found.statement.keys[family])
    marks = Relation(
        "marks",
        f"SELECT {keys}, count(*) AS dossiers FROM {found.table('marks')}"
        " WHERE track IS NOT NULL GROUP BY ALL",
    )
    made = Relation("made", found.statement.lists[family])
    columns = []
    for name in lists:
        word = found.table(f"{name}_word")
        _enum(found.connection, word, _words(found.plan, name))
        # Each item is followed by a mark.
        text = f"left({name}, greatest(length({name}) - 1, 0))"
        columns += [
            f"{text} AS {name}_text",
            f"CASE {name} WHEN '' THEN [] ELSE string_split({text}, '{MARK}') END::{word}[] AS {name}",
        ]
    select = f"SELECT {keys}, dossiers, {', '.join(columns)} FROM made JOIN marks USING ({keys})"
    do(
        found.connection,
        f"CREATE TABLE {found.table(family)} AS {with_relations((marks, made), select)}",
    )


def _enum(connection: duckdb.DuckDBPyConnection, name: str, words: Sequence[str]) -> None:
    """A type for the words of a list: a file then holds each word once, not once a row."""
    do(connection, f"DROP TYPE IF EXISTS {name}")
    members = ", ".join(map(literal, words)) or literal("")
    do(connection, f"CREATE TYPE {name} AS ENUM ({members})")


def _words(plan: Plan, name: str) -> list[str]:
    """Every word that may stand in the list *name*."""
    if name == "missing":
        return sorted({plan.region.catalogue[fact].asked for fact in facts_needed(plan)})
    if name == "sensitive":
        return sorted({reading for track in plan.tracks for reading in track.readings})
    return sorted({clause for track in plan.tracks for _, clause in track.clauses})
