"""
A table in, a table out: the whole of a screening on one machine.
"""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa

from eligibility.documents.document import refused
from eligibility.errors import InputError, Place, did_you_mean
from eligibility.language import Lang, Text
from eligibility.rulebook import Region, Rulebook
from eligibility.screening.asked_for import in_lines, in_table
from eligibility.screening.binding import SCHEME, Binding
from eligibility.screening.csv_file import rejects
from eligibility.screening.mapping import ColumnMap, bind
from eligibility.screening.output import aside, unwritable
from eligibility.screening.plan import Plan, plan
from eligibility.screening.result_file import ResultFile, as_rows, kind_beside, write_result
from eligibility.screening.run import Screening, connect, do, screened
from eligibility.screening.statement import Question, Statement, statement
from eligibility.screening.table import Table, open_table, unusable
from eligibility.screening.tally import Tally, tally
from eligibility.screening.watch import Tick

__all__ = ["Request", "Result", "screen"]


@dataclass(frozen=True, kw_only=True)
class Request:
    """
    What is asked of a screening.

    *scheme* is that of every row where no column tells it; *on* the day of
    every row, else each has its own; *today* counts where a row has none.
    """

    source: Path
    target: Path
    region: Region
    readings: Mapping[str, str] = field(default_factory=dict)
    columns: ColumnMap = field(default_factory=ColumnMap)
    scheme: str | None = None
    on: date | None = None
    today: date
    lang: Lang = Lang.FR


@dataclass(frozen=True, kw_only=True)
class Result:
    """The counts, the columns that nobody read, and the plan that was held against the rows."""

    tally: Tally
    unread: tuple[str, ...]
    plan: Plan

    @property
    def rulebooks(self) -> tuple[Rulebook, ...]:
        """Each rulebook that a row fell under, the oldest first."""
        found = {}
        for at in self.tally.tracks:
            rulebook = self.plan.tracks[at].program.rulebook
            found[rulebook.version, rulebook.digest] = rulebook
        return tuple(found[key] for key in sorted(found))


@dataclass(frozen=True)
class Prepared:
    """A table made ready: what stands after FROM, and the question that is asked of it."""

    source: str
    question: Question
    table: Table | None


def screen(request: Request, tick: Tick = lambda _: None) -> Result:
    """
    Screens every row of the source, and writes the result to the target.

    Raises:
        InputError: the table cannot be read, or the target cannot be written;
            then the target is as it was before.
    """
    kind = target_kind(request)
    with ExitStack() as stack:
        part = stack.enter_context(aside(request.target))
        connection, folder = database(request, stack)
        with telling(request):
            opened = open_source(request, connection, folder)
            made = plan(request.region, request.readings, opened.schemes)
            prepared = prepare(request, made, opened, connection)
            lowered = lowered_for(request, made, prepared)
            found = screened(
                connection, prepared.source, made, lowered, tick=lambda done: tick(done * 0.8)
            )
            rejected = rejects(connection, prepared.table, request.lang)
            file = ResultFile(
                part=part,
                target=request.target,
                kind=kind,
                table=prepared.table,
                region=request.region,
                lang=request.lang,
                rows=found.count + len(rejected),
            )
            write_result(
                file,
                found.columns(as_text=file.as_text),
                lambda columns: _rows(found, columns, rejected, tick),
            )
            counts = tally(found, rejected)
    binding = prepared.question.binding
    return Result(tally=counts, unread=binding.unread if binding else (), plan=made)


def target_kind(request: Request) -> str:
    """
    The kind of file that the result is to be.

    Raises:
        InputError: it cannot be written there, or every row would have a
            scheme that does not exist.
    """
    name = request.scheme
    if name is None:
        name = request.columns.constants.get(SCHEME)
    known = request.region.scheme_ids
    if name is not None and name not in known:
        raise refused(
            "unknown-scheme",
            str(request.source),
            Text(
                f"le dispositif `{name}`, donné pour toutes les lignes, n'existe pas",
                f"there is no scheme `{name}`, which is given for every row",
            ),
            did_you_mean(name, known)
            or Text("dispositifs : " + ", ".join(known), "schemes: " + ", ".join(known)),
        )
    return kind_beside(request.source, request.target)


def database(request: Request, stack: ExitStack) -> tuple[duckdb.DuckDBPyConnection, Path]:
    """A database of its own, and the folder beside the target that holds what memory cannot."""
    target = request.target
    try:
        folder = stack.enter_context(
            tempfile.TemporaryDirectory(
                dir=target.absolute().parent, prefix=f".{target.name[:50]}."
            )
        )
    except OSError as error:
        raise unwritable(target, error) from None
    connection = connect(Path(folder))
    stack.callback(connection.close)
    return connection, Path(folder)


@dataclass(frozen=True)
class Opened:
    """A table of columns, and which of them are facts; None for lines of dossiers. *schemes*: those asked for, None = any."""

    table: Table | None
    binding: Binding | None
    schemes: frozenset[str] | None


def open_source(request: Request, connection: duckdb.DuckDBPyConnection, folder: Path) -> Opened:
    """
    The table of the request, opened.

    Raises:
        InputError: it cannot be read, or its columns do not fit.
    """
    known = request.region.scheme_ids
    if request.source.suffix.lower() == ".jsonl":
        return Opened(None, None, in_lines(request.source, known))
    table = open_table(request.source, connection, folder)
    binding = bind(
        table.columns,
        request.region.catalogue,
        request.columns,
        where=str(request.source),
        scheme=request.scheme,
    )
    return Opened(table, binding, in_table(table, binding, known))


def prepare(
    request: Request,
    made: Plan,
    opened: Opened,
    connection: duckdb.DuckDBPyConnection,
    prefix: str = "s",
) -> Prepared:
    """
    The table of the request, ready to be held against *made*.

    Raises:
        InputError: lines of dossiers that cannot be read.
    """
    table, binding = opened.table, opened.binding
    if table is None or binding is None:
        return _prepare_lines(request, made, connection, prefix)
    used = {bound.column for bound in binding.facts.values()}
    question = Question(
        binding=binding,
        schema={name: kind for name, kind in table.columns.items() if name in used},
        by_hand=table.by_hand,
        on=request.on,
        today=request.today,
        lang=request.lang,
    )
    return Prepared(table.scan, question, table)


def lowered_for(request: Request, made: Plan, prepared: Prepared) -> Statement:
    """
    The statement that holds the table against *made*.

    Raises:
        InputError: a column whose type cannot hold its fact.
    """
    try:
        return statement(made, prepared.question, "duckdb", request.readings)
    except InputError as error:
        place = Place(str(request.source))
        raise InputError(replace(fault, place=place) for fault in error.faults) from None


def _prepare_lines(
    request: Request, made: Plan, connection: duckdb.DuckDBPyConnection, prefix: str
) -> Prepared:
    from eligibility.screening.dossier_lines import read_lines, schema_of

    if request.scheme or request.columns != ColumnMap():
        raise refused(
            "no-columns",
            str(request.source),
            Text(
                "un fichier .jsonl contient des dossiers, pas des colonnes",
                "a .jsonl file holds dossiers, not columns",
            ),
            Text("retirez --map et --scheme", "remove --map and --scheme"),
        )
    reader = read_lines(request.source, made, on=request.on, today=request.today, lang=request.lang)
    connection.register("lines_read", reader)
    lines = f"{prefix}_lines"
    do(connection, f"CREATE TABLE {lines} AS SELECT * FROM lines_read")
    connection.unregister("lines_read")
    question = Question(
        binding=None,
        schema=schema_of(made),
        by_hand=False,
        on=request.on,
        today=request.today,
        lang=request.lang,
    )
    return Prepared(lines, question, None)


def _rows(
    found: Screening, columns: Mapping[str, str], rejected: list[str], tick: Tick
) -> Iterator[pa.Table]:
    done, total, schema = 0, max(found.count, 1), None
    for rows in found.chunks(columns):
        schema = rows.schema
        yield rows
        done += rows.num_rows
        tick(0.8 + 0.2 * done / total)
    if rejected and schema is not None:
        yield as_rows(rejected, schema)


@contextmanager
def telling(request: Request) -> Iterator[None]:
    """Tells an error of the database to a person; Ctrl-C stays Ctrl-C."""
    try:
        yield
    except duckdb.Error as error:
        raise _told(request, error) from None
    except RuntimeError as error:
        if "interrupted" not in str(error).lower():
            raise
        raise KeyboardInterrupt from None


def _told(request: Request, error: duckdb.Error) -> InputError:
    full = isinstance(error, duckdb.IOException) and "space" in str(error).lower()
    # What memory does not hold is written beside the target.
    if full or isinstance(error, duckdb.OutOfMemoryException):
        return refused(
            "unwritable",
            str(request.target),
            Text("le disque est plein", "the disk is full"),
            Text("rien n'a été écrit", "nothing was written"),
        )
    return unusable(str(request.source), str(error))
