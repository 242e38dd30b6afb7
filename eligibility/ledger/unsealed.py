"""
The sealed facts of a recorded decision: there, erased for a reason, or simply gone.
"""

from collections.abc import Mapping
from typing import Any

from eligibility.errors import Fault, LedgerError
from eligibility.language import Text
from eligibility.ledger.bodies import Kind
from eligibility.ledger.core import Sealed, sealed_names
from eligibility.ledger.entry import BadEntryError, Entry
from eligibility.ledger.source import Source

__all__ = ["ErasedError", "Unsealing"]


class ErasedError(LedgerError):
    """The facts of the decision were erased by an entry that says so, or left out of the archive."""


class Unsealing:
    """Tells what is there from what was erased; reads the erasures of *source* once, if asked."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self._erased: frozenset[int] | None = None

    def values(self, entry: Entry, sealed: Mapping[str, Sealed]) -> dict[str, Any]:
        """
        The value of each sealed fact of the decision *entry*.

        Raises:
            ErasedError: they were erased, or left out.
            LedgerError: some are missing, and nothing says that they were erased.
        """
        missing = sorted(sealed_names(entry.body["core"]).keys() - sealed.keys())
        if not missing:
            return {name: each.value for name, each in sealed.items()}
        if self._left_out() or (not sealed and entry.number in self._erasures()):
            raise ErasedError(
                [
                    Fault(
                        "erased",
                        None,
                        Text(
                            "les données de ce dossier ont été effacées ou retirées",
                            "the facts of this dossier were erased or left out",
                        ),
                    )
                ]
            )
        raise LedgerError(
            [
                Fault(
                    "sealed-missing",
                    None,
                    Text(
                        f"la donnée scellée `{name}` manque, et aucune entrée ne la dit effacée",
                        f"the sealed fact `{name}` is missing, and no entry says that it was erased",
                    ),
                    Text("`ledger verify` dit tout", "`ledger verify` tells all"),
                )
                for name in missing
            ]
        )

    def _left_out(self) -> bool:
        claimed = self.source.claimed()
        return claimed is not None and claimed.redacted

    def _erasures(self) -> frozenset[int]:
        if self._erased is None:
            found: set[int] = set()
            for stored in self.source.stored():
                try:
                    entry = Entry.parse(stored.data)
                except BadEntryError:
                    continue  # verification says what is wrong with it
                if entry.kind is Kind.ERASURE:
                    found.update(entry.body["erased"])
            self._erased = frozenset(found)
        return self._erased
