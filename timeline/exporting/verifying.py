"""Verifying an export: every file against the manifest, and the log's events against the signed checkpoint."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from projections import Envelope, Frontier, payload_hash

from ..errors import Unproven
from ..proving.notes import BadNote, Checkpoint, Note, Verifier
from .manifest import NAME, Manifest, WrittenFile, read_manifest
from .reading import read_rows
from .signing import NAME as NOTE
from .signing import read_signers

CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Verified:
    """An export of which everything holds: who signed its checkpoint, and whom of them the caller trusts.

    `signed` is whether one of those who signed the checkpoint, where keys are trusted one of these, signed the manifest too.
    """

    manifest: Manifest
    signers: tuple[Verifier, ...]
    trusted: tuple[Verifier, ...]
    signed: bool


def verify_export(folder: Path, trusted: Sequence[Verifier] = ()) -> Verified:
    """Hash every file again, and lead the leaves of the events to the root that was signed.

    Unproven names the first file or row that does not hold; with `trusted` keys, one of them must have signed
    the checkpoint, and one the manifest.
    """
    manifest, digest = read_manifest(folder)
    root = folder if folder.is_dir() else folder.parent
    named = [file for table in manifest.tables.values() for file in table.files]
    for file in named:
        _check_file(root, file)
    there = {
        path.relative_to(root).as_posix()
        for path in root.rglob("*")
        if path.is_symlink() or not path.is_dir()
    }
    for extra in sorted(there - {NAME, NOTE, *(file.path for file in named)}):
        raise Unproven(where=extra, why="the manifest does not name it")
    signers = _check_log(root, manifest)
    if trusted and not set(trusted) & set(signers):
        raise Unproven(where="checkpoint", why="no key that was given has signed it")
    known = tuple(signer for signer in signers if signer in trusted)
    signed = set(read_signers(root, manifest.origin, digest, [*signers, *trusted]))
    if trusted and not signed & set(trusted):
        raise Unproven(where=NOTE, why="no key that was given has signed the manifest")
    return Verified(manifest, signers, known, bool(signed))


def _check_file(root: Path, file: WrittenFile) -> None:
    digest, size = sha256(), 0
    try:
        with (root / file.path).open("rb") as opened:
            while piece := opened.read(CHUNK):
                digest.update(piece)
                size += len(piece)
    except OSError as error:
        raise Unproven(where=file.path, why=error.strerror or str(error)) from None
    if (size, digest.hexdigest()) != (file.bytes, file.sha256):
        expected = f"{file.bytes} bytes of SHA-256 {file.sha256}"
        why = f"expected {expected}, got {size} of {digest.hexdigest()}"
        raise Unproven(where=file.path, why=why)


def _check_log(root: Path, manifest: Manifest) -> tuple[Verifier, ...]:
    """Grow the tree by the events' leaves, from where it stood, to the root in the checkpoint."""
    try:
        tree = Frontier.read(manifest.since, bytes.fromhex(manifest.tree))
    except ValueError as error:
        raise Unproven(where="tree", why=str(error)) from None
    events = manifest.tables.get("events")
    for file in events.files if events else ():
        tree.add(_leaves(root, file.path, manifest.since))
    if tree.size != manifest.position:
        why = f"expected the events up to {manifest.position}, got {tree.size}"
        raise Unproven(where="events", why=why)
    if manifest.checkpoint is None:
        if manifest.position:
            raise Unproven(where="checkpoint", why="it is missing")
        return ()
    try:
        note = Note.read(manifest.checkpoint)
        signers = note.signed_by([Verifier.read(key) for key in manifest.keys])
        checkpoint = Checkpoint.read(note.text)
    except BadNote as error:
        raise Unproven(where="checkpoint", why=str(error)) from None
    said = (checkpoint.origin, checkpoint.size, checkpoint.root)
    if not signers or said != (manifest.origin, manifest.position, tree.root()):
        raise Unproven(where="checkpoint", why="it is not that of these events")
    return tuple(signers)


def _leaves(root: Path, place: str, since: int) -> Iterator[bytes]:
    """The leaves of a file's events that follow a position; each must be what its row makes it."""
    last = None
    for row in read_rows(root / place):
        where = f"{place}, position {row['position']}"
        try:
            leaf = _leaf(where, row)
        except (KeyError, TypeError, ValueError, AttributeError):
            raise Unproven(where=where, why="it is no event") from None
        if row["position"] <= since:
            continue
        if last is not None and row["position"] != last + 1:
            raise Unproven(where=where, why=f"expected position {last + 1}")
        last = row["position"]
        yield leaf


def _leaf(where: str, row: Mapping[str, Any]) -> bytes:
    hashed = bytes.fromhex(row["payload_hash"])
    if row["payload"] is not None:
        made = payload_hash(bytes.fromhex(row["salt"]), row["payload"].encode())
        if made != hashed:
            raise Unproven(where=where, why="its payload is not the one that was recorded")
    envelope = Envelope(
        *(row["position"], row["recorded_at"], row["stream"], row["version"], row["kind"]),
        *(row["id"], row["upon"], row["brings"]),
        tuple(bytes.fromhex(key) for key in (row["subjects"] or "").split()),
        hashed,
    )
    if envelope.leaf().hex() != row["leaf"]:
        raise Unproven(where=where, why="it is not what its leaf stands for")
    return bytes.fromhex(row["leaf"])
