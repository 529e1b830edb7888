"""A witness: verifies the checkpoints it is shown, and that each log state continues the one before."""

from collections.abc import Iterable, Mapping
from typing import Any

from projections import verify_consistency

from ..proving.notes import BadNote, Checkpoint, Note, Verifier, strict_base64
from .refusals import Unproven


class Witness:
    """Keeps the last checkpoint that held; a log that forgets or rewrites what it once signed is found out.

    `keys` are verifier keys (NAME+ID+KEY) had from elsewhere than the service. `note` is the last checkpoint,
    kept by the caller from one run to the next. Unproven where either is none.
    """

    def __init__(self, keys: Iterable[str], note: str | None = None) -> None:
        try:
            self._keys = [Verifier.read(key) for key in keys]
        except BadNote as error:
            raise Unproven(f"key: {error}") from error
        self.note = note
        self.checkpoint = None if note is None else self._signed(note)

    def asks_for_proof(self, note: str) -> tuple[int, int] | None:
        """The sizes between which a checkpoint needs a proof of consistency, or None where it needs none.

        Unproven where it is not signed by a known key, or contradicts the last one by itself.
        """
        new, old = self._signed(note), self.checkpoint
        if old is None or old.size == 0:
            return None
        if new.origin != old.origin:
            raise _unproven(f"it is of {new.origin}, the last one was of {old.origin}")
        if new.size < old.size:
            raise _unproven(f"the log has shrunk from {old.size} to {new.size}")
        if new.size == old.size:
            if new.root != old.root or new.subjects != old.subjects:
                raise _unproven(f"two states of the log were signed for the size {new.size}")
            return None
        return old.size, new.size

    def accept(self, note: str, proof: Mapping[str, Any] | None = None) -> Checkpoint:
        """Take a checkpoint as the last one; Unproven where anything about it does not hold."""
        sizes = self.asks_for_proof(note)
        new = self._signed(note)
        if sizes is not None and self.checkpoint is not None:
            steps = _steps(proof)
            if not verify_consistency(*sizes, self.checkpoint.root, new.root, steps):
                raise _unproven(
                    f"the log of {sizes[0]} events is not the start of that of {sizes[1]}"
                )
        self.note, self.checkpoint = note, new
        return new

    def _signed(self, note: str) -> Checkpoint:
        try:
            read = Note.read(note)
            signers = read.signed_by(self._keys)
            checkpoint = Checkpoint.read(read.text)
        except BadNote as error:
            raise _unproven(str(error)) from error
        if not any(signer.name == checkpoint.origin for signer in signers):
            raise _unproven("no key that is known has signed it")
        return checkpoint


def _steps(proof: Mapping[str, Any] | None) -> list[bytes]:
    try:
        return [strict_base64(str(step)) for step in (proof or {})["proof"]]
    except (BadNote, KeyError, TypeError) as error:
        raise _unproven("its proof of consistency cannot be read") from error


def _unproven(why: str) -> Unproven:
    return Unproven(f"checkpoint: {why}")
