"""
Typed values read out of a document, and every fault gathered on the way.

What the readers of all files have in common: an absent or null value is not
known, and a value that does not fit is a fault with its place and its cure.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date

from eligibility.documents import Document, Path, Scalar, Value
from eligibility.errors import Fault, did_you_mean
from eligibility.facts import values
from eligibility.facts.catalogue import Fact, FactName, FactType
from eligibility.language import Text

__all__ = ["TypedReader", "is_absent"]

# A fact without a name is called by its place in the file, which only messages need.
_TRUTH, _TEXT, _DAY = (
    Fact(name=FactName(""), type=kind, label=Text("", ""))
    for kind in (FactType.BOOLEAN, FactType.TEXT, FactType.DATE)
)


def is_absent(value: Value | None) -> bool:
    """True for what is not there and for what is written as null: not known yet."""
    return value is None or (isinstance(value, Scalar) and value.is_null)


class TypedReader:
    """One document under reading; *faults* holds what is wrong so far."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.faults: list[Fault] = []

    def fault(self, code: str, path: Path, message: Text, hint: Text | None = None) -> None:
        field = ".".join(map(str, path)) or None
        self.faults.append(Fault(code, self.document.place(path), message, hint, field))

    def in_file_order(self) -> list[Fault]:
        """The faults as a person meets them from top to bottom."""
        return sorted(self.faults, key=_position)

    def unknown_key(self, path: Path, allowed: Collection[str], message: Text) -> None:
        """Notes a key that may not stand at *path*, and offers the one that was meant."""
        hint = did_you_mean(str(path[-1]), allowed) or Text(
            "clés possibles : " + ", ".join(allowed), "possible keys: " + ", ".join(allowed)
        )
        self.fault("unknown-key", path, message, hint)

    def known_keys(
        self, content: Mapping[str, Value], allowed: Collection[str], path: Path
    ) -> None:
        """Notes every key of *content* that is not *allowed* below *path*."""
        for key in content:
            if key not in allowed:
                name = ".".join(map(str, (*path, key)))
                self.unknown_key(
                    (*path, key),
                    allowed,
                    Text(f"la clé `{name}` n'existe pas", f"there is no key `{name}`"),
                )

    def lines(
        self, value: Value | None, allowed: Collection[str], path: Path
    ) -> Mapping[str, Value]:
        """The `key: value` lines at *path*, none when they are absent."""
        if is_absent(value):
            return {}
        if not isinstance(value, dict):
            self.expected(path, Text("fait de lignes `clé: valeur`", "made of `key: value` lines"))
            return {}
        self.known_keys(value, allowed, path)
        return value

    def items(self, value: Value | None, path: Path) -> list[Value] | None:
        """The list at *path*; None when it is absent."""
        if is_absent(value):
            return None
        if not isinstance(value, list):
            self.expected(path, Text("une liste, [] si vide", "a list, [] when empty"))
            return None
        return value

    def expected(self, path: Path, what: Text) -> None:
        """Notes a value of the wrong shape: *what* was expected there."""
        name = ".".join(map(str, path))
        self.fault(
            "wrong-shape",
            path,
            Text(f"`{name}` doit être {what.fr}", f"`{name}` must be {what.en}"),
            Text("retirez la ligne si ce n'est pas connu", "remove the line if it is not known"),
        )

    def scalar(self, fact: Fact, value: Value | None, path: Path) -> values.Value | None:
        """
        The value typed for *fact*; None when it is absent, or does not fit (noted).

        A fact without a name goes by its place in messages.
        """
        if is_absent(value):
            return None
        if not isinstance(value, Scalar):
            self.expected(path, Text("une seule valeur", "a single value"))
            return None
        try:
            return values.parse(fact, value)
        except values.Misfit as misfit:
            if not fact.name:
                return self.scalar(replace(fact, name=_name(path)), value, path)
            self.fault(misfit.code, path, misfit.message, misfit.hint)
            return None

    def whole(self, fact: Fact, value: Value | None, path: Path) -> int | None:
        """The scaled number typed for *fact*."""
        found = self.scalar(fact, value, path)
        return None if found is None or isinstance(found, bool | str | values.Words) else found

    def code(self, fact: Fact, value: Value | None, path: Path) -> str | None:
        """The text of a fixed form typed for *fact*."""
        found = self.scalar(fact, value, path)
        return None if found is None else str(found)

    def truth(self, value: Value | None, path: Path) -> bool | None:
        """The truth at *path*."""
        found = self.scalar(_TRUTH, value, path)
        return found if isinstance(found, bool) else None

    def text(self, value: Value | None, path: Path) -> str | None:
        """The text at *path*."""
        found = self.scalar(_TEXT, value, path)
        return None if found is None else str(found)

    def day(self, value: Value | None, path: Path) -> date | None:
        """The day at *path*."""
        found = self.scalar(_DAY, value, path)
        return date.fromordinal(found) if isinstance(found, int) else None


def _name(path: Path) -> FactName:
    return FactName(".".join(map(str, path)))


def _position(fault: Fault) -> tuple[int, int]:
    return (fault.place.line, fault.place.column) if fault.place else (0, 0)
