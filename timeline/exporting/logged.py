"""The log and its claims as rows, read in the order of positions."""

from collections.abc import Iterator, Sequence

from events import ACTS, ActEvent, Claim, Entry, Event, Redacted, read_said

from ..log import Sealed, sealed_after, sealed_at
from .claim_rows import CLAIM_COLUMNS, claim_row, redacted_row
from .columns import Row, a_word, flag, instant, text, whole
from .extent import Extent
from .table import Batch, Table

MANY = 1_000
"""How many events are read at once."""

EVENT_COLUMNS = (
    whole("position", "the place in the log, from 1"),
    instant("recorded_at", "when the log took it"),
    text("stream", "the occurrence it is about, or `vendor:` and a vendor"),
    whole("version", "the place in its stream, from 1"),
    text("kind", "the kind of the claim, or the name of the act"),
    text("said", "claim or act"),
    text("id", "the id of the claim or act"),
    text("upon", "what an act is upon"),
    text("brings", "the id of the claim that an act brings in"),
    flag("redacted", "whether the words were removed for good"),
    text("payload", "what was said, as canonical JSON (RFC 8785); null once redacted"),
    text("salt", "of the payload's hash, in hexadecimal; null once redacted"),
    text("payload_hash", "SHA-256 of salt and payload, in hexadecimal"),
    text("subjects", "the keys of what it is about, in hexadecimal, parted by spaces"),
    text("leaf", "the hash of its leaf in the log's tree, in hexadecimal"),
)


def read_log(extent: Extent, wanted: frozenset[str]) -> Iterator[Batch]:
    """The rows of `events` and `claims`; first those that were redacted since, then those that are new."""
    connection = extent.snapshot.connection
    for start in range(0, len(extent.redacted), MANY):
        again = sealed_at(connection, extent.redacted[start : start + MANY])
        yield _batch(extent, [again[position] for position in sorted(again)], wanted)
    after = extent.since
    while after < extent.position:
        found = sealed_after(connection, after, min(MANY, extent.position - after))
        after = found[-1].envelope.position
        yield _batch(extent, found, wanted)


def _batch(extent: Extent, found: Sequence[Sealed], wanted: frozenset[str]) -> Batch:
    batch: dict[str, list[Row]] = {}
    if "events" in wanted:
        batch["events"] = [_event_row(each) for each in found]
    if "claims" in wanted:
        rows = (_claim_row(extent, each) for each in found)
        batch["claims"] = [row for row in rows if row is not None]
    return batch


def _event_row(sealed: Sealed) -> Row:
    said = sealed.envelope
    return (
        *(said.position, said.recorded_at, said.stream, said.version, said.topic),
        "act" if said.topic in ACTS else "claim",
        *(said.identity, said.upon, said.brings, not sealed.state),
        sealed.state.decode() if sealed.state else None,
        None if sealed.salt is None else sealed.salt.hex(),
        said.payload.hex(),
        a_word(" ".join(key.hex() for key in said.subjects)),
        sealed.leaf.hex(),
    )


def _claim_row(extent: Extent, sealed: Sealed) -> Row | None:
    """The claim that was recorded, or that an act brings in; None where there is none."""
    envelope = sealed.envelope
    if not sealed.state:
        act = ACTS.get(envelope.topic)
        if act is None:
            return redacted_row(envelope, envelope.topic, envelope.identity, None)
        if act.does in ("adds", "replaces"):
            return redacted_row(envelope, None, envelope.brings, envelope.identity)
        return None
    entry = entry_of(sealed)
    if isinstance(entry, Event):
        return claim_row(entry, None)
    if not isinstance(entry, ActEvent) or entry.act.does not in ("adds", "replaces"):
        return None
    target = entry.act.brought or _told(extent, entry.act.target)
    if target is None:
        return redacted_row(envelope, None, None, entry.act.id)
    event = entry.brings(target)
    return None if event is None else claim_row(event, entry.act.id)


def _told(extent: Extent, name: str) -> Claim | None:
    """The claim of a name, as it was recorded or as an act brought it in; None where its words are gone."""
    found = extent.snapshot.log.by_id(extent.snapshot.connection, name)
    if isinstance(found, Event):
        return found.claim
    return found.act.brought if isinstance(found, ActEvent) else None


def entry_of(sealed: Sealed) -> Entry:
    """The event that a row of the log holds."""
    said = sealed.envelope
    place = (said.position, said.recorded_at)
    if not sealed.state:
        return Redacted(*place, said.identity or "", said.topic, said.stream, said.upon)
    told = read_said(said.topic, sealed.state)
    return Event(*place, told) if isinstance(told, Claim) else ActEvent(*place, told, said.stream)


EVENTS = Table(
    "events",
    "the log, an event a row",
    "by-key",
    ("position",),
    EVENT_COLUMNS,
    read_log,
    ranged=True,
)
CLAIMS = Table(
    "claims",
    "what was said, a claim a row",
    "by-key",
    ("position",),
    CLAIM_COLUMNS,
    read_log,
    ranged=True,
)
