"""The tree's roots and proofs are those that are published for RFC 6962."""

from collections.abc import Sequence

import pytest

from projections import (
    EMPTY_ROOT,
    Frontier,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    root_from_inclusion,
    root_of,
    verify_consistency,
)

from .kept import Kept

# The reference tree of certificate-transparency, as transparency-dev/merkle publishes it.
ENTRIES = (
    *("", "00", "10", "2021", "3031", "40414243", "5051525354555657"),
    "606162636465666768696a6b6c6d6e6f",
)
LEAVES = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
    "0298d122906dcfc10892cb53a73992fc5b9f493ea4c9badb27b791b4127a7fe7",
    "07506a85fd9dd2f120eb694f86011e5bb4662e5c415a62917033d4a9624487e7",
    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    "4271a26be0d8a84f0bd54c8c302e7cb3a3b5d1fa6780a40bcce2873477dab658",
    "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f",
    "46f6ffadd3d06a09ff3c5860d2755c8b9819db7df44251788c7d8e3180de8eb1",
)
ROOTS = (
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
SECOND = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
THIRD = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
FOURTH = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
RIGHT = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
"""Roots over two leaves each, and over the last four."""
INCLUSION = {
    (0, 1): (),
    (0, 8): (LEAVES[1], SECOND, RIGHT),
    (5, 8): (LEAVES[4], FOURTH, ROOTS[4]),
    (2, 3): (ROOTS[2],),
    (1, 5): (LEAVES[0], SECOND, LEAVES[4]),
}
CONSISTENCY = {
    (1, 1): (),
    (1, 8): (LEAVES[1], SECOND, RIGHT),
    (6, 8): (THIRD, FOURTH, ROOTS[4]),
    (2, 5): (SECOND, LEAVES[4]),
    (6, 7): (THIRD, LEAVES[6], ROOTS[4]),
}


def bytes_of(words: Sequence[str]) -> list[bytes]:
    return [bytes.fromhex(word) for word in words]


def shown(hashes: Sequence[bytes]) -> tuple[str, ...]:
    return tuple(each.hex() for each in hashes)


@pytest.fixture
def tree() -> Kept:
    return Kept(bytes_of(LEAVES))


def test_leaves_hash_as_published():
    assert shown([leaf_hash(entry) for entry in bytes_of(ENTRIES)]) == LEAVES


@pytest.mark.parametrize("size", range(9))
def test_roots_are_as_published_from_leaves_and_from_a_frontier_that_grew(size: int):
    grown = Frontier()
    for leaf in bytes_of(LEAVES)[:size]:
        grown.add([leaf])

    assert root_of(bytes_of(LEAVES)[:size]).hex() == ROOTS[size]
    assert grown.root().hex() == ROOTS[size]
    assert EMPTY_ROOT.hex() == ROOTS[0]


@pytest.mark.parametrize(("index", "size"), INCLUSION)
def test_inclusion_proofs_are_as_published_and_lead_to_the_published_root(
    tree: Kept, index: int, size: int
):
    proof = inclusion_proof(tree, index, size)

    assert shown(proof) == INCLUSION[index, size]
    found = root_from_inclusion(index, size, bytes.fromhex(LEAVES[index]), proof)
    assert found is not None
    assert found.hex() == ROOTS[size]


@pytest.mark.parametrize(("old", "size"), CONSISTENCY)
def test_consistency_proofs_are_as_published_and_join_the_published_roots(
    tree: Kept, old: int, size: int
):
    proof = consistency_proof(tree, old, size)

    assert shown(proof) == CONSISTENCY[old, size]
    assert verify_consistency(
        old, size, bytes.fromhex(ROOTS[old]), bytes.fromhex(ROOTS[size]), proof
    )


@pytest.mark.parametrize(
    ("index", "size"), [(0, 0), (0, 1), (1, 0), (2, 1), (5, 4), (9, 8), (-1, 8)]
)
def test_a_leaf_that_a_tree_does_not_have_is_in_none(tree: Kept, index: int, size: int):
    leaf = bytes.fromhex(LEAVES[0])
    if (index, size) == (0, 1):
        assert root_from_inclusion(index, size, leaf, []) == leaf
        return
    assert root_from_inclusion(index, size, leaf, []) is None
    with pytest.raises(ValueError, match="leaves"):
        inclusion_proof(tree, index, size)


@pytest.mark.parametrize(("old", "size"), [(0, 0), (0, 1), (1, 0), (2, 1), (-1, 1)])
def test_a_tree_is_no_start_of_a_smaller_one_and_none_starts_from_nothing(
    tree: Kept, old: int, size: int
):
    root = bytes.fromhex(ROOTS[1])

    assert not verify_consistency(old, size, root, root, [])
    with pytest.raises(ValueError, match="leaves"):
        consistency_proof(tree, old, size)
