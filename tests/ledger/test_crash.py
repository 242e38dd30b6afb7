"""Writers that are killed, and writers that write at once: all that was confirmed is there, once."""

import contextlib
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from eligibility.ledger.database import Database
from eligibility.ledger.entry import Entry, Kind
from eligibility.ledger.store import Ledger
from eligibility.ledger.verification import extends
from eligibility.ledger.verify import verify
from tests.ledger.making import ROOT, cheap, checkpoint, now, opened, verified

ROUNDS = {"sqlite": (6, 500), "postgresql": (3, 200)}
"""How many times a writer is killed, and before how many appends at the latest."""
WRITERS = 8
EACH = 25
ACTS = 2


def writer(where: str, name: str, count: int, acts: int = 1) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.ledger.writer", where, name, str(count), str(acts)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


def line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    said = process.stdout.readline()
    assert said, "the writer stopped"
    return said


def killed(process: subprocess.Popen[str], after: int) -> list[str]:
    """What it said until it was killed with SIGKILL, some time after so many lines."""
    lines = [line(process) for _ in range(after)]
    time.sleep(random.uniform(0, 0.01))
    process.kill()
    rest, _ = process.communicate()
    return [*lines, *rest.splitlines(keepends=True)]


def motives(book: Ledger, start: int) -> dict[int, str]:
    """The motives of the acts from an entry on, by number."""
    found = (Entry.parse(each.data) for each in book.stored() if each.number >= start)
    return {entry.number: entry.body["motive"] for entry in found if entry.kind is Kind.ERASURE}


def test_a_writer_killed_at_any_moment_loses_nothing_that_it_confirmed(
    where: str, kind: str
) -> None:
    with opened(where):
        point = checkpoint(where)
    rounds, latest = ROUNDS[kind]
    for number in range(rounds):
        lines = killed(writer(where, f"{number}", 100_000, ACTS), random.randrange(2, latest))
        whole = [each for each in lines if each.endswith("\n")]
        confirmed = [int(word) for each in whole[1:] for word in each.split()]
        with opened(where) as book:
            # Waits for the server to be done with what the dead one had sent.
            (after,) = book.append([cheap("after the kill")], now)
            there = motives(book, point.size)
            assert there.pop(after.number) == "acte after the kill"
            marks = [f"{number} {count} {act}" for count in range(len(there)) for act in (0, 1)]
            assert list(there.values()) == marks[: len(there)], "in order, and no torn batch"
            assert len(there) % ACTS == 0
            assert set(confirmed) <= set(there)
            assert len(there) <= len(confirmed) + ACTS
            found = verify(book)
        assert found.passed
        assert found.size == after.number + 1 == point.size + len(there) + 1
        assert extends(found, point) is None
        point = checkpoint(where)
    assert point.size > 100


def test_a_ledger_whose_maker_was_killed_can_still_be_made(tmp_path: Path) -> None:
    for number in range(6):
        path = tmp_path / f"{number}.db"
        process = writer(str(path), "first", 1)
        assert line(process) == "ready\n"
        time.sleep(random.uniform(0, 0.15))
        process.kill()
        process.communicate()
        with opened(str(path)) as book:
            size = book.size()
            assert size in (1, 2)
            assert book.append([cheap()], now)[0].number == size
            assert verify(book).passed


def finished(processes: list[subprocess.Popen[str]]) -> list[list[int]]:
    """The numbers that each confirmed."""
    found = []
    for process in processes:
        said, _ = process.communicate(timeout=120)
        assert process.returncode == 0
        found.append([int(word) for word in said.split()[1:]])
    return found


def test_writers_that_start_together_make_one_ledger_and_one_chain(where: str) -> None:
    processes = [writer(where, f"writer {number}", EACH) for number in range(WRITERS)]
    confirmed = finished(processes)
    with opened(where, create=False) as book:
        there = motives(book, 0)
        found = verify(book)
    assert found.passed, [flaw.what.en for flaw in found.flaws]
    assert found.size == 1 + WRITERS * EACH
    assert sorted(number for each in confirmed for number in each) == list(range(1, found.size))
    for number, numbers in enumerate(confirmed):
        assert numbers == sorted(numbers)
        assert [there[n] for n in numbers] == [f"writer {number} {n} 0" for n in range(EACH)]
    assert set(Counter(there.values()).values()) == {1}


def test_a_ledger_that_another_makes_meanwhile_is_used(
    where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading = Database.reading
    names: list[str] = []

    @contextlib.contextmanager
    def overtaken(self: Database) -> Iterator[sa.Connection]:
        with reading(self) as connection:
            yield connection
        if not names:
            monkeypatch.undo()
            with opened(where) as other:
                names.append(other.entry(0).ledger)

    monkeypatch.setattr(Database, "reading", overtaken)
    with opened(where) as book:
        assert names == [book.entry(0).ledger]
        assert book.size() == 1


def test_a_reader_sees_one_state_while_others_write(where: str) -> None:
    with opened(where):
        point = checkpoint(where)
    process = writer(where, "busy", 100_000)
    try:
        for _ in range(20):
            line(process)
            found = verified(where)
            assert found.passed, [flaw.what.en for flaw in found.flaws][:3]
            assert extends(found, point) is None
            point = checkpoint(where)
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("count", [1, 3, 50])
def test_a_batch_is_seen_whole_or_not_at_all(where: str, count: int) -> None:
    with opened(where) as book, opened(where, create=False) as reader:
        for number in range(3):
            before = reader.size()
            book.append([cheap(number) for _ in range(count)], now)
            assert (before, reader.size()) == (1 + number * count, 1 + (number + 1) * count)
