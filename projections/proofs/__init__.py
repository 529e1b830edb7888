"""Proofs: what a log of so many events must have been, told by hashes that anyone can compute."""

from .checking import root_from_consistency, root_from_inclusion, verify_consistency
from .envelope import SALT_BYTES, Envelope, payload_hash
from .subject_map import (
    ABSENT,
    DEPTH,
    Commitment,
    bucket_hash,
    bucket_of,
    chained,
    map_root,
    path_to,
    root_from_path,
)
from .subjects import IDENTITY, KEY_BYTES, PLACES, SOURCES, stream_subject, subject_key, subjects_of
from .tree import (
    EMPTY_ROOT,
    TILE,
    Frontier,
    Tiles,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    root_at,
    root_of,
)

__all__ = [
    "ABSENT",
    "DEPTH",
    "EMPTY_ROOT",
    "IDENTITY",
    "KEY_BYTES",
    "PLACES",
    "SALT_BYTES",
    "SOURCES",
    "TILE",
    "Commitment",
    "Envelope",
    "Frontier",
    "Tiles",
    "bucket_hash",
    "bucket_of",
    "chained",
    "consistency_proof",
    "inclusion_proof",
    "leaf_hash",
    "map_root",
    "node_hash",
    "path_to",
    "payload_hash",
    "root_at",
    "root_from_consistency",
    "root_from_inclusion",
    "root_from_path",
    "root_of",
    "stream_subject",
    "subject_key",
    "subjects_of",
    "verify_consistency",
]
