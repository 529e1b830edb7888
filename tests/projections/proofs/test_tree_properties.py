"""Every proof of a tree of any size leads to its root, and no changed proof does."""

from functools import cache
from hashlib import sha256
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projections import (
    EMPTY_ROOT,
    TILE,
    Frontier,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    root_from_consistency,
    root_from_inclusion,
    root_of,
    verify_consistency,
)
from tests.oracle.profiles import many

from .kept import Kept

pytestmark = pytest.mark.slow
EVERY = 300
LARGEST = 100_000
sizes = st.one_of(
    st.integers(1, LARGEST),
    st.builds(
        lambda power, near: max(1, (1 << power) + near), st.integers(0, 16), st.integers(-2, 2)
    ),
)


@cache
def leaves() -> list[bytes]:
    return [leaf_hash(b"leaf %d" % number) for number in range(LARGEST)]


@cache
def tree() -> Kept:
    return Kept(leaves())


@cache
def defined(first: int, after: int) -> bytes:
    """The root over some leaves, by the letter of RFC 6962, section 2.1."""
    many = after - first
    if many == 0:
        return sha256(b"").digest()
    if many == 1:
        return leaves()[first]
    power = 1
    while power * 2 < many:
        power *= 2
    left, right = defined(first, first + power), defined(first + power, after)
    return sha256(b"\x01" + left + right).digest()


class Joined:
    """The same tree, what is read of it joined to one root beforehand: it makes many proofs fast."""

    def read(self, level: int, first: int, many: int) -> list[bytes]:
        return [defined(first << level, first + many << level)]


@cache
def root(size: int) -> bytes:
    """The root of the first leaves, from what a frontier keeps."""
    grown = Frontier()
    grown.add(leaves()[:size])
    return grown.root()


def flipped(value: bytes, bit: int) -> bytes:
    return bytes(each ^ (1 << bit % 8 if at == bit // 8 else 0) for at, each in enumerate(value))


def flips(proof: list[bytes], chosen: Random, many: int) -> list[list[bytes]]:
    """A proof with one bit changed, in some ways."""
    ways = [(step, chosen.randrange(256)) for step in range(len(proof)) for _ in range(many)]
    return [
        [flipped(each, bit) if at == step else each for at, each in enumerate(proof)]
        for step, bit in ways
    ]


def reshaped(proof: list[bytes]) -> list[list[bytes]]:
    """A proof with a step too many or too few, or two of them in the wrong order."""
    found = [[*proof, bytes(32)], [bytes(32), *proof]]
    if proof:
        found += [proof[1:], proof[:-1], [*proof, proof[-1]]]
    if len(proof) > 1:
        found.append([proof[1], proof[0], *proof[2:]])
    return found


def test_every_leaf_of_every_tree_of_up_to_300_is_proven_in_it():
    for size in range(1, EVERY + 1):
        expected = defined(0, size)
        assert root(size) == root_of(leaves()[:size]) == expected
        for index in range(size):
            proof = inclusion_proof(Joined(), index, size)
            assert root_from_inclusion(index, size, leaves()[index], proof) == expected
        assert proof == inclusion_proof(tree(), size - 1, size)


def test_every_tree_of_up_to_300_is_proven_the_start_of_every_larger_one():
    for size in range(1, EVERY + 1):
        for old in range(1, size + 1):
            proof = consistency_proof(Joined(), old, size)
            assert verify_consistency(old, size, defined(0, old), defined(0, size), proof)
        old = size * 2 // 3 or 1
        assert consistency_proof(tree(), old, size) == consistency_proof(Joined(), old, size)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 37, 64, 255, 256, 257, 300])
def test_a_proof_proves_one_leaf_at_one_index_in_a_tree_of_one_size(size: int):
    chosen = Random(size)
    for index in range(0, size, 1 + size // 40):
        leaf, proof = leaves()[index], inclusion_proof(tree(), index, size)
        wrong = [*flips(proof, chosen, 3), *reshaped(proof)]
        assert all(root_from_inclusion(index, size, leaf, each) != root(size) for each in wrong)
        changed = flipped(leaf, chosen.randrange(256))
        assert root_from_inclusion(index, size, changed, proof) != root(size)
        places = {index ^ 1 << bit for bit in range(10)} | {index - 1, index + 1, size, size + 1}
        for place in places:
            assert place == index or root_from_inclusion(place, size, leaf, proof) != root(size)
        for other in range(1, 2 * size):
            if other != size:
                assert root_from_inclusion(index, other, leaf, proof) != root(other)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 37, 64, 255, 256, 257, 300])
def test_a_proof_proves_one_tree_the_start_of_one_other(size: int):
    chosen = Random(size)
    for old in range(1, size + 1, 1 + size // 60):
        proof = consistency_proof(tree(), old, size)
        for each in [*flips(proof, chosen, 3), *reshaped(proof)]:
            assert not verify_consistency(old, size, root(old), root(size), each)
        changed = flipped(root(old), chosen.randrange(256))
        assert old == size or not verify_consistency(old, size, changed, root(size), proof)
        changed = flipped(root(size), chosen.randrange(256))
        assert not verify_consistency(old, size, root(old), changed, proof)
        for other in {old - 1, old + 1, old ^ 2, old ^ 16, size + 1} - {old}:
            assert not verify_consistency(other, size, root(old), root(size), proof)
        for other in range(max(1, size - 3), size + 4):
            if other != size:
                found = root_from_consistency(old, other, root(old), proof)
                assert found is None or found != root(other)


@many(60)
@given(size=sizes, where=st.randoms(use_true_random=False))
def test_leaves_and_starts_of_a_tree_of_any_size_are_proven(size: int, where: Random):
    expected = defined(0, size)
    assert root(size) == expected
    for _ in range(4):
        index, old = where.randrange(size), where.randint(1, size)
        proof = inclusion_proof(tree(), index, size)
        assert root_from_inclusion(index, size, leaves()[index], proof) == expected
        for wrong in [*flips(proof, where, 1), *reshaped(proof)]:
            assert root_from_inclusion(index, size, leaves()[index], wrong) != expected
        proof = consistency_proof(tree(), old, size)
        assert verify_consistency(old, size, root(old), expected, proof)
        for wrong in [*flips(proof, where, 1), *reshaped(proof)]:
            assert not verify_consistency(old, size, root(old), expected, wrong)


@many(60)
@given(st.lists(st.one_of(st.just(0), st.integers(1, 9), st.integers(1, 700)), max_size=12))
def test_a_frontier_that_grew_in_any_batches_is_the_same(batches: list[int]):
    ends = [sum(batches[:number]) for number in range(len(batches) + 1)]
    grown, kept = Frontier(), []
    for first, after in pairwise(ends):
        kept += grown.add(leaves()[first:after])
        # As it is written down and read again between two appends.
        grown = Frontier.read(grown.size, grown.stored())
    at_once = Frontier()

    assert at_once.add(leaves()[: ends[-1]]) == kept
    assert at_once == grown
    assert grown.root() == defined(0, ends[-1])
    assert kept == [
        (level, number, defined(number << level, number + 1 << level))
        for level, number in [(8, number) for number in range(ends[-1] // TILE)]
    ]


def test_a_frontier_keeps_the_subtrees_of_every_eighth_level():
    grown = Frontier()
    kept = grown.add(leaves()[: TILE**2 + 5])

    assert [each for each in kept if each[0] == 16] == [(16, 0, defined(0, TILE**2))]
    assert len(kept) == TILE + 1
    assert len(grown.peaks) == grown.size.bit_count()


def test_a_frontier_is_read_only_from_as_many_peaks_as_its_size_has():
    assert Frontier.read(0, b"").root() == EMPTY_ROOT
    for size, stored in [(0, bytes(32)), (1, b""), (3, bytes(32)), (4, bytes(64)), (1, bytes(31))]:
        with pytest.raises(ValueError, match="peaks"):
            Frontier.read(size, stored)
