"""The tree is that of RFC 6962: known roots, known proofs, a second implementation."""

from collections.abc import Sequence
from itertools import pairwise

import pymerkle  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.ledger import merkle
from eligibility.ledger.merkle import Node

LEAVES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    bytes.fromhex(text)
    for text in (
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    )
]
SIZE = 40
MANY = [f"leaf {number}".encode() for number in range(SIZE)]
SMALL = st.integers(1, 200).map(lambda size: [f"{number}".encode() for number in range(size)])


def tree(leaves: Sequence[bytes]) -> Node:
    """Every node, grown one leaf after the other."""
    known: dict[tuple[int, int], bytes] = {}
    for size, leaf in enumerate(leaves):
        for level, index, found in merkle.grown(
            size, merkle.leaf_hash(leaf), lambda *at: known[at]
        ):
            assert (level, index) not in known, "a node is never written again"
            known[level, index] = found
    return lambda *at: known[at]


def by_definition(leaves: Sequence[bytes]) -> bytes:
    """The root as RFC 6962, section 2.1, defines it."""
    if len(leaves) < 2:
        return merkle.leaf_hash(leaves[0]) if leaves else merkle.EMPTY_ROOT
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return merkle.node_hash(by_definition(leaves[:split]), by_definition(leaves[split:]))


def flipped(data: bytes, at: int = 0) -> bytes:
    """The same with one bit changed."""
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


NODE = tree(MANY)


@pytest.mark.parametrize("size", range(9))
def test_the_roots_are_those_of_certificate_transparency(size: int) -> None:
    assert merkle.root(size, tree(LEAVES)) == ROOTS[size]
    assert by_definition(LEAVES[:size]) == ROOTS[size]


@pytest.mark.parametrize(
    ("at", "size", "path"),
    [
        (0, 1, []),
        (
            0,
            8,
            [
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ],
        ),
        (
            5,
            8,
            [
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ],
        ),
        (2, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
    ],
)
def test_inclusion_proofs_are_the_known_ones(at: int, size: int, path: list[str]) -> None:
    assert [each.hex() for each in merkle.inclusion_path(at, size, tree(LEAVES))] == path


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        (1, 1, []),
        (
            1,
            8,
            [
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ],
        ),
        (
            6,
            8,
            [
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ],
        ),
        (
            2,
            5,
            [
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            ],
        ),
    ],
)
def test_consistency_proofs_are_the_known_ones(old: int, new: int, path: list[str]) -> None:
    assert [each.hex() for each in merkle.consistency_path(old, new, tree(LEAVES))] == path


@pytest.mark.parametrize("size", range(1, SIZE + 1))
def test_every_inclusion_proof_leads_to_the_root_and_no_wrong_one_does(size: int) -> None:
    root = by_definition(MANY[:size])
    assert merkle.root(size, NODE) == root
    for at in range(size):
        leaf = merkle.leaf_hash(MANY[at])
        path = merkle.inclusion_path(at, size, NODE)
        assert merkle.root_from_inclusion(leaf, at, size, path) == root
        wrong = [
            (flipped(leaf), at, size, path),
            (leaf, at, size, [*path, leaf]),
            (leaf, at, size, [leaf, *path]),
            *((leaf, at, size, path[:cut] + path[cut + 1 :]) for cut in range(len(path))),
            *(
                (leaf, at, size, [*path[:cut], flipped(path[cut], cut % 32), *path[cut + 1 :]])
                for cut in range(len(path))
            ),
            *((leaf, other, size, path) for other in range(-1, size + 2) if other != at),
        ]
        for each in wrong:
            assert merkle.root_from_inclusion(*each) != root, each


@pytest.mark.parametrize("new", range(1, SIZE + 1))
def test_every_consistency_proof_leads_to_both_roots_and_no_wrong_one_does(new: int) -> None:
    root = by_definition(MANY[:new])
    for old in range(1, new + 1):
        before = by_definition(MANY[:old])
        path = merkle.consistency_path(old, new, NODE)
        both = (before, root)
        assert merkle.roots_from_consistency(old, new, before, path) == both
        wrong: list[tuple[int, int, bytes, list[bytes]]] = [
            (old, new, before, [*path, root]),
            (old, new, before, [root, *path]),
            *((old, new, before, path[:cut] + path[cut + 1 :]) for cut in range(len(path))),
            *(
                (old, new, before, [*path[:cut], flipped(path[cut]), *path[cut + 1 :]])
                for cut in range(len(path))
            ),
            *((other, new, before, path) for other in range(-1, new + 2) if other != old),
        ]
        for each in wrong:
            assert merkle.roots_from_consistency(*each) != both, each
        if old != new:
            found = merkle.roots_from_consistency(old, new, flipped(before), path)
            assert found is None or found != (flipped(before), root)


@given(st.data(), SMALL)
def test_a_proof_of_one_size_is_none_of_another(data: st.DataObject, leaves: list[bytes]) -> None:
    node, size = tree(leaves), len(leaves)
    old = data.draw(st.integers(1, size))
    at = data.draw(st.integers(0, old - 1))
    leaf = merkle.leaf_hash(leaves[at])
    path = merkle.inclusion_path(at, old, node)
    assert merkle.root_from_inclusion(leaf, at, old, path) == merkle.root(old, node)
    if old != size:
        assert merkle.root_from_inclusion(leaf, at, size, path) != merkle.root(size, node)


@pytest.mark.parametrize(("at", "size"), [(-1, 3), (3, 3), (0, 0), (4, 3)])
def test_no_proof_is_made_of_a_leaf_that_is_not_there(at: int, size: int) -> None:
    with pytest.raises(ValueError):
        merkle.inclusion_path(at, size, NODE)
    assert merkle.root_from_inclusion(b"x" * 32, at, size, []) is None


@pytest.mark.parametrize(("old", "new"), [(0, 3), (4, 3), (-1, 3), (0, 0)])
def test_no_proof_is_made_of_a_tree_that_never_was(old: int, new: int) -> None:
    with pytest.raises(ValueError):
        merkle.consistency_path(old, new, NODE)
    assert merkle.roots_from_consistency(old, new, b"x" * 32, []) is None


@given(st.lists(st.binary(max_size=40), max_size=64))
def test_pymerkle_finds_the_same_roots_and_proofs(leaves: list[bytes]) -> None:
    other = pymerkle.InmemoryTree(algorithm="sha256")
    other.append_entries(leaves)
    node, size = tree(leaves), len(leaves)
    assert [other.get_root(n) for n in range(size + 1)] == [
        merkle.root(n, node) for n in range(size + 1)
    ]
    for at in range(size):
        leaf, *path = other.prove_inclusion(at + 1, size).path
        assert leaf == merkle.leaf_hash(leaves[at])
        assert path == merkle.inclusion_path(at, size, node)
        assert merkle.root_from_inclusion(leaf, at, size, path) == other.get_root(size)


@given(SMALL)
def test_pymerkle_finds_that_a_tree_extends_each_earlier_one(leaves: list[bytes]) -> None:
    other = pymerkle.InmemoryTree(algorithm="sha256")
    other.append_entries(leaves)
    node, size = tree(leaves), len(leaves)
    for old in {1, size // 2, size - 1, size} - {0}:
        proof = other.prove_consistency(old, size)
        pymerkle.verify_consistency(merkle.root(old, node), merkle.root(size, node), proof)
        assert proof.retrieve_prior_state() == merkle.root(old, node)


@given(st.lists(st.binary(max_size=8), min_size=1, max_size=40))
def test_a_tree_that_grew_keeps_its_nodes(leaves: list[bytes]) -> None:
    sizes = range(len(leaves) + 1)
    roots = [merkle.root(size, tree(leaves)) for size in sizes]
    assert roots == [merkle.root(size, tree(leaves[:size])) for size in sizes]
    assert all(one != two for one, two in pairwise(roots))


def test_a_leaf_is_never_taken_for_a_node() -> None:
    left, right = merkle.leaf_hash(b"a"), merkle.leaf_hash(b"b")
    assert merkle.leaf_hash(left + right) != merkle.node_hash(left, right)
