"""
The rules of a region, read from its folder.

    facts.yaml, facts/*.yaml       the catalogue
    <text>/<in-force day>/*.yaml   a text: text.yaml, and a file for each section
    schemes/**/*.yaml              the aid schemes
    …/examples/*.yaml              worked examples, which are no rules
    coverage/*.yaml                what became of each sentence of the source
"""

import hashlib
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

from eligibility.documents import Document, read_bytes, read_path
from eligibility.errors import EligibilityError, Fault, InputError, Place, RulebookError
from eligibility.language import Text
from eligibility.rulebook.layout import NO_RULES
from eligibility.rulebook.model import Region

__all__ = ["Files", "fingerprints", "load_region", "rule_files"]

Files = dict[str, bytes]
"""The bytes of each rule file, by its path below the region's folder, sorted."""


def rule_files(folder: Path) -> Files:
    """
    Every rule file below *folder*; examples and coverage are left out.

    Raises:
        RulebookError: no such folder, or no facts.yaml in it.
    """
    if not (folder / "facts.yaml").is_file():
        raise RulebookError(
            [
                Fault(
                    "no-rules",
                    Place(str(folder)),
                    Text(
                        "ce dossier du disque ne contient pas de règles : `facts.yaml` manque",
                        "this folder holds no rules: there is no `facts.yaml`",
                    ),
                    Text(
                        "indiquez le dossier d'une région, par exemple rules/occitanie",
                        "name the folder of a region, such as rules/occitanie",
                    ),
                )
            ]
        )
    files: Files = {}
    for path in sorted(folder.rglob("*.yaml")):
        below = path.relative_to(folder)
        if not NO_RULES.intersection(below.parts):
            try:
                files[below.as_posix()] = read_path(path)
            except InputError as error:
                raise RulebookError(error.faults) from None
    return dict(sorted(files.items()))


def fingerprints(files: Files) -> tuple[tuple[str, str], ...]:
    """Path and SHA-256 of the bytes of each file, sorted by path."""
    return tuple((name, hashlib.sha256(data).hexdigest()) for name, data in sorted(files.items()))


def load_region(folder: Path, *, cached: bool = True) -> Region:
    """
    The region whose rules lie in *folder*.

    The compiled form is kept in the user's cache, by content; *cached* False
    reads the rules themselves.

    Raises:
        RulebookError: every fault of every file at once.
    """
    from eligibility.rulebook import cache

    files = rule_files(folder)
    prints = fingerprints(files)
    # `.` has no name of its own.
    name = folder.resolve().name
    place = f"{folder} {name}"
    if cached and (known := cache.fetch(prints, place)) is not None:
        return known
    region = compile_region(name, files, lambda below: str(folder / below))
    if cached:
        cache.store(prints, region, place)
    return region


def compile_region(name: str, files: Files, shown: Callable[[str], str]) -> Region:
    """
    The region made of *files*; *shown* gives the name of a file for messages.

    Raises:
        RulebookError: every fault of every file at once.
    """
    from eligibility.rulebook.loading import Loader

    faults: list[Fault] = []
    documents: dict[str, Document] = {}
    for below, data in files.items():
        try:
            documents[below] = read_bytes(data, shown(below))
        except EligibilityError as error:
            faults += error.faults
    loader = Loader(name, documents, fingerprints(files), faults)
    region = loader.region()
    if loader.faults or region is None:
        raise RulebookError(loader.faults)
    return region


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def day_of(text: str) -> date | None:
    """The day written as `2022-11-25`, or None."""
    if not _DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
