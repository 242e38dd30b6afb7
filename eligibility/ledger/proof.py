"""
A proof that one entry is in a ledger, checked without the ledger.
"""

import base64
import binascii
from dataclasses import dataclass
from typing import Any

from eligibility.ledger import merkle
from eligibility.ledger.entry import BadEntryError, Entry
from eligibility.ledger.note import Checkpoint

__all__ = ["SCHEMA", "BadProofError", "Proof", "proof_of"]

SCHEMA = "eligibility/proof@1"


class BadProofError(Exception):
    """A file that is no proof."""


@dataclass(frozen=True, slots=True)
class Proof:
    """The bytes of an entry, the tree that it is said to be in, and the hashes that lead there."""

    number: int
    data: bytes
    checkpoint: Checkpoint
    path: tuple[bytes, ...]

    @classmethod
    def parse(cls, raw: Any) -> "Proof":
        """
        The proof in the JSON value *raw*.

        Raises:
            BadProofError: it is none.
        """
        try:
            if raw["schema"] != SCHEMA:
                raise BadProofError
            number, size = raw["number"], raw["size"]
            if type(number) is not int or type(size) is not int:
                raise BadProofError
            return cls(
                number,
                raw["entry"].encode(),
                Checkpoint(raw["origin"], size, _decoded(raw["root"])),
                tuple(_decoded(each) for each in raw["path"]),
            )
        except (KeyError, TypeError, ValueError, AttributeError):
            raise BadProofError from None

    @property
    def holds(self) -> bool:
        """Whether the path leads from the entry, in its place, to the root."""
        try:
            entry = Entry.parse(self.data)
        except BadEntryError:
            return False
        leaf, size = merkle.leaf_hash(self.data), self.checkpoint.size
        return (
            entry.number == self.number
            and self.checkpoint.origin == f"eligibility-ledger/{entry.ledger}"
            and merkle.root_from_inclusion(leaf, self.number, size, self.path)
            == self.checkpoint.root
        )

    @property
    def plain(self) -> dict[str, Any]:
        """The proof as JSON has it."""
        return {
            "schema": SCHEMA,
            "origin": self.checkpoint.origin,
            "number": self.number,
            "size": self.checkpoint.size,
            "root": base64.b64encode(self.checkpoint.root).decode(),
            "path": [base64.b64encode(each).decode() for each in self.path],
            "entry": self.data.decode(),
        }


def proof_of(entry: Entry, size: int, root: bytes, node: merkle.Node) -> Proof:
    """The proof that *entry* is among the first *size*."""
    origin = f"eligibility-ledger/{entry.ledger}"
    path = merkle.inclusion_path(entry.number, size, node)
    return Proof(entry.number, entry.data, Checkpoint(origin, size, root), tuple(path))


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        raise BadProofError from None
