"""The Merkle tree of the log's leaves, by RFC 9162 (and RFC 6962), section 2.1."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Protocol

EMPTY_ROOT = sha256(b"").digest()
"""The root of a tree without leaves (RFC 9162, 2.1.1)."""
STRIDE = 8
"""Levels between the subtrees that are kept; those between are hashed again where they are needed."""
TILE = 1 << STRIDE
"""Hashes of one kept level under one of the next."""


def leaf_hash(entry: bytes) -> bytes:
    """The hash of a leaf (RFC 9162, 2.1.1): 0x00 keeps it apart from that of a node."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of a node over its two children (RFC 9162, 2.1.1)."""
    return sha256(b"\x01" + left + right).digest()


def root_of(hashes: Sequence[bytes]) -> bytes:
    """The root over some leaf hashes, or over roots of complete subtrees of one size."""
    if not hashes:
        return EMPTY_ROOT
    level = list(hashes)
    while len(level) > 1:
        pairs = [node_hash(level[n], level[n + 1]) for n in range(0, len(level) - 1, 2)]
        level = pairs if len(level) % 2 == 0 else [*pairs, level[-1]]
    return level[0]


@dataclass
class Frontier:
    """The complete subtrees of a tree from left to right, all that is needed to grow it and to tell its root.

    Their sizes are the powers of two in `size`, the largest first.
    """

    size: int = 0
    peaks: list[bytes] = field(default_factory=list)

    @classmethod
    def read(cls, size: int, stored: bytes) -> "Frontier":
        """The frontier of a size from its stored bytes; ValueError where they do not fit."""
        if len(stored) != 32 * size.bit_count():
            raise ValueError(f"a tree of {size} leaves has {size.bit_count()} peaks")
        return cls(size, [stored[at : at + 32] for at in range(0, len(stored), 32)])

    def stored(self) -> bytes:
        """The peaks one after the other."""
        return b"".join(self.peaks)

    def add(self, leaves: Iterable[bytes]) -> list[tuple[int, int, bytes]]:
        """Grow by leaf hashes; the kept subtrees that became complete, as (level, number, root)."""
        peaks, size, complete = self.peaks, self.size, []
        for leaf in leaves:
            peak, level = leaf, 0
            while size >> level & 1:
                peak = sha256(b"\x01" + peaks.pop() + peak).digest()
                level += 1
                if level % STRIDE == 0:
                    complete.append((level, size >> level, peak))
            peaks.append(peak)
            size += 1
        self.size = size
        return complete

    def root(self) -> bytes:
        """The root of the tree at its present size."""
        if not self.peaks:
            return EMPTY_ROOT
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = node_hash(peak, root)
        return root


class Tiles(Protocol):
    """Where hashes of kept levels are read from."""

    def read(self, level: int, first: int, many: int) -> Sequence[bytes]:
        """The roots of the complete subtrees of 2**level leaves number `first` and on; level 0 has the leaves."""
        ...


def inclusion_proof(tiles: Tiles, index: int, size: int) -> list[bytes]:
    """The audit path of a leaf in the tree of a size (RFC 9162, 2.1.3.1); indexes count from 0."""
    if not 0 <= index < size:
        raise ValueError(f"a tree of {size} leaves has none at {index}")
    return [_range_root(tiles, lo, hi) for lo, hi in _path(index, 0, size)]


def consistency_proof(tiles: Tiles, old: int, size: int) -> list[bytes]:
    """What shows that the tree of an old size is the start of that of a size (RFC 9162, 2.1.4.1)."""
    if not 0 < old <= size:
        raise ValueError(f"a tree of {size} leaves has no start of {old}")
    return [_range_root(tiles, lo, hi) for lo, hi in _subproof(old, 0, size, whole=True)]


def _split(size: int) -> int:
    """The largest power of two smaller than a size."""
    return 1 << ((size - 1).bit_length() - 1)


def _path(index: int, lo: int, hi: int) -> list[tuple[int, int]]:
    if hi - lo == 1:
        return []
    middle = lo + _split(hi - lo)
    if index < middle:
        return [*_path(index, lo, middle), (middle, hi)]
    return [*_path(index, middle, hi), (lo, middle)]


def _subproof(old: int, lo: int, hi: int, *, whole: bool) -> list[tuple[int, int]]:
    """Ranges whose roots prove the leaves before `old`; `whole` where the verifier knows their root."""
    if old == hi:
        return [] if whole else [(lo, hi)]
    middle = lo + _split(hi - lo)
    if old <= middle:
        return [*_subproof(old, lo, middle, whole=whole), (middle, hi)]
    return [*_subproof(old, middle, hi, whole=False), (lo, middle)]


def _range_root(tiles: Tiles, lo: int, hi: int) -> bytes:
    """The root over the leaves from lo to hi, which a proof asks for: lo is a multiple of every part's size."""
    parts: list[bytes] = []
    while lo < hi:
        level = (hi - lo).bit_length() - 1
        kept = level - level % STRIDE
        parts.append(root_of(tiles.read(kept, lo >> kept, 1 << (level - kept))))
        lo += 1 << level
    root = parts[-1]
    for part in reversed(parts[:-1]):
        root = node_hash(part, root)
    return root


def root_at(tiles: Tiles, size: int) -> bytes:
    """The root of the tree of a size, present or past."""
    return _range_root(tiles, 0, size) if size else EMPTY_ROOT


def frontier_at(tiles: Tiles, size: int) -> Frontier:
    """The frontier of the tree of a size, present or past."""
    peaks: list[bytes] = []
    start = 0
    for level in reversed(range(size.bit_length())):
        if size >> level & 1:
            peaks.append(_range_root(tiles, start, start + (1 << level)))
            start += 1 << level
    return Frontier(size, peaks)
