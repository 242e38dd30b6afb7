"""
What `eligibility check` costs: a cold start, dossiers a second, memory.

Every figure is a ratio to something measured in the same run, so that it
holds on another machine.
"""

import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from eligibility.decisions import decide
from eligibility.decisions.plain import plain
from eligibility.documents import read_document
from eligibility.engines.durable import Durable
from eligibility.engines.protocol import Engine, reference
from eligibility.engines.worker import Worker
from eligibility.facts import read_dossier
from eligibility.language import Lang
from eligibility.rulebook import in_force, load_region, program

ROOT = Path(__file__).parents[2]
DOSSIER = ROOT / "fixtures" / "dossiers" / "demo-ineligible.yaml"
FLOOR = "import pydantic, typer, rich.console, yaml"


def seconds(command: list[str], times: int = 9) -> float:
    """Median wall time of *command*, after one run that is not counted."""
    subprocess.run(command, check=True, capture_output=True)
    found = []
    for _ in range(times):
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        found.append(time.perf_counter() - start)
    return statistics.median(found)


def cold_start() -> None:
    """One dossier in a new process, against the bare imports."""
    floor = seconds([sys.executable, "-c", FLOOR])
    command = str(Path(sys.executable).parent / "eligibility")
    for form in ([], ["--json"]):
        cold = seconds([command, "check", str(DOSSIER), *form])
        print(
            f"cold check {' '.join(form):7}  {cold:.3f} s, {cold / floor:.2f} x bare imports ({floor:.3f} s)"
        )


def throughput(count: int) -> None:
    """Dossiers a second in one process, both engines, findings and words included."""
    region = load_region(ROOT / "rules" / "occitanie")
    dossier = read_dossier(read_document(DOSSIER), region.catalogue, region.scheme_ids)
    as_of = dossier.submitted_on
    assert as_of is not None
    made = program(in_force(region, as_of), dossier.scheme, as_of)
    facts = made.with_properties(dossier.on(as_of, region.catalogue))
    print(f"conditions {len(made.conditions)}, variants {len(made.variants)}")

    def rate(name: str, work: Callable[[], object], times: int) -> None:
        work()
        start = time.perf_counter()
        for _ in range(times):
            work()
        print(f"{name:34} {times / (time.perf_counter() - start):10,.0f} a second")

    def as_json(engine: Engine) -> str:
        return json.dumps(plain(decide(dossier, made, as_of=as_of, engine=engine), Lang.FR))

    durable = Durable()
    rate("reference alone", lambda: reference(made, facts), count)
    rate("durable-rules alone", lambda: durable.start(made, facts)(), count)
    with Worker() as worker:
        engines: list[tuple[str, Engine]] = [("in process", durable), ("in a worker", worker)]
        for name, engine in engines:
            rate(
                f"decide, durable {name}",
                partial(decide, dossier, made, as_of=as_of, engine=engine),
                count,
            )
            rate(
                f"decide and JSON, durable {name}",
                partial(as_json, engine),
                count,
            )


def memory(count: int) -> None:
    """Greatest memory before and after *count* more dossiers, durable-rules in this process."""
    region = load_region(ROOT / "rules" / "occitanie")
    dossier = read_dossier(read_document(DOSSIER), region.catalogue, region.scheme_ids)
    as_of = dossier.submitted_on
    assert as_of is not None
    made = program(in_force(region, as_of), dossier.scheme, as_of)
    engine = Durable()
    for at in range(count + 1):
        if at in (1000, count // 10, count // 2, count):
            print(
                f"after {at:7,} dossiers  {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB"
            )
        decide(dossier, made, as_of=as_of, engine=engine)


if __name__ == "__main__":
    cold_start()
    throughput(3000)
    memory(100_000)
