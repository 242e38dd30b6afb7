"""
A screening on Spark, in one process or on a cluster: Parquet in, Parquet out.

Spark runs the relations as one query, each row by itself: nothing is gathered
and no order is kept. A local result is written aside and renamed at the end;
on a remote store Spark's committer does it.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eligibility.documents.document import refused
from eligibility.documents.reading import unreadable
from eligibility.facts.values import MARK
from eligibility.language import Text
from eligibility.screening.bits import WIDTH
from eligibility.screening.listing import LISTS
from eligibility.screening.output import unwritable
from eligibility.screening.session import session_on
from eligibility.screening.statement import SOURCE, Statement
from eligibility.screening.table import named, unusable
from eligibility.screening.tally import SHOWN, RowError, Tally

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

__all__ = ["Distinct", "Make", "screen_on_spark", "screened_by"]

MAX_TRACKS = 4 * WIDTH
"""Schemes by periods: more than the rules of many years have."""

Distinct = Callable[[str], list[object] | None]
"""The distinct words of a column; None where there are too many to be names."""

Make = Callable[[Mapping[str, str], Distinct], Statement]
"""Gives the statement for a table from its columns and their types, in Ibis' words."""

_MANY = 5_000

_TYPES = {
    "boolean": "boolean",
    "tinyint": "int8",
    "smallint": "int16",
    "int": "int32",
    "bigint": "int64",
    "float": "float32",
    "double": "float64",
    "string": "string",
    "date": "date",
    # One with a time zone falls on another day elsewhere: DuckDB's reader refuses it too.
    "timestamp_ntz": "timestamp",
    "array<string>": "array<string>",
    "void": "null",
}


def screen_on_spark(source: Path | str, target: Path | str, make: Make, *, master: str) -> Tally:
    """
    The counts of a screening of the Parquet in *source*, whose result is the folder *target*.

    Both are names of local files or folders (on a cluster: on a disk that every
    worker sees), or URLs that Spark knows; *master* is Spark's: `local[4]`,
    `yarn`, `spark://…`.

    Raises:
        InputError: pyspark or Java is missing, the table cannot be read, its
            columns do not fit, or the target cannot be written.
    """
    with _beside(target) as folder, session_on(master, folder) as session:
        return screened_by(session, source, target, make)


def screened_by(
    session: "SparkSession", source: Path | str, target: Path | str, make: Make
) -> Tally:
    """The same, by a session that `session_on` gave."""
    if _place(source) == _place(target):
        raise refused(
            "same-file",
            str(target),
            Text(
                "le résultat écraserait le tableau de départ",
                "the result would overwrite the table that is read",
            ),
            Text("donnez un autre nom à --out", "give --out another name"),
        )
    with _told(source):
        table = _opened(session, source)
        columns = {each.name: _ibis_type(each.dataType) for each in table.schema.fields}
        statement = make(columns, lambda column: _distinct(table, column))
        found, seen = _noting_tracks(_found(session, table, statement))
        if _is_remote(target):
            found.write.mode("overwrite").parquet(str(target))
            written = session.read.schema(found.schema).parquet(str(target))
            return _tally(written, seen())
        with _aside(Path(target)) as part:
            found.write.parquet(str(part))
            return _tally(session.read.schema(found.schema).parquet(_escaped(part)), seen())


def _distinct(table: "DataFrame", column: str) -> list[object] | None:
    rows = table.select(f"`{column.replace('`', '``')}`").distinct().limit(_MANY).collect()
    return None if len(rows) == _MANY else [row[0] for row in rows]


def _noting_tracks(found: "DataFrame") -> tuple["DataFrame", Callable[[], tuple[int, ...]]]:
    """*found* without its tracks, and a question for those of its rows once they are written."""
    from pyspark.sql import Observation
    from pyspark.sql import functions as f

    noted = Observation()
    sets = [
        f.expr(
            f"bit_or(CASE WHEN track BETWEEN {low} AND {low + WIDTH - 1}"
            f" THEN shiftleft(1L, CAST(track AS INT) - {low}) ELSE 0L END) AS at{low}"
        )
        for low in range(0, MAX_TRACKS, WIDTH)
    ]

    def seen() -> tuple[int, ...]:
        bits = noted.get
        return tuple(
            low + at
            for low in range(0, MAX_TRACKS, WIDTH)
            for at in range(WIDTH)
            if (bits[f"at{low}"] or 0) >> at & 1
        )

    return found.observe(noted, *sets).drop("track"), seen


def _found(session: "SparkSession", table: "DataFrame", statement: Statement) -> "DataFrame":
    """The output, by a view for each relation: Spark takes minutes for one WITH of them all."""
    arrays = (
        f"CASE WHEN {name} = '' THEN CAST(array() AS array<string>)"
        f" ELSE split({name}, '{MARK}') END AS {name}"
        for name in LISTS
    )
    names = [SOURCE, *(each.name for each in statement.relations)]
    try:
        table.createOrReplaceTempView(SOURCE)
        for each in statement.relations:
            session.sql(each.sql).createOrReplaceTempView(each.name)
        return session.sql(
            f"SELECT id, scheme, track, outcome, {', '.join(arrays)}, error FROM ({statement.output})"
        )
    finally:
        for name in names:
            session.catalog.dropTempView(name)


def _opened(session: "SparkSession", source: Path | str) -> "DataFrame":
    place = str(source)
    if not _is_remote(source):
        path = Path(source).absolute()
        try:
            if path.is_file():
                with path.open("rb"):
                    pass
            else:
                next(path.iterdir(), None)
        except OSError as error:
            raise unreadable(str(source), error) from None
        place = _escaped(path)
    table = session.read.parquet(place)
    named(table.columns, str(source))
    return table


def _ibis_type(kind: Any) -> str:
    """The Ibis name of a type of Spark; `binary` for one that no fact can be read from."""
    name = str(kind.simpleString())
    if name.startswith("decimal("):
        return name.replace(",", ", ")
    if name.startswith(("char(", "varchar(")):
        return "string"
    return _TYPES.get(name, "binary")


def _tally(found: "DataFrame", tracks: tuple[int, ...]) -> Tally:
    from pyspark.sql import functions as f

    fits = found.where("error IS NULL")
    outcomes: dict[str, dict[str, int]] = {}
    for row in fits.groupBy("scheme", "outcome").count().orderBy("scheme", "outcome").collect():
        outcomes.setdefault(row[0], {})[row[1]] = row[2]
    wrong = found.where("error IS NOT NULL").select("id", "error")
    errors = wrong.count()

    def most(name: str) -> tuple[tuple[str, int], ...]:
        words = found.select(f.explode(name).alias("word")).groupBy("word").count()
        first = words.orderBy(f.desc("count"), "word").limit(SHOWN).collect()
        return tuple((row[0], row[1]) for row in first)

    return Tally(
        rows=errors + sum(sum(counts.values()) for counts in outcomes.values()),
        outcomes=tuple(outcomes.items()),
        failing=most("not_met"),
        missing=most("missing"),
        errors=errors,
        first_errors=tuple(
            RowError(row[0], row[1])
            for row in (wrong.orderBy("id", "error").limit(SHOWN).collect() if errors else ())
        ),
        tracks=tracks,
    )


def _is_remote(place: Path | str) -> bool:
    return "://" in str(place)


def _place(place: Path | str) -> str:
    return str(place).rstrip("/") if _is_remote(place) else str(Path(place).resolve())


def _escaped(path: Path) -> str:
    """*path* as Spark takes it for itself, and for no pattern of names."""
    return "".join(f"\\{sign}" if sign in "*?[]{}\\" else sign for sign in str(path.absolute()))


@contextmanager
def _beside(target: Path | str) -> Iterator[Path | None]:
    """A folder beside a local *target*, gone at the end; None for a remote one."""
    if _is_remote(target):
        yield None
        return
    path = Path(target).absolute()
    try:
        made = tempfile.TemporaryDirectory(
            dir=path.parent, prefix=f".{path.name}.", ignore_cleanup_errors=True
        )
    except OSError as error:
        raise unwritable(path, error) from None
    with made as folder:
        yield Path(folder)


@contextmanager
def _aside(target: Path) -> Iterator[Path]:
    """A name beside *target*; what stands there at the end takes its place, if all went well."""
    path = target.absolute()
    if path.is_dir() and not all(_is_ours(each) for each in path.iterdir()):
        raise refused(
            "not-a-result",
            str(target),
            Text(
                "ce dossier du disque contient autre chose qu'un résultat",
                "this folder holds something else than a result",
            ),
            Text("donnez un autre nom à --out", "give --out another name"),
        )
    with _beside(path) as folder:
        assert folder is not None
        part, old = folder / "new", folder / "old"
        yield part
        try:
            if path.exists():
                path.rename(old)
            part.rename(path)
        except OSError as error:
            if old.exists() and not path.exists():
                old.rename(path)
            raise unwritable(target, error) from None
        if old.is_dir():
            shutil.rmtree(old, ignore_errors=True)


def _is_ours(path: Path) -> bool:
    return path.is_file() and path.name.lstrip("._").startswith(("part-", "SUCCESS"))


@contextmanager
def _told(source: Path | str) -> Iterator[None]:
    """Turns what Spark raises into an error for a person."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (PySparkException, Py4JError) as error:
        raise unusable(str(source), _reason(error)) from None


def _reason(error: Exception) -> str:
    """What Spark says, without the stack: the innermost cause, else what was raised."""
    lines = str(error).splitlines()
    causes = [line for line in lines if line.startswith(("Caused by: ", ": "))]
    return causes[-1].partition(": ")[2] if causes else str(error)
