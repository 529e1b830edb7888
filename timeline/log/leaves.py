"""Events with the envelopes that their leaves stand for, as proofs and audits read them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from projections import KEY_BYTES, Envelope, payload_hash

from .selection import chunks
from .tables import log_events

_row = log_events.c
_SEALED = select(
    *(_row.position, _row.recorded_at, _row.stream, _row.version, _row.topic),
    *(_row.identity, _row.upon, _row.brings, _row.subjects, _row.seal, _row.state, _row.leaf),
).order_by(_row.position)
_AT = _SEALED.where(_row.position.in_(bindparam("asked", expanding=True)))
_AFTER = _SEALED.where(_row.position > bindparam("after")).limit(bindparam("many"))
_NAME: tuple[type | tuple[type, ...], object] = ((str, type(None)), None)
_TYPES: tuple[tuple[type | tuple[type, ...], Any], ...] = (
    *((int, 0), (int, 0), (str, ""), (int, 0), (str, "")),
    *(_NAME, _NAME, _NAME, (bytes, b""), (bytes, b""), (bytes, b""), (bytes, b"")),
)
"""What each column holds, and what stands in for anything else, which SQLite would keep."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """An event's envelope made from its row, its payload with the salt (empty and None once redacted).

    `leaf` is the hash the row holds, which is that of the envelope unless somebody changed the row;
    `whole` is whether the row has all that an append gives it.
    """

    envelope: Envelope
    state: bytes
    salt: bytes | None
    leaf: bytes
    whole: bool = True


def sealed_at(connection: Connection, positions: Iterable[int]) -> dict[int, Sealed]:
    """The events at some positions."""
    return {
        row.position: _sealed(row)
        for chunk in chunks(sorted(positions))
        for row in connection.execute(_AT, {"asked": chunk})
    }


def sealed_after(connection: Connection, after: int, limit: int) -> list[Sealed]:
    """The events that follow a position, in the order of their positions."""
    rows = connection.execute(_AFTER, {"after": after, "many": limit})
    return [_sealed(row) for row in rows]


def _sealed(row: Row[*tuple[Any, ...]]) -> Sealed:
    fits = [isinstance(value, types) for value, (types, _) in zip(row, _TYPES, strict=True)]
    filled = [
        value if fit else blank for value, fit, (_, blank) in zip(row, fits, _TYPES, strict=True)
    ]
    position, recorded_at, stream, version, topic, identity, upon, brings = filled[:8]
    subjects, seal, state, leaf = filled[8:]
    keys = tuple(subjects[at : at + KEY_BYTES] for at in range(0, len(subjects), KEY_BYTES))
    hashed = payload_hash(seal, state) if state else seal
    marks = (identity, upon, brings, keys, hashed)
    envelope = Envelope(position, recorded_at, stream, version, topic, *marks)
    return Sealed(envelope, state, seal if state else None, leaf, all(fits))
