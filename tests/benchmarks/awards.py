"""
What `eligibility monitor` costs on many awards: time against reading and writing the file, memory.

    python -m tests.benchmarks.awards [COUNT]
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

FLOOR = """
import json, sys
for line in open(sys.argv[1], "rb"):
    print(json.dumps(json.loads(line)))
"""
ON = "2030-01-01"


def award(number: int, chance: random.Random, breaking: float) -> dict[str, Any]:
    """An innovation award: ten duties, twenty events, of which some may break one."""
    signed = date(2022, 11, 25) + timedelta(days=chance.randrange(700))
    starts = signed + timedelta(days=30)
    return {
        "id": f"CONV-{number:06}",
        "scheme": "contrat-entreprise-avenir",
        "company": {"siren": "000000018", "size": chance.choice(["pme", "eti", "ge"])},
        "amount": chance.randrange(10_000, 300_000),
        "signed_on": signed.isoformat(),
        "programme": {
            "starts_on": starts.isoformat(),
            "ends_on": (starts + timedelta(days=chance.randrange(200, 1200))).isoformat(),
        },
        "jobs_kept": 10,
        "jobs_created": 2,
        "investments": [{"id": "I1", "amount": 80000}, {"id": "I2", "amount": 20000}],
        "innovation": True,
        "partners": ["000000026"],
        "events": [event(signed, chance, breaking) for _ in range(20)],
    }


def event(signed: date, chance: random.Random, breaking: float) -> dict[str, Any]:
    on = (signed + timedelta(days=chance.randrange(3000))).isoformat()
    bad = chance.random() < breaking
    kinds: list[dict[str, Any]] = [
        {"kind": "job_count", "jobs": 9 if bad else 12},
        {"kind": "capital_operation", "affects_control": bad},
        {"kind": "partner_used", "siren": "000000034" if bad else "000000026"},
        {"kind": "rnd_performed", "region": "bretagne" if bad else "occitanie", "by": "own"},
        {"kind": "rnd_staff_proof", "accepted": not bad},
        {"kind": "checked", "objects": ["activity", "investments"]},
    ]
    return {"on": on, **chance.choice(kinds)}


def run(command: list[str], out: Path) -> tuple[float, float]:
    """Seconds and peak memory in MB, children included, of one process."""
    start = time.perf_counter()
    with out.open("wb") as file:
        process = subprocess.Popen(command, stdout=file)
        _, status, usage = os.wait4(process.pid, 0)
    assert status == 0, status
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def lines(count: int, breaking: float) -> Iterator[str]:
    chance = random.Random(20221125)
    for number in range(count):
        yield json.dumps(award(number, chance, breaking)) + "\n"


def main(count: int) -> None:
    command = str(Path(sys.executable).parent / "eligibility")
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder) / "awards.jsonl", Path(folder) / "out.jsonl"
        for breaking in (0.02, 0.0):
            with source.open("w") as file:
                file.writelines(lines(count, breaking))
            size = source.stat().st_size / 1e6
            floor, _ = run([sys.executable, "-c", FLOOR, str(source)], out)
            spent, memory = run([command, "monitor", str(source), "--on", ON, "--json"], out)
            print(
                f"{count:,} awards, {size:.0f} MB, {breaking:.0%} breaking: {spent:.1f} s, "
                f"{count / spent:,.0f} a second, {spent / floor:.1f} x json in and out "
                f"({floor:.1f} s), {memory:.0f} MB"
            )
        spent, memory = run(
            [command, "obligations", str(source), "--on", ON, "--within", "12", "--json"], out
        )
        print(
            f"{count:,} awards, due within 12 months: {spent:.1f} s, {count / spent:,.0f} a second, "
            f"{spent / floor:.1f} x json in and out, {memory:.0f} MB"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
