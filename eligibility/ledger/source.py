"""
What a ledger is made of, whatever holds it: acts going in; entries, rules, sealed facts coming out.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from eligibility.errors import Fault, LedgerError
from eligibility.language import Text
from eligibility.ledger.core import Sealed
from eligibility.ledger.entry import BadEntryError, Draft, Entry

__all__ = ["Act", "Claimed", "Clock", "Rules", "Source", "Stored"]

Clock = Callable[[], datetime]
"""What tells the moment of recording."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The files of one rulebook, by path, and the region that they are of."""

    digest: str
    region: str
    files: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Act:
    """
    What is to be appended: a draft, its sealed facts, the rules that it rests on.

    *rules* gives, by digest, what reads a rulebook: called where it is not kept yet.
    """

    draft: Draft
    sealed: Mapping[str, Sealed] = field(default_factory=dict)
    rules: Mapping[str, Callable[[], Rules]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stored:
    """An entry as it lies there: its bytes, and the columns beside them (none in an archive)."""

    number: int
    data: bytes
    columns: Mapping[str, Any] | None = None

    def entry(self, name: str) -> Entry:
        """
        The entry that was stored in the source called *name*.

        Raises:
            LedgerError: what lies there is no entry any more.
        """
        try:
            return Entry.parse(self.data)
        except BadEntryError:
            raise LedgerError(
                [
                    Fault(
                        "altered",
                        None,
                        Text(
                            f"{name} : l'entrée n° {self.number} est altérée",
                            f"{name}: entry {self.number} is altered",
                        ),
                        Text("`ledger verify` dit tout", "`ledger verify` tells all"),
                    )
                ]
            ) from None


@dataclass(frozen=True, slots=True)
class Claimed:
    """What an archive says of the ledger that it was made from."""

    origin: str
    size: int
    root: str  # in hexadecimal
    redacted: bool  # the sealed facts were left out


class Source(Protocol):
    """What verification and replay read: a ledger, or an archive of one."""

    @property
    def name(self) -> str:
        """What it is called in messages."""

    def snapshot(self) -> AbstractContextManager[None]:
        """Everything read inside sees one and the same state."""

    def claimed(self) -> Claimed | None:
        """What it says of its whole; None where it only is what it holds."""

    def stored(self) -> Iterator[Stored]:
        """Every entry, in order."""

    def listed(self, equal: Mapping[str, str], since: str, until: str) -> Iterator[Stored]:
        """The entries whose columns are *equal*, recorded from *since* to before *until*."""

    def nodes(self) -> Iterator[tuple[int, int, bytes]] | None:
        """Every Merkle node, by level and position; None where they are not kept."""

    def rules(self, digest: str) -> Rules | None:
        """The files of a rulebook; None where they are not there."""

    def digests(self) -> Iterator[str]:
        """Every rulebook that is there."""

    def loose_files(self) -> int:
        """How many files are kept that no rulebook names."""

    def sealed(self) -> Iterator[tuple[int, Mapping[str, Sealed]]]:
        """The sealed facts that are left, by entry, in order."""
