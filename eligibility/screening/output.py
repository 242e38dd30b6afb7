"""
The result of a screening as a file: written aside, then renamed.

The rows come a chunk at a time, in the order of the table; the next ones are
fetched while one is being written.
"""

import contextlib
import os
import queue
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from eligibility.documents.document import refused
from eligibility.errors import InputError
from eligibility.language import Text
from eligibility.screening.watch import finished, in_background

__all__ = [
    "Writer",
    "aside",
    "csv_writer",
    "lines_writer",
    "parquet_writer",
    "unwritable",
    "written",
]


class Writer(Protocol):
    """Writes chunks of rows to one file."""

    def write(self, rows: pa.Table) -> None:
        """Adds *rows*."""

    def close(self) -> None:
        """Ends the file."""


@contextlib.contextmanager
def aside(target: Path) -> Iterator[Path]:
    """
    A path to write to, which becomes *target* when all went well.

    Whatever goes wrong, Ctrl-C included, nothing is left of it and *target* is
    as it was.

    Raises:
        InputError: the folder cannot be written, or the disk is full.
    """
    # What a link points to is written, and not the link.
    real = Path(os.path.realpath(target))
    part = real.with_name(f".{real.name[:50]}.{os.getpid()}.part")
    try:
        try:
            part.touch()
        except OSError as error:
            raise unwritable(target, error) from None
        yield part
        try:
            with part.open("rb") as file:
                os.fsync(file.fileno())
            os.replace(part, real)
        except OSError as error:
            raise unwritable(target, error) from None
    finally:
        with contextlib.suppress(OSError):
            part.unlink()


def unwritable(target: Path, error: OSError) -> InputError:
    """The error for a file that the system does not let us write."""
    reason = error.strerror or str(error) or type(error).__name__
    return refused(
        "unwritable",
        str(target),
        Text(f"impossible d'écrire : {reason}", f"cannot write: {reason}"),
        Text("rien n'a été écrit", "nothing was written"),
    )


def written(chunks: Iterator[pa.Table], start: Callable[[pa.Schema], Writer], target: Path) -> None:
    """
    Writes every chunk, the next one being fetched meanwhile.

    Raises:
        InputError: the disk is full, or whatever else the system says.
    """
    waiting: queue.Queue[pa.Table | None] = queue.Queue(maxsize=2)
    failed: list[BaseException] = []

    def work() -> None:
        writer: Writer | None = None
        while (rows := waiting.get()) is not None:
            if failed:
                continue
            try:
                writer = writer or start(rows.schema)
                writer.write(rows)
            except BaseException as error:  # noqa: BLE001  raised again below
                failed.append(error)
        if writer is not None:
            try:
                writer.close()
            except BaseException as error:  # noqa: BLE001  raised again below
                failed.append(error)

    ended = in_background(work)
    try:
        for rows in chunks:
            if failed:
                break
            waiting.put(rows)
    finally:
        waiting.put(None)
        finished(ended)
    for error in failed:
        if isinstance(error, OSError):
            raise unwritable(target, error) from None
        raise error


class _Parquet:
    def __init__(self, path: Path, schema: pa.Schema) -> None:
        # Each row has another number, which a dictionary would only make longer.
        # Of words the least and the greatest help nobody, and cost a quarter of the writing.
        self.file = pa.parquet.ParquetWriter(
            path,
            schema,
            use_dictionary=[_leaf(field) for field in schema if field.name != "id"],
            write_statistics=["id"],
            # Words stay the numbers that they are in memory; without the schema of
            # Arrow beside them, readers see the texts.
            store_schema=False,
        )

    def write(self, rows: pa.Table) -> None:
        self.file.write_table(rows)

    def close(self) -> None:
        self.file.close()


def _leaf(field: pa.Field) -> str:
    """What Parquet calls the values of a column."""
    return f"{field.name}.list.element" if pa.types.is_list(field.type) else field.name


class _Csv:
    def __init__(self, path: Path, schema: pa.Schema, delimiter: str, *, bom: bool) -> None:
        self.sink = path.open("wb")
        if bom:
            self.sink.write(b"\xef\xbb\xbf")
        options = pa.csv.WriteOptions(delimiter=delimiter, quoting_style="needed")
        self.file = pa.csv.CSVWriter(self.sink, schema, write_options=options)

    def write(self, rows: pa.Table) -> None:
        self.file.write_table(rows)

    def close(self) -> None:
        self.file.close()
        self.sink.close()


class _Lines:
    def __init__(self, path: Path) -> None:
        self.sink = path.open("w", encoding="utf-8", newline="\n")

    def write(self, rows: pa.Table) -> None:
        (lines,) = rows.columns
        self.sink.writelines(f"{line}\n" for line in lines.to_pylist())

    def close(self) -> None:
        self.sink.close()


def parquet_writer(path: Path) -> Callable[[pa.Schema], Writer]:
    """Writes a Parquet file, lists as lists."""
    return lambda schema: _Parquet(path, schema)


def csv_writer(path: Path, delimiter: str, *, bom: bool) -> Callable[[pa.Schema], Writer]:
    """Writes a CSV file; the rows must hold texts only."""
    return lambda schema: _Csv(path, schema, delimiter, bom=bom)


def lines_writer(path: Path) -> Callable[[pa.Schema], Writer]:
    """Writes a JSON object a line; the rows must hold these lines, in one column."""
    return lambda _: _Lines(path)
