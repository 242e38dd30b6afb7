"""
A screening made ready for the ledger: one entry for a whole table.

The rows are not kept: the entry names the table and what came out of it by the
hash of their bytes, so that both can be recognised by whoever has them.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial
from pathlib import Path

from eligibility.documents.reading import unreadable
from eligibility.ledger.bodies import SCREENING as SCHEMA
from eligibility.ledger.bodies import Kind, fits
from eligibility.ledger.entry import Draft
from eligibility.ledger.records import rules_of, versions
from eligibility.ledger.source import Act
from eligibility.rulebook import Rulebook

__all__ = ["SCHEMA", "Counts", "FilePrint", "ScreeningRun", "file_print", "screening_act"]


@dataclass(frozen=True, slots=True)
class FilePrint:
    """A file by its name, without its folders, and the SHA-256 of its bytes in hexadecimal."""

    name: str
    sha256: str


def file_print(path: Path) -> FilePrint:
    """
    The print of the file at *path*, read a part at a time.

    Raises:
        InputError: the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            print_ = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise unreadable(str(path), error) from None
    return FilePrint(re.split(r"[/\\]", str(path))[-1], print_)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows came out each way; *errors* are rows without a conclusion."""

    eligible: int
    ineligible: int
    incomplete: int
    errors: int


@dataclass(frozen=True, slots=True)
class ScreeningRun:
    """
    One table held against the rules.

    *rulebooks* are those that a row fell under, in any order, each as often as
    it comes. *on* is the day that was given for all rows; where it is None each
    row has its own, and those that have none were evaluated on *today*. *by* is
    the officer.
    """

    input: FilePrint
    rows: int
    output: FilePrint
    rulebooks: Sequence[Rulebook]
    readings: Mapping[str, str]
    on: date | None
    today: date
    counts: Counts
    by: str | None = None


def screening_act(run: ScreeningRun, folder: Path) -> Act:
    """
    The act of recording *run*, held against the rules that lie in *folder*.

    Raises:
        ValueError: a name with folders, a hash that is none, a number below zero.
    """
    rulebooks = {each.digest: each for each in run.rulebooks}
    named = [
        {"version": each.version, "digest": each.digest, "region": each.region.name}
        for each in rulebooks.values()
    ]
    officer = (run.by or "").strip() or None
    body = {
        "schema": SCHEMA,
        "input": {**asdict(run.input), "rows": run.rows},
        "output": asdict(run.output),
        "rulebooks": sorted(named, key=lambda each: (each["version"], each["digest"])),
        "readings": dict(run.readings),
        "on": run.on.isoformat() if run.on else None,
        "today": run.today.isoformat(),
        "counts": asdict(run.counts),
        "by": officer,
    }
    # What is recorded cannot be mended: verification would call it altered for ever.
    if not fits(Kind.SCREENING, body):
        raise ValueError(body)
    return Act(
        Draft(Kind.SCREENING, body, officer, versions()),
        rules={name: partial(rules_of, each, folder) for name, each in rulebooks.items()},
    )
