"""Verifying a bundle: signatures, proofs, completeness, and the answer folded anew; no database and no network."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy.exc import SQLAlchemyError

from events import ActEvent, Claim, Entry, Event, Redacted, Refusal, read_json
from projections import (
    Commitment,
    bucket_hash,
    bucket_of,
    chained,
    payload_hash,
    root_from_inclusion,
    root_from_path,
    stream_subject,
    subject_key,
    subject_keys,
    subjects_of,
)

from ..answers.body import PROJECTION
from ..errors import TimelineError, Unproven
from .asking import parameters_of
from .closure import looked_at, not_shown, placing, subjects_needed
from .notes import BadNote, Checkpoint, Note, Verifier, strict_base64
from .refolding import answer_again
from .shapes import Bundle, BundledEvent, SubjectProof
from .statements import citations_of, statement_of

UNREADABLE = (LookupError, ValueError, TypeError, ArithmeticError, RecursionError)
"""What reading events raises that no log would have taken."""


@dataclass(frozen=True, slots=True)
class Verified:
    """A bundle of which everything holds: who signed it, and whether the caller trusts one of them."""

    bundle: Bundle
    checkpoint: Checkpoint
    signers: tuple[Verifier, ...]
    trusted: bool


def verify(content: bytes, trusted: Sequence[Verifier] = ()) -> Verified:
    """Check the bytes of a bundle; Unproven names the first thing that does not hold.

    With `trusted` keys, one of them must have signed; without, it is only told who did.
    """
    bundle = _read(content)
    checkpoint, signers = _signed(bundle)
    if trusted and not set(trusted) & set(signers):
        raise Unproven(where="checkpoint", why="no key that was given has signed it")
    for number, event in enumerate(bundle.events):
        _check_event(f"events.{number}", event, checkpoint)
    positions = [event.envelope.position for event in bundle.events]
    if positions != sorted(set(positions)) or not positions:
        raise Unproven(where="events", why="expected each position once, in order")
    _check_answer(bundle, checkpoint)
    return Verified(bundle, checkpoint, signers, bool(trusted))


def _read(content: bytes) -> Bundle:
    try:
        bundle = Bundle.read(read_json(content.decode(), "bundle"))
        canonical = bundle.canonical()
    except (ValueError, RecursionError) as error:
        raise Unproven(where="bundle", why=f"expected JSON, {error}") from None
    if canonical != content:
        pairs = enumerate(zip(canonical, content, strict=False))
        at = next(
            (n for n, (one, other) in pairs if one != other), min(len(canonical), len(content))
        )
        raise Unproven(where="bundle", why=f"byte {at} is not as this value is written")
    return bundle


def _signed(bundle: Bundle) -> tuple[Checkpoint, tuple[Verifier, ...]]:
    """The checkpoint and its signers: every key must have signed it, and every signature be of a key."""
    try:
        keys = [Verifier.read(key) for key in bundle.keys]
        note = Note.read(bundle.checkpoint)
        signers = note.signed_by(keys)
        checkpoint = Checkpoint.read(note.text)
    except BadNote as error:
        raise Unproven(where="checkpoint", why=str(error)) from None
    once = sorted(set(keys), key=str)
    if not keys or sorted(keys, key=str) != once or sorted(signers, key=str) != once:
        raise Unproven(where="keys", why="expected each key to have signed the checkpoint, once")
    if len(signers) != len(note.signatures):
        raise Unproven(
            where="checkpoint", why="it has a signature of a key that is not among the keys"
        )
    if any(key.name != checkpoint.origin for key in keys):
        raise Unproven(where="keys", why=f"expected keys of {checkpoint.origin}")
    return checkpoint, tuple(signers)


def _check_event(where: str, event: BundledEvent, checkpoint: Checkpoint) -> None:
    """The event is in the log, and its words are those that its envelope was made with."""
    try:
        envelope = event.envelope.read()
        proof = [strict_base64(step) for step in event.proof]
        said = event.said()
    except (BadNote, Refusal, ValueError) as error:
        raise Unproven(where=where, why=str(error)) from None
    except UNREADABLE:
        raise Unproven(where=f"{where}.payload", why=f"it is no {event.envelope.topic}") from None
    index, leaf = envelope.position - 1, envelope.leaf()
    if root_from_inclusion(index, checkpoint.size, leaf, proof) != checkpoint.root:
        raise Unproven(where=f"{where}.proof", why="it does not lead to the checkpoint's root")
    if event.payload is None:
        if event.salt is not None:
            raise Unproven(where=f"{where}.salt", why="there is no payload for it")
        return
    if payload_hash(bytes.fromhex(event.salt or ""), event.stored) != envelope.payload:
        raise Unproven(where=f"{where}.payload", why="it is not what the envelope was made with")
    if said is None:
        raise Unproven(where=f"{where}.payload", why=f"this release knows no {envelope.topic}")
    told = subject_keys(subjects_of(said))
    brings = said.brought.id if not isinstance(said, Claim) and said.brought else None
    upon = None if isinstance(said, Claim) else said.target
    marks = (envelope.identity, envelope.upon, envelope.brings, envelope.subjects)
    if marks != (said.id, upon, brings, told):
        raise Unproven(where=f"{where}.envelope", why="it does not fit the payload")


class _Shown:
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


def _check_answer(bundle: Bundle, checkpoint: Checkpoint) -> None:
    """The bundle has what its answer rests on, all of it and no more, and the answer follows."""
    asked = bundle.question
    try:
        if asked != parameters_of(str(bundle.answer.get("pinned"))):
            raise Unproven(where="question", why="it is not that of the answer's pinned address")
        position = int(asked["position"])
    except (KeyError, ValueError) as error:
        raise Unproven(where="question", why=f"it cannot be read: {error}") from None
    if "vendor" not in asked or not 0 <= position <= checkpoint.size:
        raise Unproven(where="question", why="expected a vendor and a position that is signed")
    shown = _Shown(bundle, checkpoint)
    with_subsidiaries = asked.get("with_subsidiaries") == "true"
    found = subjects_needed(asked["vendor"], shown, with_subsidiaries=with_subsidiaries)
    if extra := {proof.subject for proof in bundle.subjects} - found.keys():
        raise Unproven(where="subjects", why=f"the answer does not rest on {min(extra)}")
    needed = {entry.position for entries in found.values() for entry in entries}
    _check_words(bundle, needed)
    _check_beside(bundle, needed, placing(asked, checkpoint.size), position)
    derived = {
        "projection": PROJECTION,
        "statement": statement_of(bundle.answer, asked, checkpoint, not_shown(found, shown)),
        "citations": citations_of((entry_of(event) for event in bundle.events), position),
    }
    for name, value in derived.items():
        if getattr(bundle, name) != value:
            raise Unproven(where=name, why="it does not follow from the events")
    try:
        again = answer_again(asked, bundle.events)
    except (TimelineError, SQLAlchemyError, *UNREADABLE) as error:
        why = f"it cannot be folded from the events: {str(error).partition(chr(10))[0]}"
        raise Unproven(where="answer", why=why) from None
    if again != bundle.answer:
        raise Unproven(
            where=_difference("answer", bundle.answer, again), why="the events say otherwise"
        )


def _check_words(bundle: Bundle, needed: set[int]) -> None:
    """A redaction takes the words of what it is upon, and nothing else those of what the answer rests on."""
    redacted = {
        event.envelope.upon for event in bundle.events if event.envelope.topic == "payload-redacted"
    }
    for event in bundle.events:
        envelope = event.envelope
        gone = {envelope.identity, envelope.brings} & redacted - {None}
        if event.payload is None and envelope.position in needed and not gone:
            raise Unproven(where=f"position {envelope.position}", why="its words are withheld")
        if event.payload is not None and gone:
            raise Unproven(where=f"position {envelope.position}", why="its words were redacted")


def _check_beside(bundle: Bundle, needed: set[int], placed: set[int], position: int) -> None:
    """What is shown beside: envelopes that place the question, and when each source was last looked at."""
    beside = [event for event in bundle.events if event.envelope.position not in needed]
    if missing := placed - {event.envelope.position for event in bundle.events}:
        raise Unproven(where=f"position {min(missing)}", why="it is needed to place the question")
    asked = (event for event in bundle.events if event.envelope.position <= position)
    looks = looked_at(entry_of(event) for event in asked)
    last = dict(sorted(looks))
    telling = {at for (source, day), at in looks.items() if last[source] == day}
    for event in beside:
        at = event.envelope.position
        if (event.payload is None and at not in placed) or (event.payload and at not in telling):
            raise Unproven(where=f"position {at}", why="the answer does not rest on it")


def _difference(where: str, one: object, other: object) -> str:
    """The first place at which two JSON values differ."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        for name in sorted(one.keys() | other.keys()):
            if name not in one or name not in other or one[name] != other[name]:
                return _difference(f"{where}.{name}", one.get(name), other.get(name))
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for number, (mine, theirs) in enumerate(zip(one, other, strict=True)):
            if mine != theirs:
                return _difference(f"{where}.{number}", mine, theirs)
    return where
