"""
JSON lines: a dossier a line, in the form of contract section 1.

They are read by the reader of dossiers, one by one, and handed on as the
relation `facts`: what the columns of a table are lowered to.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

import pyarrow as pa

from eligibility.documents import Document, Scalar
from eligibility.documents.document import Value as DocumentValue
from eligibility.documents.json_lines import json_lines
from eligibility.errors import EligibilityError, Fault, InputError
from eligibility.facts import Dossier, Fact, Facts, FactType, Words, read_dossier
from eligibility.facts.values import MARK
from eligibility.language import Lang, Text
from eligibility.rulebook import in_force
from eligibility.rulebook.versions import scheme_in_force
from eligibility.screening.binding import possible_column
from eligibility.screening.plan import LACKING, Plan, facts_needed

__all__ = ["read_lines", "schema_of"]

BATCH = 2_000
"""Dossiers handed on at a time."""

_ARROW = {
    FactType.AMOUNT: pa.int64(),
    FactType.NUMBER: pa.int64(),
    FactType.DATE: pa.int64(),
    FactType.BOOLEAN: pa.bool_(),
}
_HEAD = (
    pa.field("id", pa.string()),
    pa.field("scheme", pa.string()),
    pa.field("track", pa.int64()),
    pa.field("error", pa.string()),
)


def _schema(plan: Plan) -> pa.Schema:
    """The columns of the relation `facts`."""
    fields = list(_HEAD)
    for name in facts_needed(plan):
        fact = plan.region.catalogue[name]
        fields.append(pa.field(name, _ARROW.get(fact.type, pa.string())))
        if fact.view is not None:
            fields.append(pa.field(possible_column(name), pa.string()))
    return pa.schema(fields)


def schema_of(plan: Plan) -> dict[str, str]:
    """The same, each with its type in Ibis' words."""
    names = {pa.int64(): "int64", pa.bool_(): "boolean", pa.string(): "string"}
    return {each.name: names[each.type] for each in _schema(plan)}


def read_lines(
    path: Path, plan: Plan, *, on: date | None, today: date, lang: Lang
) -> pa.RecordBatchReader:
    """
    The relation `facts` of the dossiers in *path*; a line that does not fit is a row with an error.

    Raises:
        InputError: no such file, or nothing in it.
    """
    schema = _schema(plan)
    reader = _Lines(plan, on, today, lang)

    def batches() -> Iterator[pa.RecordBatch]:
        rows: list[dict[str, Any]] = []
        for document in json_lines(path):
            rows.append(reader.row(document))
            if len(rows) == BATCH:
                yield pa.RecordBatch.from_pylist(rows, schema)
                rows = []
        yield pa.RecordBatch.from_pylist(rows, schema)

    found = batches()
    # An error within the stream would reach the caller as one of the database.
    return pa.RecordBatchReader.from_batches(schema, chain([next(found)], found))


@dataclass(frozen=True)
class _Lines:
    plan: Plan
    on: date | None
    today: date
    lang: Lang

    def row(self, document: Document | InputError) -> dict[str, Any]:
        if isinstance(document, InputError):
            return {"error": self.told(document)}
        document = replace(document, root=_nested(document.root))
        region = self.plan.region
        try:
            dossier = read_dossier(document, region.catalogue, region.scheme_ids)
            as_of = self.on or dossier.submitted_on or self.today
            track = self.track(dossier.scheme, as_of)
        except EligibilityError as error:
            head = document.root if isinstance(document.root, dict) else {}
            known = {name: _text(head.get(name)) for name in ("id", "scheme")}
            return {**known, "error": self.told(error)}
        row = {"id": dossier.id, "scheme": dossier.scheme, "track": track}
        return row | self.facts(dossier, as_of)

    def told(self, error: EligibilityError) -> str:
        """Each fault with its line, without the cures."""
        lines = (
            f"{fault.place.line}: " if fault.place and fault.place.line else ""
            for fault in error.faults
        )
        said = (fault.message[self.lang] for fault in error.faults)
        return " ; ".join(line + text for line, text in zip(lines, said, strict=True))

    def track(self, scheme: str, as_of: date) -> int:
        for at, track in enumerate(self.plan.tracks):
            if track.scheme == scheme and not track.is_stand_in and track.period.holds(as_of):
                return at
        scheme_in_force(in_force(self.plan.region, as_of), scheme, as_of)
        told = Text(f"{LACKING.fr}{as_of}", f"{LACKING.en}{as_of}")
        raise InputError([Fault("lacking-reading", None, told)])

    def facts(self, dossier: Dossier, as_of: date) -> dict[str, Any]:
        catalogue = self.plan.region.catalogue
        known = dossier.on(as_of, catalogue)
        found: dict[str, Any] = {}
        for name in facts_needed(self.plan):
            found |= _columns(catalogue[name], known)
        return found


def _columns(fact: Fact, known: Facts) -> dict[str, Any]:
    value = known.get(fact.name)
    if not isinstance(value, Words):
        return {fact.name: value}
    found: dict[str, Any] = {fact.name: _joined(value.sure)}
    if fact.view is not None:
        found[possible_column(fact.name)] = _joined(value.possible)
    return found


def _text(value: DocumentValue | None) -> str | None:
    return value.text if isinstance(value, Scalar) and not value.is_null else None


def _joined(words: frozenset[str] | None) -> str | None:
    if words is None:
        return None
    return MARK + "".join(word + MARK for word in sorted(words)) if words else ""


def _nested(root: DocumentValue) -> DocumentValue:
    """`{"company.equity": 1}` as `{"company": {"equity": 1}}`: both are the same dossier."""
    if not isinstance(root, dict) or not any("." in key for key in root):
        return root
    found: dict[str, DocumentValue] = {}
    for key, value in root.items():
        _put(found, found, key, tuple(key.split(".")), value)
    return found


def _put(
    root: dict[str, DocumentValue],
    below: dict[str, DocumentValue],
    place: str,
    path: tuple[str, ...],
    value: DocumentValue,
) -> None:
    """Puts *value* at *path* below a node of *root*, beside what is there; *place* is its whole path."""
    first, *rest = path
    there = below.get(first)
    if rest or isinstance(value, dict):
        inner = below.setdefault(first, {})
        if isinstance(inner, dict):
            if rest:
                _put(root, inner, place, tuple(rest), value)
            elif isinstance(value, dict):
                for key, each in value.items():
                    _put(root, inner, f"{place}.{key}", (key,), each)
            return
    if there is None:
        below[first] = value
    else:
        # Two values for one place: the reader of dossiers tells it by this key.
        root[place] = value
