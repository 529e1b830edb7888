"""The map of subjects: how many events each has and the hash they chain to, committed to by one root.

A sparse Merkle tree of fixed depth over buckets. A key's first 16 bits are its bucket's number; a bucket holds
its keys in order; an absent bucket or subtree counts as 32 zero bytes. So a bucket shown whole, with its path
to the root, proves the entry of a key, and as well that a key has none.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from .tree import leaf_hash, node_hash

DEPTH = 16
ABSENT = bytes(32)


@dataclass(frozen=True, slots=True, order=True)
class Commitment:
    """The number of events of a subject, and the hash that their leaves chain to in order of position."""

    key: bytes
    count: int
    head: bytes


def chained(head: bytes, leaf: bytes) -> bytes:
    """The head of a chain after one more leaf; the empty chain's head is 32 zero bytes."""
    return sha256(head + leaf).digest()


def bucket_of(key: bytes) -> int:
    """The number of the bucket that a key belongs in."""
    return int.from_bytes(key[:2])


def bucket_hash(entries: Iterable[Commitment]) -> bytes:
    """The hash of a bucket over its entries, in the order of their keys; an empty one is absent."""
    told = [each.key + each.count.to_bytes(8) + each.head for each in sorted(entries)]
    return leaf_hash(b"".join(told)) if told else ABSENT


def map_root(buckets: Mapping[int, bytes]) -> bytes:
    """The root over the hashes of all buckets that are not empty."""
    return _levels(buckets)[-1].get(0, ABSENT)


def path_to(buckets: Mapping[int, bytes], wanted: Iterable[int]) -> dict[int, list[bytes]]:
    """For each bucket wanted, the hashes beside its way to the root, from the bottom up."""
    levels = _levels(buckets)
    return {
        number: [
            level.get(number >> height ^ 1, ABSENT) for height, level in enumerate(levels[:-1])
        ]
        for number in wanted
    }


def root_from_path(number: int, bucket: bytes, path: Sequence[bytes]) -> bytes | None:
    """The root that a bucket's hash and path lead to; None for a path of another length."""
    if len(path) != DEPTH or not 0 <= number < 1 << DEPTH:
        return None
    root = bucket
    for height, beside in enumerate(path):
        root = _joined(beside, root) if number >> height & 1 else _joined(root, beside)
    return root


def _levels(buckets: Mapping[int, bytes]) -> list[dict[int, bytes]]:
    """The hashes that are not absent, by number, from the buckets up to the root."""
    levels = [dict(buckets)]
    for _ in range(DEPTH):
        below = levels[-1]
        levels.append(
            {
                number: _joined(below.get(2 * number, ABSENT), below.get(2 * number + 1, ABSENT))
                for number in {each >> 1 for each in below}
            }
        )
    return levels


def _joined(left: bytes, right: bytes) -> bytes:
    return ABSENT if left == right == ABSENT else node_hash(left, right)
