"""Walking the log from its first event: each row against its leaf, all leaves against what was signed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from events import Act, Claim, Refusal, read_said
from projections import (
    Commitment,
    Frontier,
    bucket_hash,
    bucket_of,
    chained,
    stream_subject,
    subject_key,
    subject_keys,
    subjects_of,
)

from ..log import Head, Log, Sealed, log_subtrees, sealed_after
from ..proving.notes import Checkpoint
from .findings import Findings

BATCH = 1_000
FIRST = -(1 << 62)
"""Below any position that anybody could have written."""
REDACTS = "payload-redacted"
EMPTY_CHAIN = bytes(32)

Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Walk:
    """What a walk over the log gathers.

    `signed` are checkpoints by size, with the words that name them; at each of their sizes the tree is compared.
    `mapped` is the size at which the map of subjects is kept, to be compared with the database's; it is ahead
    of the last checkpoint, of size `last`, while the next is being made.
    """

    findings: Findings
    signed: Mapping[int, Sequence[tuple[str, Checkpoint]]]
    mapped: int
    last: int
    tree: Frontier = field(default_factory=Frontier)
    recorded_at: int = 0
    subjects: dict[bytes, tuple[int, bytes, bytes]] = field(default_factory=dict)
    """By key: how many events, the head of their chain, the hash that their positions chain to."""
    buckets: Mapping[int, bytes] = field(default_factory=dict)
    """The hashes of the map of subjects as the last checkpoint has it."""
    emptied: dict[int, set[str]] = field(default_factory=dict)
    redacted: set[str] = field(default_factory=set)


def walk(connection: Connection, log: Log, walked: Walk, progress: Progress) -> None:
    """Read the whole log once, in order."""
    head = log.head(connection)
    after = FIRST
    while batch := sealed_after(connection, after, BATCH):
        for sealed in batch:
            _take(connection, walked, sealed, head)
        after = batch[-1].envelope.position
        progress(walked.tree.size, head.position)
    _check_head(walked, head)
    if walked.findings.first_position is None:
        _check_redactions(connection, log, walked)


def _check_redactions(connection: Connection, log: Log, walked: Walk) -> None:
    """Where no event is bad: payloads are gone where a redaction says so, and only there."""
    for position, names in walked.emptied.items():
        if not names & walked.redacted:
            walked.findings.add(position, "its payload is gone, and no redaction tells why")
    for position in log.full(connection, walked.redacted):
        walked.findings.add(position, "it was redacted, and its payload is still there")


def _take(connection: Connection, walked: Walk, sealed: Sealed, head: Head) -> None:
    position, expected = sealed.envelope.position, walked.tree.size + 1
    if position != expected or position > head.position:
        known = f"the log's head is at {head.position}" if position > head.position else None
        what = f"expected position {expected} here" if known is None else known
        for missing in range(expected, min(position, head.position + 1)):
            walked.findings.add(missing, "it is missing")
            walked.tree.add([bytes(32)])
        if position < expected or known is not None:
            walked.findings.add(position, f"it does not belong in the log: {what}")
            return
    right = _check_row(walked, sealed)
    complete = walked.tree.add([sealed.leaf or bytes(32)])
    _check_subtrees(connection, walked, complete)
    _check_signed(walked)
    if position <= walked.mapped:
        _chain(walked, sealed)
    if position == walked.last:
        walked.buckets = _buckets(walked)
    if right:
        walked.recorded_at = sealed.envelope.recorded_at
        _note_redaction(walked, sealed)


def _check_row(walked: Walk, sealed: Sealed) -> bool:
    """Whether a row is what its leaf was made of, and its envelope fits its payload."""
    envelope, position = sealed.envelope, sealed.envelope.position
    if not sealed.whole or envelope.leaf() != sealed.leaf:
        walked.findings.add(position, "its row is not what its leaf was made of")
        return False
    if envelope.recorded_at < walked.recorded_at:
        walked.findings.add(position, "it was recorded before the event in front of it")
    if sealed.state and envelope.identity is not None:
        what = _misfit(sealed)
        if what is not None:
            walked.findings.add(position, what)
    return True


def _misfit(sealed: Sealed) -> str | None:
    """What of an envelope does not fit its payload; None where all does."""
    envelope = sealed.envelope
    try:
        said: Claim | Act = read_said(envelope.topic, sealed.state)
    except Refusal as error:
        return f"its payload cannot be read: {error}"
    upon = said.target if isinstance(said, Act) else None
    brings = said.brought.id if isinstance(said, Act) and said.brought else None
    keys = subject_keys(subjects_of(said))
    if isinstance(said, Claim) and said.occurrence != envelope.stream:
        return "its stream is not that of its occurrence"
    told = (envelope.identity, envelope.upon, envelope.brings, envelope.subjects)
    fits = told == (said.id, upon, brings, keys)
    return None if fits else "its envelope does not fit its payload"


def _check_subtrees(
    connection: Connection, walked: Walk, complete: Iterable[tuple[int, int, bytes]]
) -> None:
    for level, number, root in complete:
        stored = connection.execute(
            select(log_subtrees.c.root).where(
                log_subtrees.c.level == level, log_subtrees.c.number == number
            )
        ).scalar()
        if stored is None or bytes(stored) != root:
            first = (number << level) + 1
            what = f"the tree kept over positions {first} to {first - 1 + (1 << level)} is another"
            walked.findings.add(None, what)


def _check_signed(walked: Walk) -> None:
    for name, checkpoint in walked.signed.get(walked.tree.size, ()):
        if checkpoint.root != walked.tree.root():
            walked.findings.add(None, f"the events before it are not those that {name} signed")


def _chain(walked: Walk, sealed: Sealed) -> None:
    for key in (*sealed.envelope.subjects, subject_key(stream_subject(sealed.envelope.stream))):
        count, head, places = walked.subjects.get(key, (0, EMPTY_CHAIN, EMPTY_CHAIN))
        places = placed(places, count + 1, sealed.envelope.position)
        walked.subjects[key] = (count + 1, chained(head, sealed.leaf), places)


def _buckets(walked: Walk) -> Mapping[int, bytes]:
    """The hashes of the buckets that the walk gathered so far."""
    entries: dict[int, list[Commitment]] = {}
    for key, (count, head, _) in walked.subjects.items():
        entries.setdefault(bucket_of(key), []).append(Commitment(key, count, head))
    return {number: bucket_hash(each) for number, each in entries.items()}


def placed(places: bytes, number: int, position: int) -> bytes:
    """The hash of a subject's positions with one more, its event of a number."""
    return chained(places, f"{number} {position}".encode())


def _note_redaction(walked: Walk, sealed: Sealed) -> None:
    envelope = sealed.envelope
    if envelope.topic == REDACTS and envelope.upon is not None:
        walked.redacted.add(envelope.upon)
    if not sealed.state:
        walked.emptied[envelope.position] = {envelope.identity or "", envelope.brings or ""}


def _check_head(walked: Walk, head: Head) -> None:
    for missing in range(walked.tree.size + 1, head.position + 1):
        walked.findings.add(missing, "it is missing")
        walked.tree.add([bytes(32)])
    if (head.tree or b"") != walked.tree.stored():
        walked.findings.add(None, "the tree kept at the log's head is another")
    if head.recorded_at != walked.recorded_at and walked.findings.first_position is None:
        walked.findings.add(head.position, "the log's head has another time than the last event")
    for size in walked.signed:
        if size > head.position:
            for name, _ in walked.signed[size]:
                walked.findings.add(
                    head.position + 1, f"{name} covers {size} events, the log has fewer"
                )
