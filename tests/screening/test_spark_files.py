"""What lies where Spark reads and writes: names, folders, what cannot be read."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from eligibility.errors import InputError
from eligibility.screening import session
from eligibility.screening import spark as on_spark
from eligibility.screening.lowering import SPARK, lower
from eligibility.screening.screen import Request, screen
from eligibility.screening.spark import screen_on_spark, screened_by
from eligibility.screening.statement import Statement
from eligibility.screening.tally import Tally
from tests.screening.tables import (
    TODAY,
    made,
    question,
    region,
)

# What pyspark fetches comes through a socket that it leaves to be collected.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")


def statement(types: Mapping[str, str], _: object = None) -> Statement:
    return lower(made(), question(types), SPARK)


def in_duckdb(source: Path, target: Path) -> Tally:
    return screen(Request(source=source, target=target, region=region(), today=TODAY)).tally


def small(path: Path, **more: list[Any]) -> Path:
    """A table of one dossier."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(
        pa.table({"id": ["a"], "scheme": ["contrat-3s"], "company.equity": [-1], **more}), path
    )
    return path


def test_names_with_spaces_accents_and_signs_of_patterns(spark: Any, tmp_path: Path) -> None:
    """And a folder of files as the table; what was there of a result before is replaced."""
    source = small(tmp_path / "entrée à lire" / "d'abord [1] {é} 100%.parquet").parent
    small(source / "puis.parquet")
    target = tmp_path / "sortie [2] prête"
    for _ in range(2):
        counts = screen_on_spark(source, target, statement, master="local[2]")
        assert (counts.rows, counts.total("ineligible"), counts.tracks) == (2, 2, (0,))
    assert sorted(each.name for each in tmp_path.iterdir()) == ["entrée à lire", target.name]
    assert (target / "_SUCCESS").exists()


def test_a_column_with_any_name(spark: Any, tmp_path: Path) -> None:
    source = small(tmp_path / "table.parquet", **{'`;-- " é': ["c"]})
    assert screened_by(spark, source, tmp_path / "out", statement).rows == 1


def test_a_folder_with_something_else_is_left_alone(spark: Any, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.txt").write_text("years of work")
    source = small(tmp_path / "table.parquet")
    with pytest.raises(InputError, match="something else than a result"):
        screened_by(spark, source, tmp_path / "out", statement)
    assert (tmp_path / "out" / "thesis.txt").read_text() == "years of work"


def _missing(path: Path) -> None:
    path.unlink()


def _broken(path: Path) -> None:
    path.write_bytes(b"PAR1" + bytes(100))


def _cut(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[:40] + bytes(60) + data[100:])


def _empty(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("spoilt", [_missing, _broken, _cut, _empty])
def test_what_cannot_be_read_changes_nothing(
    spark: Any, tmp_path: Path, spoilt: Callable[[Path], None]
) -> None:
    source, target = small(tmp_path / "table.parquet"), tmp_path / "out"
    target.mkdir()
    (target / "part-0.parquet").write_text("before")
    spoilt(source)
    with pytest.raises(InputError, match=r"table\.parquet"):
        screened_by(spark, source, target, statement)
    assert [each.name for each in target.iterdir()] == ["part-0.parquet"]
    assert {each.name for each in tmp_path.iterdir()} <= {"out", "table.parquet"}


def test_the_table_is_not_overwritten(spark: Any, tmp_path: Path) -> None:
    source = small(tmp_path / "table.parquet")
    with pytest.raises(InputError, match="overwrite the table"):
        screened_by(spark, source, tmp_path / "." / "table.parquet", statement)


@pytest.mark.parametrize(
    ("name", "value"),
    [("company.siren", 18), ("submitted_on", datetime(2023, 2, 1, tzinfo=UTC))],
)
def test_columns_that_do_not_fit_are_told(
    spark: Any, tmp_path: Path, name: str, value: object
) -> None:
    """Also a time with a zone, which falls on another day elsewhere."""
    source = small(tmp_path / "table.parquet", **{name: [value]})
    with pytest.raises(InputError, match=name):
        in_duckdb(source, tmp_path / "out.parquet")
    with pytest.raises(InputError, match=name):
        screened_by(spark, source, tmp_path / "out", statement)


def test_without_java_or_pyspark_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyspark.sql", None)
    with pytest.raises(InputError, match=r"pip install 'eligibility\[spark\]'"):
        screen_on_spark(tmp_path / "a", tmp_path / "b", statement, master="local")
    monkeypatch.undo()
    pytest.importorskip("pyspark", reason="pyspark is not installed")
    from pyspark.sql import SparkSession

    monkeypatch.setattr(SparkSession, "getActiveSession", lambda: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(InputError, match="openjdk-17"):
        screen_on_spark(tmp_path / "a", tmp_path / "b", statement, master="local")


def test_urls_are_for_spark_alone() -> None:
    assert on_spark._is_remote("s3a://bucket/a b.parquet")
    assert not on_spark._is_remote("out/a.parquet")
    assert session._local("spark://host:7077", None) == {}
