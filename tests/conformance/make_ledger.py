"""
A small ledger that later versions must verify and replay, with a signed checkpoint of a part of it.

    python -m tests.conformance.make_ledger fixtures/ledgers
"""

import sys
import tempfile
from pathlib import Path

from tests.cli.ledgers import DOSSIERS, command

NAME = "2026-11"
BY = ("--officer", "A. Exemple")
FIRST = (
    "demo-eligible.yaml",
    "demo-incomplete.yaml",
    "eti-3s.json",
    "large-company-loan.yaml",
    "nothing-known.yaml",
    "proceeding-closed.yaml",
)
THEN = ("difficulty-receivership.yaml", "tourism-simplified-module.yaml")


def make(folder: Path) -> None:
    """Writes the ledger, its checkpoint and the public key; the private key is thrown away."""
    with tempfile.TemporaryDirectory() as there:
        work = Path(there) / "work"
        work.mkdir()
        record(work, FIRST)
        record(work, ["demo-ineligible.yaml"], "--on", "2024-02-29")
        said = command(work, "ledger", "checkpoint", "l.db", "--out", "c", "--key", "key")
        record(work, ["tpe-equity-zero.yaml"], "--reading", "SRDEII-A27/equity=zero-is-positive")
        record(work, THEN)
        command(work, "ledger", "rule", "l.db", 1, *BY, "--ruling", "award")
        late = ("--motive", "pièces reçues hors délai")
        command(work, "ledger", "rule", "l.db", 2, *BY, "--ruling", "reject", *late)
        asked = ("--motive", "demande de la personne", "--yes")
        command(work, "ledger", "erase", "l.db", 6, *BY, *asked)
        assert not [*work.glob("l.db-*")]
        (folder / f"{NAME}.db").write_bytes((work / "l.db").read_bytes())
        (folder / f"{NAME}.checkpoint").write_bytes((work / "c").read_bytes())
        (folder / f"{NAME}.verifier").write_text(f"{said.splitlines()[-1]}\n", encoding="utf-8")


def record(work: Path, names: list[str] | tuple[str, ...], *options: str) -> None:
    paths = [DOSSIERS / name for name in names]
    command(work, "check", *paths, "--record", "l.db", *BY, *options)


if __name__ == "__main__":
    make(Path(sys.argv[1]))
