"""
The Merkle tree of RFC 6962, section 2.1, with SHA-256.

A tree is known by its complete subtrees: the node at (level, index) is the
hash of the leaves from index * 2**level on, 2**level of them. A node never
changes once it exists, so appending writes nodes and rewrites none.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence

__all__ = [
    "EMPTY_ROOT",
    "Node",
    "consistency_path",
    "grown",
    "inclusion_path",
    "leaf_hash",
    "node_hash",
    "root",
    "root_from_inclusion",
    "roots_from_consistency",
]

Node = Callable[[int, int], bytes]
"""The hash of a complete subtree, by level and index."""

EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """The hash of one entry."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def grown(size: int, leaf: bytes, node: Node) -> Iterator[tuple[int, int, bytes]]:
    """The nodes that come to exist when *leaf* is put at the end of a tree of *size*: level, index, hash."""
    level, index, found = 0, size, leaf
    yield level, index, found
    while index % 2:
        found = node_hash(node(level, index - 1), found)
        level, index = level + 1, index // 2
        yield level, index, found


def root(size: int, node: Node) -> bytes:
    """The hash of the whole tree."""
    return _hash(0, size, node) if size else EMPTY_ROOT


def _hash(start: int, end: int, node: Node) -> bytes:
    """The hash of the leaves from *start* to before *end*, which begin at a multiple of their split."""
    count = end - start
    if count & (count - 1) == 0:
        level = count.bit_length() - 1
        return node(level, start >> level)
    middle = start + _split(count)
    return node_hash(_hash(start, middle, node), _hash(middle, end, node))


def _split(count: int) -> int:
    """The greatest power of two below *count*."""
    return 1 << ((count - 1).bit_length() - 1)


def inclusion_path(at: int, size: int, node: Node) -> list[bytes]:
    """
    The hashes that lead from the leaf *at* to the root of the first *size* leaves.

    Raises:
        ValueError: no such leaf.
    """
    if not 0 <= at < size:
        raise ValueError(at)

    def path(at: int, start: int, end: int) -> list[bytes]:
        if end - start == 1:
            return []
        middle = start + _split(end - start)
        if at < middle:
            return [*path(at, start, middle), _hash(middle, end, node)]
        return [*path(at, middle, end), _hash(start, middle, node)]

    return path(at, 0, size)


def consistency_path(old: int, new: int, node: Node) -> list[bytes]:
    """
    The hashes that show that the tree of *new* leaves extends that of *old* ones.

    Raises:
        ValueError: *old* is not between 1 and *new*.
    """
    if not 0 < old <= new:
        raise ValueError(old)

    def path(old: int, start: int, end: int, whole: bool) -> list[bytes]:
        if old == end - start:
            return [] if whole else [_hash(start, end, node)]
        split = _split(end - start)
        if old <= split:
            return [*path(old, start, start + split, whole), _hash(start + split, end, node)]
        return [*path(old - split, start + split, end, False), _hash(start, start + split, node)]

    return path(old, 0, new, True)


def root_from_inclusion(leaf: bytes, at: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """The root that *path* leads to from *leaf* (RFC 9162, section 2.1.3.2); None where it cannot fit."""
    if not 0 <= at < size:
        return None
    number, last, found = at, size - 1, leaf
    for each in path:
        if last == 0:
            return None
        if number % 2 or number == last:
            found = node_hash(each, found)
            while not number % 2 and number:
                number, last = number >> 1, last >> 1
        else:
            found = node_hash(found, each)
        number, last = number >> 1, last >> 1
    return found if last == 0 else None


def roots_from_consistency(
    old: int, new: int, old_root: bytes, path: Sequence[bytes]
) -> tuple[bytes, bytes] | None:
    """
    Both roots that *path* leads to (RFC 9162, section 2.1.4.2); None where it cannot fit.

    The tree was only extended where they are *old_root* and the root of now.
    """
    if not 0 < old <= new:
        return None
    if old == new:
        return (old_root, old_root) if not path else None
    rest = list(path)
    if old & (old - 1) == 0:
        rest.insert(0, old_root)
    if not rest:
        return None
    number, last = old - 1, new - 1
    while number % 2:
        number, last = number >> 1, last >> 1
    first = second = rest.pop(0)
    for each in rest:
        if last == 0:
            return None
        if number % 2 or number == last:
            first, second = node_hash(each, first), node_hash(each, second)
            while not number % 2 and number:
                number, last = number >> 1, last >> 1
        else:
            second = node_hash(second, each)
        number, last = number >> 1, last >> 1
    return (first, second) if last == 0 else None
