"""
A screening in DuckDB: the bits of every row, then what follows, then the file.

All that is concluded of a row follows from a few integers, and the same
integers stand in many rows: outcome and lists are made once for each kind of
row that there is and joined to the rows, which costs a small part of making
them for every row. Tables of a screening:

    rows   id, error, and the bits; scheme where nothing is concluded
    kinds  the distinct bits, and how many rows have them
    marks  the marks that follow from each kind
    found  each kind with its scheme, outcome and lists
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
from eligibility.screening.statement import (
    BITS,
    FAMILIES,
    SOURCE,
    Relation,
    Statement,
    with_relations,
)
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

_FOUND = "rows_found."
"""How a column of `joined` begins that is the same for all rows of a kind."""

MEMORY = "1GB"
"""What a database keeps in memory before it writes to disk."""


@dataclass(frozen=True)
class Screening:
    """
    Rows that have been held against a plan, in a database that holds what was found.

    *prefix* tells its tables from those of another screening of the same rows.
    """

    connection: duckdb.DuckDBPyConnection
    plan: Plan
    statement: Statement
    prefix: str

    def table(self, name: str) -> str:
        """The name of one of its tables."""
        return f"{self.prefix}_{name}"

    def columns(self, *, as_text: bool, rows: str = "rows") -> dict[str, str]:
        """
        The columns of the output, as expressions on `joined`.

        Lists are texts joined by `;` when *as_text*, and NULL for a row with
        an error. *rows* is what the rows are called there.
        """
        end = "_text" if as_text else ""
        return {
            "id": f"{rows}.id",
            "scheme": f"coalesce({rows}_found.scheme, {rows}.scheme)",
            **{name: f"{rows}_found.{name}{end}" for name in ("outcome", *LISTS)},
            "error": f"{rows}.error",
        }

    @property
    def joined(self) -> str:
        """The rows, and what was found of them."""
        return f"{self.table('rows')} AS rows {self.beside()}"

    def beside(self, rows: str = "rows") -> str:
        """The join that puts what was found beside the *rows*."""
        found = f"{rows}_found"
        on = _same(rows, found, self.statement.kinds)
        return f"LEFT JOIN {self.table('found')} AS {found} ON {on}"

    def chunks(
        self, columns: Mapping[str, str], source: str | None = None, where: str = "true"
    ) -> Iterator[pa.Table]:
        """
        The rows of *source* (`joined` when None) in the order of the table, some at a time.

        *source* calls them `rows`; *where* chooses among them.
        """
        taken = {name: each for name, each in columns.items() if each.startswith(_FOUND)}
        chosen = ", ".join(
            f"{each} AS {quoted(name)}" for name, each in columns.items() if name not in taken
        )
        select = (
            f"SELECT rows.rowid AS at, {_FOUND}rowid AS kind{', ' if chosen else ''}{chosen}"
            f" FROM {source or self.joined} WHERE {where}"
        )
        starts = range(0, max(self.count, 1), CHUNK)
        found = self._found(taken)

        def fetched(first: int) -> pa.Table:
            within = f"rows.rowid BETWEEN {first} AND {first + CHUNK - 1}"
            with self.connection.cursor() as cursor:
                rows = cursor.sql(f"{select} AND {within}").to_arrow_table()
            # A join promises no order.
            rows = _in_order(rows)
            # What was found of a kind is long, and quicker to take than to join.
            kind = rows["kind"].combine_chunks()
            return pa.table(
                {name: found[name].take(kind) if name in found else rows[name] for name in columns}
            )

        with ThreadPoolExecutor(AHEAD) as pool:
            waiting = deque(pool.submit(fetched, first) for first in starts[:AHEAD])
            for first in (*starts[AHEAD:], *([None] * min(AHEAD, len(starts)))):
                rows = waiting.popleft().result()
                if first is not None:
                    waiting.append(pool.submit(fetched, first))
                yield rows

    def _found(self, columns: Mapping[str, str]) -> dict[str, pa.Array]:
        """These columns of all that was found, by the place of each kind."""
        chosen = ", ".join(f"{each} AS {quoted(name)}" for name, each in columns.items())
        if not chosen:
            return {}
        named = _FOUND.rstrip(".")
        with self.connection.cursor() as cursor:
            found = cursor.sql(
                f"SELECT {chosen} FROM {self.table('found')} AS {named} ORDER BY rowid"
            ).to_arrow_table()
        return {name: found[name].combine_chunks() for name in columns}

    @property
    def count(self) -> int:
        """How many rows the table has."""
        ((count,),) = self.rows(f"SELECT count(*) FROM {self.table('rows')}")
        return int(count)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Every row of a question about what was found."""
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
    The bits of every row of *source* (what stands after FROM), and all that follows.

    Raises:
        duckdb.Error: the table cannot be read to its end.
    """
    found = Screening(connection, plan, statement, prefix)
    kinds = ", ".join(statement.kinds)
    do(connection, f"CREATE OR REPLACE TEMP VIEW {SOURCE} AS SELECT * FROM {source}")
    # The scheme of most rows follows from their track, and would take much memory.
    rows = statement.bits(
        f"SELECT id, CASE WHEN track IS NULL THEN scheme END AS scheme, error, {kinds} FROM {BITS}"
    )
    watched(connection, f"CREATE TABLE {found.table('rows')} AS {rows}", tick)
    do(
        connection,
        f"CREATE TABLE {found.table('kinds')} AS SELECT {kinds}, count(*) AS dossiers"
        f" FROM {found.table('rows')} WHERE track IS NOT NULL GROUP BY ALL",
    )
    bits = f"SELECT rowid AS id, NULL AS scheme, NULL AS error, {kinds} FROM {found.table('kinds')}"
    marks = statement.marks(Relation(BITS, bits), "SELECT * EXCLUDE (scheme, error) FROM marks")
    do(connection, f"CREATE TABLE {found.table('marks')} AS {marks}")
    for family, (_, lists) in FAMILIES.items():
        _family(found, family, lists)
    _found(found)
    return found


def _found(found: Screening) -> None:
    """The table of all that is concluded of each kind of row."""
    joins, columns = [], []
    for family, keys in found.statement.keys.items():
        joins.append(f"JOIN {found.table(family)} AS {family} ON {_same('marks', family, keys)}")
        _, names = FAMILIES[family]
        columns += [f"{family}.{name}{end}" for name in names for end in ("", "_text")]
    word, outcome = found.table("outcome_word"), _word("outcome", OUTCOMES)
    _enum(found.connection, word, OUTCOMES)
    scheme = _word("track", [each.scheme for each in found.plan.tracks])
    kinds = ", ".join(f"kinds.{name}" for name in found.statement.kinds)
    do(
        found.connection,
        f"CREATE TABLE {found.table('found')} AS SELECT {kinds}, dossiers,"
        f" {scheme} AS scheme, ({outcome})::{word} AS outcome, {outcome} AS outcome_text,"
        f" {', '.join(columns)} FROM {found.table('kinds')} AS kinds"
        f" JOIN {found.table('marks')} AS marks ON kinds.rowid = marks.id {' '.join(joins)}",
    )


def _same(first: str, second: str, names: Sequence[str]) -> str:
    """Where two tables have the same in all these columns."""
    return " AND ".join(f"{first}.{name} = {second}.{name}" for name in names)


def _word(number: str, words: Sequence[str]) -> str:
    """The word at each *number*, in SQL."""
    cases = " ".join(f"WHEN {at} THEN {literal(word)}" for at, word in enumerate(words))
    return f"CASE marks.{number} {cases} END"


def _family(found: Screening, family: str, lists: Sequence[str]) -> None:
    """A table of the distinct marks of one family, with their lists."""
    keys = ", ".join(found.statement.keys[family])
    marks = Relation("marks", f"SELECT DISTINCT {keys} FROM {found.table('marks')}")
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
    select = f"SELECT {keys}, {', '.join(columns)} FROM made"
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
