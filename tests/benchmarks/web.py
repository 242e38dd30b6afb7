"""
What the service stands: many users at once on loopback, latency, errors, memory.

    python -m tests.benchmarks.web [--users N] [--seconds S] [--workers W]

Each user sends the next request as soon as the last one is answered. The
throughput is a ratio to the same checks done in one process without a
connection; the users run on the same machine, and take part of it.
"""

import argparse
import asyncio
import json
import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

from eligibility.web.description import EXAMPLE
from eligibility.web.messages import Reply, Request
from eligibility.web.service import Service

ROOT = Path(__file__).parents[2]
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of request: what is sent, and what an answer holds when it is right."""

    name: str
    method: str
    path: str
    media: str
    body: bytes
    holds: bytes


@dataclass(slots=True)
class Load:
    """What the users saw."""

    seconds: list[float] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)


def kinds(service: Service) -> tuple[Kind, ...]:
    """A check by the API, and a result page from answers that a page carries."""
    started = answered(service, Kind("", "POST", "/fr/questions", FORM, scheme(), b""))
    state = re.search(rb'name="state" value="([^"]*)"', started.body)
    assert state is not None
    carried = state[1].replace(b"&#34;", b'"').replace(b"&#39;", b"'").replace(b"&amp;", b"&")
    form = [("state", carried.decode()), ("do", "next"), ("q", "company.headcount")]
    page = urlencode([*form, ("a:company.headcount", "12")]).encode()
    body = json.dumps(EXAMPLE).encode()
    return (
        Kind("POST /v1/check", "POST", "/v1/check", JSON, body, b'"outcome": "ineligible"'),
        Kind("POST /fr/questions", "POST", "/fr/questions", FORM, page, b"company.equity"),
        Kind("POST /fr/result", "POST", "/fr/result", FORM, page, b"verdict incomplete"),
        Kind("GET /fr/clauses", "GET", "/fr/clauses", "", b"", b"SRDEII-A27-E3"),
    )


def scheme() -> bytes:
    return urlencode({"scheme": "pass-transformation-ecologique"}).encode()


def answered(service: Service, kind: Kind) -> Reply:
    now = int(time.time())
    today = date.today()  # noqa: DTZ011  the day of this machine
    request = Request(kind.method, kind.path, (), kind.media, kind.body, today, now)
    return service.answer(request)


def alone(service: Service, kind: Kind, seconds: float = 2.0) -> float:
    """Requests a second in one process, without a connection."""
    assert kind.holds in answered(service, kind).body, kind.name
    count, start = 0, time.perf_counter()
    while time.perf_counter() - start < seconds:
        answered(service, kind)
        count += 1
    return count / (time.perf_counter() - start)


@contextmanager
def served(workers: int) -> Iterator[tuple[int, int]]:
    """The service as a process: its port and its number."""
    command = [Path(sys.executable).parent / "eligibility", "serve", "--port", "0"]
    environment = {**os.environ, "ELIGIBILITY_SECRET": "of the benchmark"}
    process = subprocess.Popen(
        [*map(str, command), "--workers", str(workers)],
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    found = re.search(r":(\d+)/", line)
    assert found is not None, line
    try:
        yield int(found[1]), process.pid
    finally:
        process.terminate()
        process.wait()


async def user(port: int, kind: Kind, until: float, load: Load) -> None:
    """One user, on one connection, until the time is up."""
    head = f"{kind.method} {kind.path} HTTP/1.1\r\nHost: x\r\n"
    if kind.body:
        head += f"Content-Type: {kind.media}\r\nContent-Length: {len(kind.body)}\r\n"
    message = head.encode() + b"\r\n" + kind.body
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while (begun := time.perf_counter()) < until:
        writer.write(message)
        top = await reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", top)
        body = await reader.readexactly(int(length[1]) if length else 0)
        load.seconds.append(time.perf_counter() - begun)
        right = kind.holds in body
        load.statuses[top[9:12].decode() + ("" if right else " wrong")] += 1
    writer.close()


async def storm(
    port: int, number: int, kind: Kind, users: int, seconds: float
) -> tuple[Load, list[float]]:
    """Many users at once: what they saw, and the memory of the service *number* every second."""
    load, until = Load(), time.perf_counter() + seconds
    sizes = [megabytes(number)]
    tasks = [asyncio.create_task(user(port, kind, until, load)) for _ in range(users)]
    while not all(task.done() for task in tasks):
        await asyncio.sleep(1)
        sizes.append(megabytes(number))
    await asyncio.gather(*tasks)
    return load, sizes


def megabytes(root: int) -> float:
    """The memory of a process and of all below it."""
    children: dict[int, list[int]] = {}
    sizes: dict[int, float] = {}
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            after = (folder / "stat").read_text().rsplit(")", 1)[1].split()
            pages = int((folder / "statm").read_text().split()[1])
        except (OSError, IndexError):
            continue
        children.setdefault(int(after[1]), []).append(int(folder.name))
        sizes[int(folder.name)] = pages * os.sysconf("SC_PAGE_SIZE") / 1e6
    waiting, total = [root], 0.0
    while waiting:
        number = waiting.pop()
        total += sizes.get(number, 0.0)
        waiting += children.get(number, [])
    return total


def main() -> None:
    """Prints a row for each kind of request."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0] if __doc__ else None)
    parser.add_argument("--users", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    asked = parser.parse_args()
    service = Service(ROOT / "rules" / "occitanie", b"of the benchmark")
    print(f"{asked.users} users, {asked.seconds:.0f} s each, {asked.workers} workers\n")
    print(
        f"{'':20}{'a second':>10}{'alone':>8}{'ratio':>7}{'p50 ms':>8}{'p99 ms':>8}{'max':>7}{'MB':>12}  answers"
    )
    for kind in kinds(service):
        rate = alone(service, kind)
        with served(asked.workers) as (port, number):
            load, sizes = asyncio.run(storm(port, number, kind, asked.users, asked.seconds))
        waits = sorted(load.seconds)
        found = len(waits) / asked.seconds
        p50, p99 = (1e3 * waits[int(len(waits) * part)] for part in (0.5, 0.99))
        memory = f"{sizes[0]:.0f}-{max(sizes):.0f}"
        print(
            f"{kind.name:20}{found:>10,.0f}{rate:>8,.0f}{found / rate:>7.2f}{p50:>8,.0f}{p99:>8,.0f}"
            f"{1e3 * waits[-1]:>7,.0f}{memory:>12}  {dict(load.statuses)}",
            flush=True,
        )


if __name__ == "__main__":
    main()
