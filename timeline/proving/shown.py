"""What a bundle shows: the events of each subject, as far as they are proven to be all of them."""

from collections.abc import Sequence
from functools import cached_property

from events import ActEvent, Claim, Entry, Event, Redacted
from projections import (
    Commitment,
    bucket_hash,
    bucket_of,
    chained,
    root_from_path,
    stream_subject,
    subject_key,
)

from ..errors import Unproven
from .notes import BadNote, Checkpoint, strict_base64
from .shapes import Bundle, BundledEvent, SubjectProof


class Shown:
    """The events of subjects as a bundle shows them, each subject proven complete."""

    def __init__(self, bundle: Bundle, checkpoint: Checkpoint) -> None:
        self._checkpoint = checkpoint
        self._events = bundle.events
        self._proofs = {proof.subject: proof for proof in bundle.subjects}
        if list(self._proofs) != sorted(proof.subject for proof in bundle.subjects):
            raise Unproven(where="subjects", why="expected each subject once, in order")

    @cached_property
    def by_key(self) -> dict[bytes, list[BundledEvent]]:
        """The events shown by the keys of their subjects, in order of position."""
        found: dict[bytes, list[BundledEvent]] = {}
        for event in self._events:
            envelope = event.envelope.read()
            for key in (*envelope.subjects, subject_key(stream_subject(envelope.stream))):
                found.setdefault(key, []).append(event)
        return found

    def of(self, subject: str) -> Sequence[Entry]:
        """The events of a subject; Unproven where one is missing, or its words are for no reason."""
        proof = self._proofs.get(subject)
        if proof is None:
            raise Unproven(where="subjects", why=f"nothing proves that {subject} is complete")
        key = subject_key(subject)
        told = self.by_key.get(key, [])
        self._check(proof, key, told)
        return [entry_of(event) for event in told]

    def stream_of(self, name: str) -> str | None:
        """The stream that holds a claim or an act, or None."""
        marks = ((event.envelope.identity, event.envelope.brings) for event in self._events)
        streams = (event.envelope.stream for event in self._events)
        return next((s for s, found in zip(streams, marks, strict=True) if name in found), None)

    def _check(self, proof: SubjectProof, key: bytes, told: Sequence[BundledEvent]) -> None:
        where = f"subjects.{proof.subject}"
        entries = [
            Commitment(bytes.fromhex(each.key), each.count, bytes.fromhex(each.head))
            for each in proof.bucket
        ]
        try:
            path = [strict_base64(step) for step in proof.path]
        except BadNote as error:
            raise Unproven(where=where, why=str(error)) from None
        if [each.key for each in entries] != sorted({each.key for each in entries}):
            raise Unproven(where=where, why="expected each key of the bucket once, in order")
        if root_from_path(bucket_of(key), bucket_hash(entries), path) != self._checkpoint.subjects:
            raise Unproven(where=where, why="its path does not lead to the checkpoint's subjects")
        committed = next((each for each in entries if each.key == key), None)
        head = bytes(32)
        for event in told:
            head = chained(head, event.envelope.read().leaf())
        count = 0 if committed is None else committed.count
        if count != len(told):
            raise Unproven(where=where, why=f"it has {count} events, {len(told)} are shown")
        if committed is not None and committed.head != head:
            raise Unproven(where=where, why="the events shown are not those that it has")


def entry_of(event: BundledEvent) -> Entry:
    """The event as the log gives it back; without words it counts as redacted."""
    envelope, said = event.envelope, event.said()
    place = (envelope.position, envelope.recorded_at)
    if said is None:
        identity = envelope.identity or ""
        return Redacted(*place, identity, envelope.topic, envelope.stream, envelope.upon)
    if isinstance(said, Claim):
        return Event(*place, said)
    return ActEvent(*place, said, envelope.stream)
