"""Each test of a ledger runs on SQLite and on a PostgreSQL database of its own."""

import contextlib
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.ledger import making

_no_server = cache(making.no_server)


@pytest.fixture(params=making.DATABASES)
def kind(request: pytest.FixtureRequest) -> str:
    """The kind of database; skips where there is none of it."""
    kind = str(request.param)
    if kind == "postgresql" and (reason := _no_server()):
        pytest.skip(reason)
    return kind


@pytest.fixture
def where(kind: str, tmp_path: Path) -> Iterator[str]:
    """Where a ledger may be made: nothing is there yet."""
    if kind == "sqlite":
        yield str(tmp_path / "ledger.db")
        return
    with making.database() as url:
        yield url


@pytest.fixture(scope="session")
def _filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A filled ledger of each kind, made once."""
    with contextlib.ExitStack() as stack:
        made = {"sqlite": str(tmp_path_factory.mktemp("filled") / "ledger.db")}
        if not _no_server():
            made["postgresql"] = stack.enter_context(making.database())
        for where in made.values():
            making.fill(where)
        if "postgresql" in made:
            making.keep(made["postgresql"])
        yield made


@pytest.fixture
def filled(kind: str, tmp_path: Path, _filled: dict[str, str]) -> str:
    """The filled ledger, as it was made, to tamper with."""
    if kind == "sqlite":
        path = tmp_path / "filled.db"
        shutil.copyfile(_filled["sqlite"], path)
        return str(path)
    making.restore(_filled["postgresql"])
    return _filled["postgresql"]
