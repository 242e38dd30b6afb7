"""One session of Spark for all the tests that need one: it takes seconds to start."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from eligibility.screening.session import session_on

CODE = "spark.sql.codegen.factoryMode"


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A session on two threads; skips where Java or pyspark is absent."""
    pytest.importorskip("pyspark", reason="pyspark is not installed: pip install '.[spark]'")
    if shutil.which("java") is None:
        pytest.skip("Java is not installed: ./scripts/services")
    folder: Path = tmp_path_factory.mktemp("spark à côté")
    with session_on("local[2]", folder) as session:
        # To make a program takes longer than a few rows do without.
        session.conf.set(CODE, "NO_CODEGEN")
        yield session


@pytest.fixture
def full_spark(spark: Any) -> Iterator[Any]:
    """The session as a user has it: with a program made for each query."""
    spark.conf.unset(CODE)
    yield spark
    spark.conf.set(CODE, "NO_CODEGEN")
