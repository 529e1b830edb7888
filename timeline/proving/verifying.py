"""Verifying a bundle: signatures, proofs, completeness, and the answer folded anew; no database and no network."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError

from events import Claim, Refusal, read_json, shortened
from projections import (
    Envelope,
    payload_hash,
    root_from_inclusion,
    subject_keys,
    subjects_of,
)

from ..answers.body import PROJECTION
from ..errors import TimelineError, Unproven
from .asking import parameters_of
from .closure import looked_at, not_shown, placing, subjects_needed
from .differing import difference, same
from .notes import BadNote, Checkpoint, Note, Verifier, strict_base64
from .refolding import answer_again
from .shapes import Bundle, BundledEvent
from .shown import Shown, entry_of
from .statements import citations_of, statement_of

LONGEST = 180
"""Characters of a place or a reason in a refusal, which may be told in the words of a bundle."""
UNREADABLE = (LookupError, ValueError, TypeError, ArithmeticError, RecursionError)
"""What reading events raises that no log would have taken."""


@dataclass(frozen=True, slots=True)
class Verified:
    """A bundle of which everything holds: who signed it, and which of them the caller trusts."""

    bundle: Bundle
    checkpoint: Checkpoint
    signers: tuple[Verifier, ...]
    trusted: tuple[Verifier, ...]


def verify(content: bytes, trusted: Sequence[Verifier] = ()) -> Verified:
    """Check the bytes of a bundle; Unproven names the first thing that does not hold.

    With `trusted` keys, one of them must have signed; without, it is only told who did.
    """
    try:
        return _verified(content, trusted)
    except Unproven as error:
        raise Unproven(**{name: _shown(str(word)) for name, word in error.words.items()}) from None


def _shown(words: str) -> str:
    """Words that may come from a bundle, in one line and not too long."""
    return shortened(words if words.isprintable() else ascii(words)[1:-1], LONGEST)


def _verified(content: bytes, trusted: Sequence[Verifier]) -> Verified:
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
    known = tuple(signer for signer in signers if signer in trusted)
    return Verified(bundle, checkpoint, signers, known)


def _read(content: bytes) -> Bundle:
    try:
        bundle = Bundle.read(read_json(content.decode(), "bundle"))
    except UnicodeDecodeError:
        raise Unproven(where="bundle", why="expected JSON in UTF-8") from None
    except Refusal as error:
        raise Unproven(where="bundle", why=f"expected JSON, got {error.got}") from None
    try:
        canonical = bundle.canonical()
    except (ValueError, RecursionError):
        why = "it has halves of surrogates or values nested too deep"
        raise Unproven(where="bundle", why=why) from None
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
    except BadNote as error:
        raise Unproven(where=where, why=str(error)) from None
    index, leaf = envelope.position - 1, envelope.leaf()
    if root_from_inclusion(index, checkpoint.size, leaf, proof) != checkpoint.root:
        raise Unproven(where=f"{where}.proof", why="it does not lead to the checkpoint's root")
    if event.payload is None:
        if event.salt is not None:
            raise Unproven(where=f"{where}.salt", why="there is no payload for it")
        return
    if payload_hash(bytes.fromhex(event.salt or ""), event.stored) != envelope.payload:
        raise Unproven(where=f"{where}.payload", why="it is not what the envelope was made with")
    _check_marks(where, event, envelope)


def _check_marks(where: str, event: BundledEvent, envelope: Envelope) -> None:
    """An envelope says of a payload what the payload says itself."""
    try:
        said = event.said()
    except (Refusal, *UNREADABLE) as error:
        raise Unproven(where=f"{where}.payload", why=f"it cannot be read: {error}") from None
    if said is None:
        raise Unproven(where=f"{where}.payload", why=f"this release knows no {envelope.topic}")
    told = subject_keys(subjects_of(said))
    brings = said.brought.id if not isinstance(said, Claim) and said.brought else None
    upon = None if isinstance(said, Claim) else said.target
    marks = (envelope.identity, envelope.upon, envelope.brings, envelope.subjects)
    if marks != (said.id, upon, brings, told):
        raise Unproven(where=f"{where}.envelope", why="it does not fit the payload")


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
    shown = Shown(bundle, checkpoint)
    with_subsidiaries = asked.get("with_subsidiaries") == "true"
    found = subjects_needed(asked["vendor"], shown, with_subsidiaries=with_subsidiaries)
    if extra := {proof.subject for proof in bundle.subjects} - found.keys():
        raise Unproven(where="subjects", why=f"the answer does not rest on {min(extra)}")
    needed = {entry.position for entries in found.values() for entry in entries}
    _check_words(bundle, needed)
    _check_beside(bundle, needed, placing(asked, checkpoint.size), position)
    derived = {
        "projection": PROJECTION,
        "statement": statement_of(
            bundle.answer, asked, checkpoint, not_shown(found, shown)
        ).model_dump(),
        "citations": citations_of((entry_of(event) for event in bundle.events), position),
    }
    told = bundle.model_dump(mode="json", include=set(derived))
    for name, value in derived.items():
        if not same(told[name], value):
            raise Unproven(where=name, why="it does not follow from the events")
    try:
        again = answer_again(asked, bundle.events)
    except (TimelineError, SQLAlchemyError, *UNREADABLE) as error:
        why = f"it cannot be folded from the events: {str(error).partition(chr(10))[0]}"
        raise Unproven(where="answer", why=why) from None
    if not same(again, bundle.answer):
        raise Unproven(
            where=difference("answer", bundle.answer, again), why="the events say otherwise"
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
