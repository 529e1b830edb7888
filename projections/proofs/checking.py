"""Checking proofs by RFC 9162, section 2.1, from hashes alone."""

from collections.abc import Iterator, Sequence

from .tree import node_hash


def root_from_inclusion(index: int, size: int, leaf: bytes, proof: Sequence[bytes]) -> bytes | None:
    """The root that an audit path leads to from a leaf (RFC 9162, 2.1.3.2); None where it has another length."""
    if not 0 <= index < size:
        return None
    node, last, root = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return None
        if node & 1 or node == last:
            root = node_hash(step, root)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            root = node_hash(root, step)
        node, last = node >> 1, last >> 1
    return root if last == 0 else None


def root_from_consistency(
    old: int, size: int, old_root: bytes, proof: Sequence[bytes]
) -> bytes | None:
    """The root of the larger tree that a consistency proof leads to (RFC 9162, 2.1.4.2).

    None where the proof does not start from the old root, or has another length.
    """
    if not 0 < old <= size:
        return None
    if old == size:
        return None if proof else old_root
    steps: Iterator[bytes] = iter([old_root, *proof] if old & (old - 1) == 0 else proof)
    node, last = old - 1, size - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    start = next(steps, None)
    if start is None:
        return None
    smaller = larger = start
    for step in steps:
        if last == 0:
            return None
        if node & 1 or node == last:
            smaller, larger = node_hash(step, smaller), node_hash(step, larger)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            larger = node_hash(larger, step)
        node, last = node >> 1, last >> 1
    return larger if last == 0 and smaller == old_root else None


def verify_consistency(
    old: int, size: int, old_root: bytes, root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether the tree of an old size and root is the start of the one of a size and root."""
    return root_from_consistency(old, size, old_root, proof) == root
