"""
Commands run in processes that begin with everything imported.

A server imports the libraries once and forks for each command; the child has
its own files, environment, folder and arguments, and imports the commands
themselves, as a fresh start does. `test_start.py` holds it to a fresh start.
"""

import atexit
import contextlib
import gc
import io
import json
import os
import runpy
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

__all__ = ["Forks"]

LIBRARIES = (
    "duckdb",
    "ibis",
    "pyarrow.parquet",
    "pydantic",
    "rich.console",
    "rich.rule",
    "sqlalchemy",
    "typer",
    "yaml",
    "eligibility.advice.plain",
    "eligibility.awards.monitor",
    "eligibility.decisions.words",
    "eligibility.engines.worker",
    "eligibility.interview",
    "eligibility.ledger.store",
    "eligibility.rulebook.loading",
    "eligibility.schemes.words",
    "eligibility.screening.lowering",
    "eligibility.screening.screen",
)


class Forks:
    """The server, and one command at a time."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def run(
        self,
        arguments: Sequence[str],
        environment: Mapping[str, str],
        folder: Path | str | None,
        typed: str | None,
        timeout: float,
    ) -> "subprocess.CompletedProcess[str]":
        """What the command printed and its status; raises TimeoutExpired."""
        with tempfile.TemporaryDirectory() as name:
            files = {each: str(Path(name) / each) for each in ("in", "out", "err")}
            Path(files["in"]).write_bytes((typed or "").encode())
            job = {
                "arguments": list(arguments),
                "environment": dict(environment),
                "folder": str(folder or Path.cwd()),
                "files": files,
                "timeout": timeout,
            }
            assert self.process.stdin
            assert self.process.stdout
            self.process.stdin.write(json.dumps(job).encode() + b"\n")
            self.process.stdin.flush()
            answer = json.loads(self.process.stdout.readline())
            out, err = (_text(files[each]) for each in ("out", "err"))
        if answer["status"] is None:
            raise subprocess.TimeoutExpired(list(arguments), timeout, out, err)
        return subprocess.CompletedProcess(list(arguments), answer["status"], out, err)

    def close(self) -> None:
        """Ends the server."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()


def _text(path: str) -> str:
    # As subprocess reads text: any end of line is one.
    return Path(path).read_bytes().decode().replace("\r\n", "\n").replace("\r", "\n")


def _serve() -> None:
    for name in LIBRARIES:
        __import__(name)
    for line in sys.stdin.buffer:
        job = json.loads(line)
        child = os.fork()
        if child == 0:
            _command(job)
        print(json.dumps({"status": _ended(child, job["timeout"])}), flush=True)


def _ended(child: int, timeout: float) -> int | None:
    """The status of *child*; None where it had to be killed."""
    until = time.monotonic() + timeout
    while time.monotonic() < until:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.005)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None


def _command(job: dict[str, Any]) -> None:
    """Runs one command in this process, and ends it."""
    flags = (os.O_RDONLY, os.O_WRONLY | os.O_CREAT, os.O_WRONLY | os.O_CREAT)
    for number, (name, flag) in enumerate(zip(("in", "out", "err"), flags, strict=True)):
        opened = os.open(job["files"][name], flag, 0o600)
        os.dup2(opened, number)
        os.close(opened)
    os.environ.clear()
    os.environ.update(job["environment"])
    os.chdir(job["folder"])
    encoding, _, errors = os.environ.get("PYTHONIOENCODING", "utf-8").partition(":")
    sys.stdin = io.TextIOWrapper(io.FileIO(0, "rb", closefd=False), encoding, errors or "strict")
    sys.stdout = _writer(1, encoding, errors or "strict")
    sys.stderr = _writer(2, encoding, "backslashreplace")
    sys.argv = ["eligibility", *job["arguments"]]
    status = 1
    try:
        runpy.run_module("eligibility_cli", run_name="__main__", alter_sys=True)
        status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001  as the interpreter would end
        traceback.print_exc()
    with contextlib.suppress(Exception):
        atexit._run_exitfuncs()
    # An interpreter that ends lets go of everything, a database too.
    gc.collect()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(Exception):
            stream.flush()
    os._exit(status)


def _writer(number: int, encoding: str, errors: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(
        io.BufferedWriter(io.FileIO(number, "wb", closefd=False)), encoding, errors
    )


if __name__ == "__main__":
    _serve()
