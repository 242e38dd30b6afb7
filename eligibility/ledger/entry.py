"""
An entry: one act, as the bytes that are hashed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from eligibility.language import Text
from eligibility.ledger.bodies import Kind, Ruling, fits
from eligibility.ledger.canonical import canonical, parsed

__all__ = ["SCHEMA", "BadEntryError", "Draft", "Entry", "Kind", "Ruling"]

SCHEMA = "eligibility/entry@1"


class BadEntryError(Exception):
    """Bytes that are no entry; says what is wrong in a word or two."""

    def __init__(self, what: Text) -> None:
        super().__init__(what.en)
        self.what = what


@dataclass(frozen=True, slots=True)
class Draft:
    """An act to be recorded: all but its place, its time and the ledger."""

    kind: Kind
    body: Mapping[str, Any]
    officer: str | None = None
    versions: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """
    One recorded act.

    *recorded_at* is when it was recorded (UTC); the day that a decision is
    about is another thing, and stands in its core.
    """

    ledger: str
    number: int
    recorded_at: datetime
    kind: Kind
    officer: str | None
    versions: Mapping[str, str]
    body: Mapping[str, Any]

    @classmethod
    def of(cls, draft: Draft, ledger: str, number: int, recorded_at: datetime) -> "Entry":
        """The draft in its place."""
        return cls(
            ledger,
            number,
            recorded_at,
            draft.kind,
            draft.officer,
            draft.versions or {},
            draft.body,
        )

    @classmethod
    def parse(cls, data: bytes) -> "Entry":
        """
        The entry written in *data*.

        Raises:
            BadEntryError: not canonical JSON, another schema, a key too many or too few.
        """
        try:
            raw = parsed(data)
        except ValueError:
            raise BadEntryError(Text("pas du JSON canonique", "not canonical JSON")) from None
        if not isinstance(raw, dict) or raw.get("schema") != SCHEMA or set(raw) != _KEYS:
            raise BadEntryError(Text("pas une entrée", "not an entry"))
        typed = all(type(raw[name]) in kinds for name, kinds in _TYPES.items())
        try:
            when = datetime.fromisoformat(raw["recorded_at"]) if typed else None
            kind = Kind(raw["kind"])
        except ValueError:
            when = None
        if when is None or when.tzinfo is None or stamp(when) != raw["recorded_at"]:
            raise BadEntryError(Text("pas une entrée", "not an entry"))
        found = cls(
            raw["ledger"], raw["number"], when, kind, raw["officer"], raw["versions"], raw["body"]
        )
        if not fits(kind, found.body):
            raise BadEntryError(
                Text("pas ce que contient une telle entrée", "not what such an entry holds")
            )
        return found

    @property
    def data(self) -> bytes:
        """The bytes that are hashed."""
        return canonical(
            {
                "schema": SCHEMA,
                "ledger": self.ledger,
                "number": self.number,
                "recorded_at": stamp(self.recorded_at),
                "kind": self.kind.value,
                "officer": self.officer,
                "versions": dict(self.versions),
                "body": dict(self.body),
            }
        )

    @property
    def rulebooks(self) -> Sequence[Mapping[str, str]]:
        """The version, digest and region of each rulebook that it rests on."""
        core = self.body.get("core", {})
        if "rulebook" in core:
            return [core["rulebook"]]
        rulebooks: Sequence[Mapping[str, str]] = self.body.get("rulebooks", [])
        return rulebooks

    @property
    def columns(self) -> dict[str, Any]:
        """What a table keeps beside the bytes, to be searched by."""
        core = self.body.get("core", {})
        about = self.body.get("about")
        return {
            "kind": self.kind.value,
            "recorded_at": stamp(self.recorded_at),
            "officer": self.officer,
            "dossier": core.get("dossier", self.body.get("dossier")),
            "scheme": core.get("scheme"),
            "outcome": core.get("outcome", self.body.get("ruling")),
            "effective_on": core.get("evaluated_on", self.body.get("on")),
            "about": about if isinstance(about, int) else None,
        }


_TYPES: dict[str, tuple[type, ...]] = {
    "ledger": (str,),
    "number": (int,),
    "recorded_at": (str,),
    "kind": (str,),
    "officer": (str, type(None)),
    "versions": (dict,),
    "body": (dict,),
}
_KEYS = {"schema", "ledger", "number", "recorded_at", "kind", "officer", "versions", "body"}


def stamp(when: datetime) -> str:
    """A moment as text, in UTC, to the microsecond."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
