"""
The what-if: the same rows under other rules or another reading, and what changes.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import pyarrow as pa

from eligibility.documents.document import refused
from eligibility.errors import InputError
from eligibility.language import Text
from eligibility.rulebook import Region
from eligibility.screening.csv_file import rejects
from eligibility.screening.output import aside
from eligibility.screening.plan import plan
from eligibility.screening.result_file import ResultFile, write_result
from eligibility.screening.run import Screening, screened
from eligibility.screening.screen import (
    Prepared,
    Request,
    database,
    lowered_for,
    open_source,
    prepare,
    target_kind,
    telling,
)
from eligibility.screening.watch import Tick

__all__ = ["Change", "Comparison", "compare"]

_SHOWN = ("id", "scheme", "outcome", "not_met", "unknown", "error")


@dataclass(frozen=True, slots=True)
class Change:
    """
    Rows of one scheme that go from one outcome to another (None: an error).

    *failing* are the clauses that are not met now and were before or the other
    way round, with how many of these rows: `+` for a failure that comes, `-`
    for one that goes; *waiting* the same for clauses that are unknown.
    """

    scheme: str
    before: str | None
    after: str | None
    rows: int
    failing: tuple[tuple[str, int], ...]
    waiting: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """
    How many rows there are, how many change outcome, and how; *errors* counts
    the rows that have an error under either rules.
    """

    rows: int
    changed: int
    errors: int
    changes: tuple[Change, ...]


def compare(
    request: Request, other: Region, readings: Mapping[str, str], tick: Tick = lambda _: None
) -> Comparison:
    """
    Screens every row twice: as *request* says, then under the rules of *other*
    and *readings*. The target holds the rows whose outcome changes.

    Raises:
        InputError: the table cannot be read, or the target cannot be written.
    """
    kind = target_kind(request)
    if kind == "xlsx":
        raise refused(
            "unknown-kind",
            str(request.target),
            Text("une comparaison ne s'écrit pas en .xlsx", "a comparison is not written as .xlsx"),
            Text("nommez un fichier .csv", "name a .csv file"),
        )
    with ExitStack() as stack:
        part = stack.enter_context(aside(request.target))
        connection, folder = database(request, stack)
        with telling(request):
            table, first = _side(request, "s", connection, folder, lambda done: tick(done * 0.4))
            second_request = replace(request, region=other, readings=readings)
            _, second = _side(
                second_request, "t", connection, folder, lambda done: tick(0.4 + done * 0.4)
            )
            _same_rows(request, first, second)
            file = ResultFile(
                part=part,
                target=request.target,
                kind=kind,
                table=table.table,
                region=request.region,
                lang=request.lang,
            )
            _write(file, first, second)
            tick(1.0)
            rejected = len(rejects(connection, table.table, request.lang))
            return _counted(first, second, rejected)


def _side(
    request: Request,
    prefix: str,
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    tick: Tick,
) -> tuple[Prepared, Screening]:
    opened = open_source(request, connection, folder)
    made = plan(request.region, request.readings, opened.schemes)
    prepared = prepare(request, made, opened, connection, prefix)
    lowered = lowered_for(request, made, prepared)
    return prepared, screened(connection, prepared.source, made, lowered, prefix=prefix, tick=tick)


def _beside(first: Screening, second: Screening) -> str:
    """Both screenings of every row, as `rows` and `other`."""
    return (
        f"{first.table('rows')} AS rows JOIN {second.table('rows')} AS other"
        f" ON rows.rowid = other.rowid {first.beside()} {second.beside('other')}"
    )


_CHANGED = "rows_found.outcome IS DISTINCT FROM other_found.outcome"


def _same_rows(request: Request, first: Screening, second: Screening) -> None:
    ((others,),) = first.rows(
        f"SELECT count(*) FROM {first.table('rows')} AS rows FULL JOIN"
        f" {second.table('rows')} AS other ON rows.rowid = other.rowid"
        " WHERE rows.id IS DISTINCT FROM other.id"
    )
    if others:
        raise InputError(
            refused(
                "changed",
                str(request.source),
                Text(
                    "le tableau a changé entre les deux lectures",
                    "the table was changed between the two readings",
                ),
                Text("recommencez", "start again"),
            ).faults
        )


def _write(file: ResultFile, first: Screening, second: Screening) -> None:
    ours = first.columns(as_text=file.as_text)
    theirs = second.columns(as_text=file.as_text, rows="other")
    columns = {name: ours[name] for name in _SHOWN}
    columns |= {f"{name}_after": theirs[name] for name in _SHOWN[2:]}

    def chunks(chosen: Mapping[str, str]) -> Iterator[pa.Table]:
        return first.chunks(chosen, _beside(first, second), _CHANGED)

    write_result(file, columns, chunks)


def _counted(first: Screening, second: Screening, rejected: int) -> Comparison:
    ours, theirs = first.columns(as_text=True), second.columns(as_text=True, rows="other")
    names = ("not_met", "unknown")
    pairs = ", ".join(f"{each[name]}" for name in names for each in (ours, theirs))
    rows = first.rows(
        f"SELECT {ours['scheme']}, {ours['outcome']}, {theirs['outcome']}, {pairs}, count(*)"
        f" FROM {_beside(first, second)} WHERE {_CHANGED} GROUP BY ALL"
    )
    totals: Counter[tuple[str, str | None, str | None]] = Counter()
    moves: dict[str, dict[tuple[str, str | None, str | None], Counter[str]]] = {
        name: {} for name in names
    }
    for scheme, before, after, *lists, count in rows:
        key = (scheme, before, after)
        totals[key] += count
        for at, name in enumerate(names):
            counter = moves[name].setdefault(key, Counter())
            for move in _moves(lists[2 * at], lists[2 * at + 1]):
                counter[move] += count
    changes = tuple(
        Change(*key, rows, _most(moves["not_met"][key]), _most(moves["unknown"][key]))
        for key, rows in sorted(totals.items(), key=lambda each: (-each[1], str(each[0])))
    )
    ((unfit,),) = first.rows(
        f"SELECT count(*) FROM {first.table('rows')} AS rows JOIN {second.table('rows')} AS other"
        " ON rows.rowid = other.rowid WHERE rows.track IS NULL OR other.track IS NULL"
    )
    return Comparison(
        rows=first.count + rejected,
        changed=sum(totals.values()),
        errors=unfit + rejected,
        changes=changes,
    )


def _moves(before: str | None, after: str | None) -> Iterator[str]:
    old, new = (set(each.split(";")) - {""} if each else set() for each in (before, after))
    yield from (f"+{name}" for name in new - old)
    yield from (f"-{name}" for name in old - new)


def _most(counter: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counter.items(), key=lambda each: (-each[1], each[0])))
