"""
Other engines on the same clauses and the same dossiers, in an environment of their own.

    python -m tests.benchmarks.screening.peers

makes `.venv-peers` from the pinned requirements; the benchmark does so by
itself where it is not there.
"""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

__all__ = ["PEERS", "Peer", "environment"]

HERE = Path(__file__).parent
FOLDER = HERE.parents[2] / ".venv-peers"
REQUIREMENTS = HERE / "requirements-peers.txt"


@dataclass(frozen=True, slots=True)
class Peer:
    """An engine: what it is called, its script, and how many rows it is given."""

    name: str
    script: Path
    rows: int


PEERS = (
    Peer("OpenFisca-Core, numpy", HERE / "openfisca_peer.py", 1_000_000),
    Peer("ZEN, evaluate_batch", HERE / "zen_peer.py", 1_000_000),
)


def environment() -> Path:
    """The Python of the peers' environment, which is made where it is not there."""
    python, mark = FOLDER / "bin" / "python", FOLDER / REQUIREMENTS.name
    wanted = REQUIREMENTS.read_bytes()
    if not (mark.is_file() and mark.read_bytes() == wanted):
        subprocess.run([sys.executable, "-m", "venv", "--clear", FOLDER], check=True)
        quiet = ("--quiet", "--disable-pip-version-check")
        install = [python, "-m", "pip", "install", *quiet, "--requirement", REQUIREMENTS]
        subprocess.run(list(map(str, install)), check=True)
        mark.write_bytes(wanted)
    return python


if __name__ == "__main__":
    print(environment())
