"""
Every sentence of the source accounted for: executed as clauses, or openly listed as what it is.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from eligibility.documents import Document, read_document
from eligibility.errors import Fault, InputError, Place, RulebookError
from eligibility.language import Text
from eligibility.rulebook.model import ClauseId, Region
from eligibility.rulebook.shape_coverage import CoverageFile, EntryShape
from eligibility.rulebook.validation import validated

__all__ = ["ENCODED", "FOLDER", "Covered", "Entry", "coverage", "inventory_ids"]

FOLDER = "coverage"
"""The folder of a region that says what became of each entry; it holds no rules."""

ENCODED = "encoded"
"""What an entry is counted as that became clauses."""


@dataclass(frozen=True, slots=True)
class Entry:
    """
    One entry of the inventory.

    *kind* is None and *clauses* empty where nobody has looked yet: a gap.
    """

    id: str
    clauses: tuple[ClauseId, ...]
    kind: str | None
    reason: Text | None
    place: Place

    @property
    def counted_as(self) -> str | None:
        """`encoded`, or its kind; None for a gap."""
        return ENCODED if self.clauses else self.kind


@dataclass(frozen=True, slots=True)
class Covered:
    """What became of one document: its entries, and how many the inventory has."""

    document: str
    count: int
    entries: tuple[Entry, ...]

    @property
    def counts(self) -> Mapping[str, int]:
        """How many entries are encoded, and how many are of each kind."""
        return Counter(each.counted_as for each in self.entries if each.counted_as)

    @property
    def gaps(self) -> int:
        """Entries that nobody has accounted for, those that are not even listed included."""
        return self.count - sum(self.counts.values())


def coverage(folder: Path, region: Region) -> tuple[Covered, ...]:
    """
    What became of each document, by the files in *folder*/coverage.

    Raises:
        RulebookError: a file does not fit, an entry stands twice, a clause or
            a reason that it names does not exist; every fault at once.
    """
    faults: list[Fault] = []
    clauses = {clause.id for part in region.parts for clause in part.clauses}
    found, seen = [], set[str]()
    for path in sorted((folder / FOLDER).glob("*.yaml")):
        document = read_document(path)
        shape = validated(CoverageFile, document, faults)
        if shape is not None:
            faults += _faults(shape, document, clauses, seen)
            entries = tuple(_entries(shape, document))
            found.append(Covered(shape.document, shape.count, entries))
    if faults:
        raise RulebookError(faults)
    return tuple(_together(found))


def _together(found: Iterable[Covered]) -> Iterator[Covered]:
    """One for each document, which may have several files."""
    by_document: dict[str, Covered] = {}
    for each in found:
        before = by_document.get(each.document, Covered(each.document, 0, ()))
        by_document[each.document] = Covered(
            each.document, before.count + each.count, before.entries + each.entries
        )
    yield from by_document.values()


def inventory_ids(path: Path) -> Mapping[str, str]:
    """
    The document of each entry of an inventory, a JSON object a line.

    Raises:
        InputError: a line is no entry.
    """
    found: dict[str, str] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            entry = json.loads(line)
            found[str(entry["id"])] = str(entry["document"])
        except (ValueError, KeyError, TypeError):
            raise InputError(
                [
                    Fault(
                        "no-entry",
                        Place(str(path), number, 1),
                        Text("ce n'est pas une entrée d'inventaire", "this is no inventory entry"),
                        Text(
                            "une entrée est un objet JSON avec `id` et `document`",
                            "an entry is a JSON object with `id` and `document`",
                        ),
                    )
                ]
            ) from None
    return found


def _entries(shape: CoverageFile, document: Document) -> Iterator[Entry]:
    for at, entry in enumerate(shape.entries):
        said = shape.reasons.get(entry.because) if entry.because else entry.reason
        yield Entry(
            entry.entry,
            tuple(map(ClauseId, entry.encoded)),
            entry.kind,
            Text(said.fr, said.en) if said else None,
            document.place(("entries", at)),
        )


def _faults(
    shape: CoverageFile, document: Document, clauses: Iterable[str], seen: set[str]
) -> Iterator[Fault]:
    for at, entry in enumerate(shape.entries):
        place = document.place(("entries", at))
        if entry.entry in seen:
            yield Fault(
                "twice",
                place,
                Text(f"l'entrée `{entry.entry}` est déjà listée", f"`{entry.entry}` stands twice"),
            )
        seen.add(entry.entry)
        yield from _unknown(entry, shape, place, clauses)
    listed = len(shape.entries)
    if listed > shape.count:
        yield Fault(
            "too-many",
            document.place(("count",)),
            Text(
                f"{listed} entrées sont listées, pour un compte de {shape.count}",
                f"{listed} entries are listed, for a count of {shape.count}",
            ),
        )


def _unknown(
    entry: EntryShape, shape: CoverageFile, place: Place, clauses: Iterable[str]
) -> Iterator[Fault]:
    for name in entry.encoded:
        if name not in clauses:
            yield Fault(
                "unknown-clause",
                place,
                Text(
                    f"`{entry.entry}` renvoie à la clause `{name}`, qui n'existe pas",
                    f"`{entry.entry}` names the clause `{name}`, which does not exist",
                ),
                Text("`rules list` les liste", "`rules list` lists them"),
            )
    if entry.because and entry.because not in shape.reasons:
        yield Fault(
            "unknown-reason",
            place,
            Text(
                f"`{entry.entry}` renvoie au motif `{entry.because}`, qui n'existe pas",
                f"`{entry.entry}` names the reason `{entry.because}`, which does not exist",
            ),
            Text("écrivez-le sous `reasons`", "write it under `reasons`"),
        )
