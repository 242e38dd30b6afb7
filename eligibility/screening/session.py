"""
A session of Spark, set so that it computes what the other databases compute.
"""

import logging
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from eligibility.documents.document import refused
from eligibility.errors import InputError
from eligibility.language import Text

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

__all__ = ["session_on"]

_MEANING = {
    # An overflow or a wrong cast is an error, never a wrong number.
    "spark.sql.ansi.enabled": "true",
    "spark.sql.decimalOperations.allowPrecisionLoss": "false",
    # Days and texts as everywhere else.
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.parser.escapedStringLiterals": "false",
    "spark.sql.caseSensitive": "true",
    # Days before 1582 too, whoever wrote them.
    "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",
    "spark.sql.parquet.int96RebaseModeInRead": "CORRECTED",
    "spark.sql.parquet.datetimeRebaseModeInWrite": "CORRECTED",
    # One method for all of a row is more than Java compiles.
    "spark.sql.codegen.wholeStage": "false",
}
"""What a result, or its speed, may depend on."""

_QUIET = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.eventLog.enabled": "false",
}

_LOG = """\
rootLogger.level = fatal
rootLogger.appenderRef.stderr.ref = stderr
appender.stderr.type = Console
appender.stderr.name = stderr
appender.stderr.target = SYSTEM_ERR
appender.stderr.layout.type = PatternLayout
appender.stderr.layout.pattern = %p %c{1}: %m%n
# Else its start says that it sets a level of its own.
logger.gateway.name = org.apache.spark.api.python.PythonGatewayServer
logger.gateway.level = fatal
"""


@contextmanager
def session_on(master: str, folder: Path | None) -> Iterator["SparkSession"]:
    """
    A session on *master*; what does not fit in memory goes to *folder*, None = where Spark likes.

    Where the program runs inside Spark already, that Spark is used and goes on.

    Raises:
        InputError: pyspark or Java is missing, or Spark does not start.
    """
    try:
        import pyspark.errors
        from pyspark.sql import SparkSession
    except ImportError:
        raise refused(
            "no-pyspark",
            "Spark",
            Text("pyspark n'est pas installé", "pyspark is not installed"),
            Text("pip install 'eligibility[spark]'", "pip install 'eligibility[spark]'"),
        ) from None
    active = SparkSession.getActiveSession()
    if active is not None:
        session = active.newSession()
        for key, value in _MEANING.items():
            session.conf.set(key, value)
        yield session
        return
    if not _has_java():
        raise _no_java()
    builder = SparkSession.builder.master(master).appName("eligibility")
    for key, value in {**_MEANING, **_QUIET, **_local(master, folder)}.items():
        builder = builder.config(key, value)
    logging.getLogger("py4j").setLevel(logging.ERROR)
    try:
        with _utf8():
            session = builder.getOrCreate()
    except pyspark.errors.PySparkException as error:
        raise _not_started(master, error) from None
    except Exception as error:
        # py4j hands on whatever Java raises.
        if type(error).__module__.partition(".")[0] != "py4j":
            raise
        raise _not_started(master, error) from None
    try:
        yield session
    finally:
        session.stop()


def _local(master: str, folder: Path | None) -> Mapping[str, str]:
    found: dict[str, str] = {}
    if master.startswith("local"):
        found |= {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
    if folder is not None:
        log = folder / "log4j2.properties"
        log.write_text(_LOG, encoding="utf-8")
        found |= {
            "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={log.absolute().as_uri()}",
            "spark.sql.warehouse.dir": (folder.absolute() / "warehouse").as_uri(),
        }
        # A worker has no such folder, and a comma stands between two of them.
        if master.startswith("local") and "," not in str(folder.absolute()):
            found["spark.local.dir"] = str(folder.absolute())
    return found


@contextmanager
def _utf8() -> Iterator[None]:
    """Lets Java take names with accents for what they are, whatever the locale."""
    before = os.environ.get("LC_ALL")
    os.environ["LC_ALL"] = "C.UTF-8"
    try:
        yield
    finally:
        if before is None:
            del os.environ["LC_ALL"]
        else:
            os.environ["LC_ALL"] = before


def _has_java() -> bool:
    # As Spark's own start looks for it.
    home = os.environ.get("JAVA_HOME")
    return (Path(home) / "bin" / "java").exists() if home else shutil.which("java") is not None


def _no_java() -> InputError:
    return refused(
        "no-java",
        "Spark",
        Text("Java n'est pas installé", "Java is not installed"),
        Text(
            "installez Java 17 (sous Debian : openjdk-17-jre-headless), ou nommez-le par JAVA_HOME",
            "install Java 17 (on Debian: openjdk-17-jre-headless), or name it by JAVA_HOME",
        ),
    )


def _not_started(master: str, error: Exception) -> InputError:
    reason = next((line for line in str(error).splitlines() if line.strip()), type(error).__name__)
    return refused(
        "no-spark",
        master,
        Text(f"Spark ne démarre pas : {reason[:300]}", f"Spark does not start: {reason[:300]}"),
        Text(
            "il faut Java 17, et une adresse de Spark valable",
            "it needs Java 17 and a valid master",
        ),
    )
