"""
A table as it lies in a file: its columns, and how DuckDB reads it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from eligibility.documents.document import refused
from eligibility.documents.reading import unreadable
from eligibility.errors import Fault, InputError
from eligibility.language import Text

if TYPE_CHECKING:
    import duckdb

__all__ = [
    "KINDS",
    "Table",
    "exactly",
    "kind_of",
    "literal",
    "named",
    "open_table",
    "quoted",
    "unusable",
]

KINDS = ("csv", "jsonl", "parquet", "xlsx")
"""The kinds of file that are read and written, as the ends of their names."""


@dataclass(frozen=True, slots=True)
class Table:
    """
    A table that DuckDB can read with `SELECT … FROM` *scan*.

    *columns* gives each column its type (in Ibis' words). *by_hand*: the file
    is written and read by people (CSV, Excel). *rows* is None where only
    reading tells. *delimiter* and *bom* are those of a CSV file, *rejects* the
    file that is read for it.
    """

    name: str
    kind: str
    scan: str
    columns: Mapping[str, str]
    by_hand: bool
    rows: int | None = None
    delimiter: str = ","
    bom: bool = False
    rejects: Path | None = None
    registered: Mapping[str, object] = field(default_factory=dict)


def kind_of(path: Path, option: str = "") -> str:
    """
    The kind of a file or folder by its name; a folder holds Parquet files.

    Raises:
        InputError: another kind, or a name that is no text.
    """
    try:
        str(path.absolute()).encode()
    except UnicodeEncodeError:
        raise refused(
            "bad-name",
            str(path),
            Text(
                f"{option}ce nom de fichier n'est pas en UTF-8",
                f"{option}this file name is not UTF-8",
            ),
            Text("renommez le fichier ou son dossier", "rename the file or its folder"),
        ) from None
    suffix = path.suffix.lower().lstrip(".")
    if path.is_dir():
        return "parquet"
    if suffix in KINDS:
        return suffix
    raise refused(
        "unknown-kind",
        str(path),
        Text(
            f"{option}`{path.suffix or path.name}` n'est pas un type de tableau connu",
            f"{option}`{path.suffix or path.name}` is not a known kind of table",
        ),
        Text(
            "nommez un fichier .csv, .jsonl, .parquet ou .xlsx",
            "name a file .csv, .jsonl, .parquet or .xlsx",
        ),
    )


def quoted(name: str) -> str:
    """*name* as SQL quotes a name."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """*text* as SQL quotes a text."""
    return "'" + text.replace("'", "''") + "'"


def exactly(path: Path) -> str:
    """*path* as DuckDB reads this file or folder alone: no sign of it stands for others."""
    return re.sub(r"[*?\[]", r"[\g<0>]", str(path.absolute()))


def named(names: Sequence[str], where: str) -> None:
    """
    Refuses a header with an empty name, or a name twice: in SQL capitals make no difference.

    Raises:
        InputError: every such column at once.
    """
    faults: list[Fault] = []
    seen: set[str] = set()
    for at, name in enumerate(names, start=1):
        if not name.strip():
            message = Text(f"la colonne {at} n'a pas de nom", f"column {at} has no name")
        elif name.lower() in seen:
            message = Text(
                f"la colonne `{name}` est là deux fois", f"the column `{name}` is there twice"
            )
        else:
            seen.add(name.lower())
            continue
        hint = Text("renommez-la ou retirez-la", "rename or remove it")
        faults += refused("bad-header", where, message, hint, line=1, column=1).faults
    if faults:
        raise InputError(faults)


def unusable(name: str, reason: str) -> InputError:
    """The error for a file that cannot be read as the table that its name says."""
    line = next((each for each in reason.splitlines() if each.strip()), reason)
    # DuckDB says first what sort of error it is, which helps nobody.
    first = re.sub(r"^[A-Z][A-Za-z ]* Error: ", "", line.strip())[:300]
    return refused(
        "unreadable-table",
        name,
        Text(f"le tableau ne peut être lu : {first}", f"the table cannot be read: {first}"),
        Text(
            "est-il entier, et du type que son nom indique ? exportez-le à nouveau",
            "is it whole, and of the kind that its name says? export it again",
        ),
    )


def open_table(path: Path, connection: "duckdb.DuckDBPyConnection", aside: Path) -> Table:
    """
    The table in *path*; what has to be rewritten to be read goes below *aside*.

    Raises:
        InputError: it cannot be read, has no column, or a column twice.
    """
    kind = kind_of(path)
    try:
        _refuse_nothing(path)
    except OSError as error:
        raise unreadable(str(path), error) from None
    if kind == "jsonl":
        raise refused(
            "no-columns",
            str(path),
            Text(
                "un fichier .jsonl contient des dossiers, pas des colonnes",
                "a .jsonl file holds dossiers, not columns",
            ),
            Text("retirez --explain-columns", "remove --explain-columns"),
        )
    if kind == "csv":
        from eligibility.screening.csv_file import open_csv

        return open_csv(path, aside)
    if kind == "xlsx":
        from eligibility.screening.workbook import open_workbook

        return open_workbook(path, connection)
    return _open_parquet(path, connection)


def _refuse_nothing(path: Path) -> None:
    """
    Refuses what has nothing to read in it.

    Raises:
        InputError: an empty file, a folder without Parquet files, or neither file nor folder.
        OSError: it is not there, or access is denied.
    """
    hint = None
    if path.is_dir():
        if any(path.rglob("*.parquet")):
            return
        message = Text("ce dossier n'a aucun fichier .parquet", "no .parquet file in this folder")
    elif path.exists() and not path.is_file():
        message = Text("ce n'est pas un fichier ordinaire", "this is not an ordinary file")
        hint = Text("copiez-le d'abord dans un fichier", "copy it to a file first")
    else:
        with path.open("rb") as file:
            if file.read(1):
                return
        message = Text("le fichier est vide", "the file is empty")
        hint = Text(
            "la première ligne nomme les colonnes : id, scheme, …",
            "the first line names the columns: id, scheme, …",
        )
    raise refused("empty-file", str(path), message, hint)


def _open_parquet(path: Path, connection: "duckdb.DuckDBPyConnection") -> Table:
    import duckdb

    if path.is_dir():
        scan = f"read_parquet({literal(exactly(path) + '/**/*.parquet')})"
    else:
        scan = f"read_parquet({literal(exactly(path))}, hive_partitioning = false)"
        named(_own_names(path), str(path))
    try:
        found = connection.execute(f"DESCRIBE SELECT * FROM {scan}").fetchall()
        (rows,) = connection.execute(f"SELECT count(*) FROM {scan}").fetchall()[0]
    except duckdb.Error as error:
        raise unusable(str(path), str(error)) from None
    if any(str(row[1]) in ("FLOAT", "DOUBLE") for row in found):
        # The least and the greatest value that a file tells leave NaN out, and what
        # DuckDB makes of them is that no test for it is needed.
        connection.execute("SET disabled_optimizers = 'statistics_propagation'")
    names = [str(row[0]) for row in found]
    named(names, str(path))
    columns = {str(row[0]): _ibis_type(str(row[1])) for row in found}
    return Table(str(path), "parquet", scan, columns, by_hand=False, rows=int(rows))


def _own_names(path: Path) -> list[str]:
    """The columns as the file names them: DuckDB gives the second of two another name."""
    import pyarrow as pa
    import pyarrow.parquet

    try:
        return list(pa.parquet.read_schema(path).names)
    except (pa.ArrowException, OSError):
        return []


_TYPES = {
    "BOOLEAN": "boolean",
    "TINYINT": "int8",
    "SMALLINT": "int16",
    "INTEGER": "int32",
    "BIGINT": "int64",
    "UTINYINT": "uint8",
    "USMALLINT": "uint16",
    "UINTEGER": "uint32",
    "HUGEINT": "decimal(38, 0)",
    "UBIGINT": "uint64",
    "FLOAT": "float32",
    "DOUBLE": "float64",
    "VARCHAR": "string",
    "DATE": "date",
    "TIMESTAMP": "timestamp",
    "TIMESTAMP_S": "timestamp",
    "TIMESTAMP_MS": "timestamp",
    "TIMESTAMP_NS": "timestamp",
    "VARCHAR[]": "array<string>",
    '"NULL"': "string",
    "NULL": "string",
}


def _ibis_type(duck: str) -> str:
    """The Ibis name of a DuckDB type; `binary` for one that no fact can be read from."""
    if decimal := re.fullmatch(r"DECIMAL\((\d+),\s*(\d+)\)", duck):
        return f"decimal({decimal[1]}, {decimal[2]})"
    if duck.startswith("ENUM"):
        return "string"
    return _TYPES.get(duck, "binary")
