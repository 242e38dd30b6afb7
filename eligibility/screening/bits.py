"""
Many truths of one dossier in a few integers.

A row of a table holds dozens of truths. As bits of 64-bit integers they are
kept in little memory, tested together, and grouped by what they have in
common.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

import ibis
import ibis.expr.types as ir

__all__ = ["WIDTH", "Bits", "packed", "words"]

WIDTH = 62
"""Bits in one integer: a sum of them stays below 2^63."""


@dataclass(frozen=True, slots=True)
class Bits:
    """A set of small numbers for each row, spread over integer columns."""

    columns: tuple[ir.IntegerValue, ...]

    def meets(self, chosen: Iterable[int]) -> ir.BooleanValue:
        """Whether any of the *chosen* bits is set."""
        tests = [
            (column & mask) != 0
            for column, mask in zip(self.columns, words(chosen, len(self.columns)), strict=True)
            if mask
        ]
        return reduce(or_, tests) if tests else ibis.literal(False)

    def __and__(self, other: "Bits") -> "Bits":
        return Bits(tuple(a & b for a, b in zip(self.columns, other.columns, strict=True)))

    def __xor__(self, other: "Bits") -> "Bits":
        return Bits(tuple(a ^ b for a, b in zip(self.columns, other.columns, strict=True)))

    def complement(self, count: int) -> "Bits":
        """Each of the first *count* bits that is not set."""
        every = words(range(count), len(self.columns))
        return Bits(tuple(column ^ mask for column, mask in zip(self.columns, every, strict=True)))

    def within(self, track: ir.IntegerValue, chosen: Mapping[int, Iterable[int]]) -> "Bits":
        """The bits that are *chosen* for the track of each row; none where it has no track."""
        masks = {at: words(bits, len(self.columns)) for at, bits in chosen.items()}
        return Bits(
            tuple(
                column & track.cases(*((at, mask[word]) for at, mask in masks.items()), else_=0)
                for word, column in enumerate(self.columns)
            )
            if masks
            else tuple(ibis.literal(0, "int64") for _ in self.columns)
        )


def packed(truths: Sequence[ir.BooleanValue]) -> Bits:
    """A bit for each truth, in their order: set where it is true, neither where false nor NULL."""
    groups = [truths[at : at + WIDTH] for at in range(0, len(truths), WIDTH)]
    return Bits(
        tuple(
            reduce(
                or_, (ibis.ifelse(truth, _bit(at), _bit(None)) for at, truth in enumerate(group))
            )
            for group in groups
        )
    )


def _bit(at: int | None) -> ir.IntegerScalar:
    return ibis.literal(0 if at is None else 1 << at, "int64")


def words(chosen: Iterable[int], count: int) -> list[int]:
    """The *chosen* bits as *count* integers."""
    found = [0] * count
    for bit in chosen:
        found[bit // WIDTH] |= 1 << bit % WIDTH
    return found
