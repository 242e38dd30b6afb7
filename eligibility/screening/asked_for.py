"""
Which schemes the rows of a table ask for, so that no other is looked at.

What cannot be told for sure is answered by None: any scheme.
"""

import re
from collections.abc import Collection
from pathlib import Path

import duckdb

from eligibility.screening.binding import SCHEME, Binding
from eligibility.screening.table import Table, quoted

__all__ = ["FEW", "in_lines", "in_table", "named"]

FEW = 12
"""Up to so many schemes it costs more to look than to take them all."""

_MANY = 5_000
"""A column with more words than this holds no names of schemes."""

_IN_LINE = re.compile(rb'"scheme"\s*:\s*"([^"\\]*)"')


def named(words: Collection[object], binding: Binding, known: Collection[str]) -> frozenset[str]:
    """The schemes that *words* of the column of schemes stand for; each of them is one of *known*."""
    meant = binding.facts[SCHEME].values
    told = {str(word).strip() for word in words if word is not None}
    return _some(frozenset({meant.get(word) or word for word in told} & {*known}), known)


def _some(found: frozenset[str], known: Collection[str]) -> frozenset[str]:
    """*found*; one of *known* where the rows name none that exists, since a plan has a track."""
    return found or frozenset(sorted(known)[:1])


def in_table(table: Table, binding: Binding, known: Collection[str]) -> frozenset[str] | None:
    """The schemes of *known* that stand in a table of columns."""
    bound = binding.facts.get(SCHEME)
    if bound is None or len(known) <= FEW:
        return None
    if bound.column is None:
        return frozenset({str(bound.constant)})
    # A database of its own: lines that a CSV file rejects are counted once, by the screening.
    with duckdb.connect() as apart:
        for name, content in table.registered.items():
            apart.register(name, content)
        found = apart.execute(
            f"SELECT DISTINCT {quoted(bound.column)} FROM {table.scan} LIMIT {_MANY}"
        ).fetchall()
    return None if len(found) == _MANY else named([row[0] for row in found], binding, known)


def in_lines(path: Path, known: Collection[str]) -> frozenset[str] | None:
    """
    The schemes of *known* that stand in a file of dossiers, a JSON object a line.

    Looks without parsing: None where a line has none that can be seen so.
    """
    if len(known) <= FEW:
        return None
    found: set[str] = set()
    try:
        with path.open("rb") as file:
            for line in file:
                words = {word.decode("utf-8", "replace") for word in _IN_LINE.findall(line)}
                if b"\\u" in line or (line.strip() and not words & {*known}):
                    return None
                found |= words
    except OSError:
        return None
    return _some(frozenset(found & {*known}), known)
