"""The service as a process of its own, as a person starts it."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["SECRET", "Running", "checked", "command", "environment", "running"]

SECRET = "a secret that the tests know"
_PLACE = re.compile(r"http://\S+?(?=/ |/$)")


@dataclass(frozen=True)
class Running:
    """A service that answers at *url*; all that it said stands in two files."""

    url: str
    process: "subprocess.Popen[bytes]"
    out: Path
    err: Path

    def said(self) -> str:
        """What it wrote so far, on either stream."""
        return self.out.read_text("utf-8") + self.err.read_text("utf-8")

    def children(self) -> list[int]:
        """The processes below it, whatever their depth."""
        return _below(self.process.pid)


def _below(parent: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{parent}/task").glob("*/children"):
        for child in map(int, task.read_text().split()):
            found += [child, *_below(child)]
    return found


def command() -> str:
    """The installed command."""
    return str(Path(sys.executable).with_name("eligibility"))


def environment(folder: Path) -> dict[str, str]:
    """The environment of a command that keeps its cache in *folder*."""
    return {
        **os.environ,
        "ELIGIBILITY_CACHE": str(folder / "cache"),
        "ELIGIBILITY_SECRET": SECRET,
        "PYTHONIOENCODING": "utf-8",
    }


def checked(folder: Path, *arguments: object) -> list[dict[str, Any]]:
    """What `eligibility check --json` says, a dossier a line."""
    done = subprocess.run(
        [command(), "check", "--json", *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=True,
        env=environment(folder),
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


@contextmanager
def running(folder: Path, *options: str) -> Iterator[Running]:
    """`eligibility serve` on a free port; ended by Ctrl-C, by force if that is not enough."""
    folder.mkdir(exist_ok=True)
    out, err = folder / "out", folder / "err"
    with out.open("wb") as to, err.open("wb") as wrong:
        process = subprocess.Popen(
            [command(), "serve", "--port", "0", *options],
            stdin=subprocess.DEVNULL,
            stdout=to,
            stderr=wrong,
            env=environment(folder),
            start_new_session=True,
        )
    try:
        yield Running(_address(process, out, err), process, out, err)
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise


def _address(process: "subprocess.Popen[bytes]", out: Path, err: Path) -> str:
    until = time.monotonic() + 90
    while time.monotonic() < until:
        if found := _PLACE.search(out.read_text("utf-8")):
            return found[0]
        if process.poll() is not None:
            break
        time.sleep(0.05)
    raise AssertionError(f"the service did not start: {err.read_text('utf-8')}")
