"""
What the record costs: single appends, a batch, verification, replay; each as a ratio to its floor.

    python -m tests.benchmarks.ledger [COUNT]
"""

import hashlib
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from eligibility.decisions import Decision, decide
from eligibility.documents import read_document
from eligibility.engines.durable import Durable
from eligibility.facts import read_dossier
from eligibility.ledger.records import decision_act
from eligibility.ledger.source import Act
from eligibility.ledger.store import Ledger
from eligibility.ledger.verify import verify
from eligibility.replay import Replayer
from eligibility.rulebook import in_force, load_region, program

ROOT = Path(__file__).parents[2]
RULES = ROOT / "rules" / "occitanie"
SINGLE = 500


def now() -> datetime:
    return datetime.now(UTC)


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def decisions() -> Iterator[Decision]:
    """Decisions on every fixture dossier, again and again, each with an id of its own."""
    region = load_region(RULES)
    engine = Durable()
    made = []
    for path in sorted((ROOT / "fixtures" / "dossiers").iterdir()):
        dossier = read_dossier(read_document(path), region.catalogue, region.scheme_ids)
        as_of = dossier.submitted_on
        assert as_of is not None
        rules = program(in_force(region, as_of), dossier.scheme, as_of)
        made.append(decide(dossier, rules, as_of=as_of, engine=engine))
    number = 0
    while True:
        for each in made:
            number += 1
            yield replace(each, dossier=replace(each.dossier, id=f"D-{number:06}"))


def acts(count: int) -> Iterator[Act]:
    return (decision_act(each, RULES, "A. Exemple") for each in islice(decisions(), count))


def bare_inserts(path: Path, rows: list[bytes]) -> None:
    """The floor of a single append: one durable insert of the same bytes."""
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = FULL")
    database.execute("CREATE TABLE bare (number INTEGER PRIMARY KEY, data BLOB)")
    for row in rows:
        database.execute("BEGIN IMMEDIATE")
        database.execute("INSERT INTO bare (data) VALUES (?)", (row,))
        database.execute("COMMIT")
    database.close()


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        single = list(acts(SINGLE))
        ledger = Ledger.open(str(Path(folder) / "single.db"), create=True, now=now)
        spent = seconds(lambda: [ledger.append([act], now) for act in single])
        rows = [stored.data for stored in ledger.stored()][1:]
        floor = seconds(lambda: bare_inserts(Path(folder) / "bare.db", rows))
        print(
            f"{SINGLE} single appends: {spent / SINGLE * 1000:.2f} ms each, "
            f"{spent / floor:.1f} x a bare durable insert ({floor / SINGLE * 1000:.2f} ms)"
        )

        ledger = Ledger.open(str(Path(folder) / "batch.db"), create=True, now=now)
        batch = list(acts(count))
        spent = seconds(lambda: ledger.append(batch, now))
        size = (Path(folder) / "batch.db").stat().st_size / 1e6
        print(
            f"{count:,} in one transaction: {spent:.1f} s, {count / spent:,.0f} a second, {size:.0f} MB"
        )

        data = [stored.data for stored in ledger.stored()]
        floor = seconds(lambda: [hashlib.sha256(each).digest() for each in data])
        spent = seconds(lambda: verify(ledger))
        print(
            f"verify {count:,}: {spent:.1f} s, {spent / floor:.0f} x hashing the same bytes "
            f"({floor:.2f} s, {sum(map(len, data)) / 1e6:.0f} MB)"
        )

        some = list(islice(decisions(), count))
        engine = Durable()
        floor = seconds(
            lambda: [
                decide(each.dossier, each.program, as_of=each.evaluated_on, engine=engine)
                for each in some
            ]
        )
        replayer = Replayer(ledger, lambda _: engine)
        verdicts: list[str] = []
        spent = seconds(lambda: verdicts.extend(each.verdict.value for each in replayer.all()))
        assert verdicts == ["identical"] * count
        print(
            f"replay {count:,}: {spent:.1f} s, {count / spent:,.0f} a second, "
            f"{spent / floor:.2f} x checking the same dossiers ({floor:.1f} s)"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
