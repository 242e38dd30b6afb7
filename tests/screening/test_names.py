"""Names of files and columns: whatever signs they hold, that one is read and no other."""

import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet
import pytest

from eligibility.errors import InputError
from tests.screening.screenings import HEADER, PASS, Case, line, table

NAMES = ["a b", "a'b", 'a"b', "é€", "a*", "a?", "[ab]", "a[*]", "{a,b}", "%20", "-x", "~", "file:x"]


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case(tmp_path)


def parquet(path: Path, columns: dict[str, Any] | None = None) -> Path:
    """A Parquet file with `id`, `scheme` and these columns."""
    columns = columns or {}
    count = max(map(len, columns.values()), default=1)
    head = {"id": [f"R{at}" for at in range(count)], "scheme": [PASS] * count}
    pa.parquet.write_table(pa.table(head | columns), path)
    return path


def test_a_csv_file_is_read_by_its_own_name_and_no_pattern(case: Case) -> None:
    for other in ("ab", "aXb", "a", "b"):
        case.file(table(line(id="other")), f"{other}.csv")
    for name in NAMES:
        rows = case.rows(case.file(table(line(id=name)), f"{name}.csv"), f"{name} out.jsonl")
        assert [row["id"] for row in rows] == [name]


def test_a_parquet_file_is_read_by_its_own_name_and_no_pattern(case: Case) -> None:
    for other in ("ab", "aXb", "a", "b"):
        parquet(case.folder / f"{other}.parquet")
    for name in NAMES:
        source = parquet(case.folder / f"{name}.parquet", {"id": [name]})
        rows = case.rows(source, f"{name} out.jsonl")
        assert [row["id"] for row in rows] == [name]


def test_the_folders_of_a_file_are_neither_patterns_nor_columns(case: Case) -> None:
    for name in ("a*", "ab", "company.equity=-5"):
        (case.folder / name).mkdir()
        source = parquet(case.folder / name / "t.parquet")
        (row,) = case.rows(source)
        assert "company.equity" in row["missing"]


def test_a_name_that_is_no_text_is_refused(case: Case) -> None:
    odd = os.fsdecode(b"caf\xe9.csv")
    try:
        source = case.file(table(line()), odd)
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    assert case.refusal(source).code == "bad-name"
    assert case.refusal(case.file(table(line())), odd).code == "bad-name"


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/t.csv", "s3://b/t.parquet", "*.csv"])
def test_an_address_or_a_pattern_is_a_file_that_is_not_there(
    case: Case, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(case.folder)
    case.file(table(line()))
    with pytest.raises(InputError, match="no such file"):
        case.result(Path(address), "out.csv")
    assert [each.name for each in case.folder.iterdir()] == ["t.csv"]


def test_a_column_may_have_any_name(case: Case) -> None:
    odd = [
        "a.b",
        'q"q',
        "s;s'",
        "n\nl",
        "{x}",
        "é€",
        "%s",
        "id (parsed)",
        "rowid",
        "track",
        "error",
    ]
    found = case.result(parquet(case.folder / "t.parquet", {name: [1] for name in odd}))
    assert list(found.unread) == odd
    cells = ";".join('"{}"'.format(name.replace('"', '""')) for name in odd)
    source = case.file(f"{HEADER};{cells}\n{line()}{';1' * len(odd)}\n")
    assert list(case.result(source).unread) == odd


@pytest.mark.parametrize("second", ["id", "ID", ""])
def test_a_parquet_file_names_each_column_once(case: Case, second: str) -> None:
    path = case.folder / "t.parquet"
    made = pa.Table.from_arrays([pa.array(["a"])] * 3, names=["id", second, "scheme"])
    pa.parquet.write_table(made, path)
    assert case.refusal(path).code == "bad-header"


EQUITY, DAY = "company.equity", "submitted_on"
UNREADABLE: dict[str, tuple[str, Any]] = {
    "a truth for an amount": (EQUITY, [True]),
    "a day for an amount": (EQUITY, [dt.date(2023, 2, 1)]),
    "a list for an amount": (EQUITY, [[1.0]]),
    "a struct": (EQUITY, [{"a": 1}]),
    "bytes": (EQUITY, [b"12"]),
    "a time": (DAY, [dt.time(1)]),
    "a time with a zone": (DAY, [dt.datetime(2023, 2, 1, tzinfo=dt.UTC)]),
    "a number for a truth": ("company.tax_compliant", [1]),
    "a number for a code": ("company.siren", [18]),
    "a fraction for an id": ("id", [1.5]),
    "structs for proceedings": ("company.proceedings", [[{"kind": "civil"}]]),
}


@pytest.mark.parametrize(("name", "values"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_column_of_a_wrong_type_is_told_with_a_cure(case: Case, name: str, values: Any) -> None:
    fault = case.refusal(parquet(case.folder / "t.parquet", {name: values}))
    assert fault.code == "wrong-column"
    assert fault.hint is not None


def _of(kind: Any, *values: Any) -> Any:
    return pa.array(values, kind)


READ: dict[str, tuple[str, Any, list[bool]]] = {
    "doubles": (
        EQUITY,
        [0.1 + 0.2, -0.0, 90071992547409.91, 1e308, float("inf"), 0.005, None],
        [True, True, True, False, False, False, True],
    ),
    "NaN beside a number": (EQUITY, [float("nan"), 1234.5], [False, True]),
    "NaN beside a wrong number": (EQUITY, [float("nan"), 1234.561], [False, False]),
    "single floats": (EQUITY, _of(pa.float32(), float("nan"), 0.5), [False, True]),
    "integers": (EQUITY, [2**63 - 1, -(2**63), 0, 90071992547409], [False, False, True, True]),
    "four places": (EQUITY, _of(pa.decimal128(20, 4), 1, None), [True, True]),
    "dictionaries": ("company.proceedings", pa.array(["", "tax"]).dictionary_encode(), [True] * 2),
    "lists": ("company.proceedings", [[], ["civil"], ["nope"], None], [True, True, False, True]),
    "whole numbers for ids": ("id", [1, 2], [True, True]),
    "moments": (DAY, _of(pa.timestamp("s"), 1_675_295_999), [True]),
    "days beyond the calendar": (
        DAY,
        _of(pa.int32(), 2**31 - 1, -(2**31), 5 - 2**31, 19389).cast(pa.date32()),
        [False, False, False, True],
    ),
    "nulls for a number": (EQUITY, pa.nulls(2), [True, True]),
    "nulls for a text": ("company.name", pa.nulls(2), [True, True]),
    "nulls for words": ("company.proceedings", pa.nulls(2), [True, True]),
    "nulls for ids": ("id", pa.nulls(2), [False, False]),
    "nulls for schemes": ("scheme", pa.nulls(2), [False, False]),
    "nulls for days": (DAY, pa.nulls(2), [True, True]),
    "no rows": (EQUITY, _of(pa.float64()), []),
}


@pytest.mark.parametrize(("name", "values", "good"), READ.values(), ids=READ)
def test_a_value_of_parquet_is_read_or_an_error_of_its_row(
    case: Case, name: str, values: Any, good: list[bool]
) -> None:
    columns = {name: values} if good else {"id": _of(pa.string()), "scheme": _of(pa.string())}
    rows = case.rows(parquet(case.folder / "t.parquet", columns))
    assert [row["error"] is None for row in rows] == good


def _folder(case: Case, fill: Callable[[Path], object]) -> Path:
    folder = case.folder / "tables"
    folder.mkdir()
    fill(folder)
    return folder


def test_a_folder_is_its_parquet_files_and_takes_no_result(case: Case) -> None:
    source = _folder(case, lambda folder: [parquet(folder / f"{at}.parquet") for at in "ab"])
    assert len(case.rows(source)) == 2
    assert case.refusal(source, "tables/out.parquet").code == "same-file"


def test_a_folder_without_parquet_files_is_refused(case: Case) -> None:
    assert case.refusal(_folder(case, lambda _: None)).code == "empty-file"
