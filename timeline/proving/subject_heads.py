"""The map of subjects in the database: brought up to a position, and shown bucket by bucket."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from projections import (
    KEY_BYTES,
    Commitment,
    bucket_hash,
    bucket_of,
    chained,
    map_root,
    path_to,
    stream_subject,
    subject_key,
)

from ..log import log_events
from .tables import subject_buckets, subject_events, subject_heads

BATCH = 2_000
CHUNK = 500
EMPTY_CHAIN = bytes(32)

_row = log_events.c
_LEAVES = (
    select(_row.position, _row.leaf, _row.stream, _row.subjects)
    .where(_row.position > bindparam("after"), _row.position <= bindparam("upto"))
    .order_by(_row.position)
    .limit(BATCH)
)
_HEADS = select(subject_heads).where(subject_heads.c.key.in_(bindparam("keys", expanding=True)))
_BUCKET = (
    select(subject_heads)
    .where(subject_heads.c.key >= bindparam("first"), subject_heads.c.key < bindparam("after"))
    .order_by(subject_heads.c.key)
)
_LAST_BUCKET = (
    select(subject_heads)
    .where(subject_heads.c.key >= bindparam("first"))
    .order_by(subject_heads.c.key)
)
_POSITIONS = (
    select(subject_events.c.position)
    .where(subject_events.c.key == bindparam("key"))
    .order_by(subject_events.c.number)
)


def keys_of(stream: str, subjects: bytes) -> list[bytes]:
    """The keys of an event: those in its row, and that of its stream."""
    stored = [subjects[at : at + KEY_BYTES] for at in range(0, len(subjects), KEY_BYTES)]
    return [*stored, subject_key(stream_subject(stream))]


def advance(connection: Connection, after: int, upto: int) -> set[int]:
    """Take in the events after one position up to another; returns the buckets whose hashes are to be made.

    The caller holds what keeps others from doing the same.
    """
    touched: set[int] = set()
    while rows := connection.execute(_LEAVES, {"after": after, "upto": upto}).all():
        touched |= _take_in(connection, rows)
        after = rows[-1].position
    return touched


def hashed(connection: Connection, touched: set[int] | None) -> bytes:
    """Hash the buckets touched, or every one where that is not known; returns the root of the map."""
    if touched is None:
        touched = {bucket_of(bytes(key)) for key in connection.scalars(select(subject_heads.c.key))}
    told = [
        {"number": number, "hash": bucket_hash(bucket(connection, number))}
        for number in sorted(touched)
    ]
    if told:
        _upsert(connection, "subject_buckets", *told)
    return map_root(buckets(connection))


def _take_in(connection: Connection, rows: Sequence[Row[Any, Any, Any, Any]]) -> set[int]:
    by_key: dict[bytes, list[tuple[int, bytes]]] = {}
    for position, leaf, stream, subjects in rows:
        for key in keys_of(stream, subjects):
            by_key.setdefault(key, []).append((position, leaf))
    known = heads(connection, by_key)
    moved, entries = [], []
    for key, told in by_key.items():
        found = known.get(key)
        count, head = (found.count, found.head) if found else (0, EMPTY_CHAIN)
        for position, leaf in told:
            count, head = count + 1, chained(head, leaf)
            entries.append({"key": key, "number": count, "position": position})
        moved.append({"key": key, "count": count, "head": head})
    connection.execute(subject_events.insert(), entries)
    _upsert(connection, "subject_heads", *moved)
    return {bucket_of(key) for key in by_key}


def heads(connection: Connection, keys: Iterable[bytes]) -> dict[bytes, Commitment]:
    """What the map holds of some keys."""
    wanted = sorted(keys)
    return {
        bytes(key): Commitment(bytes(key), count, bytes(head))
        for start in range(0, len(wanted), CHUNK)
        for key, count, head in connection.execute(_HEADS, {"keys": wanted[start : start + CHUNK]})
    }


def every(connection: Connection) -> Iterator[tuple[bytes, int, bytes]]:
    """Every subject's key, number of events and head."""
    for row in connection.execute(select(subject_heads)):
        yield row[0], row[1], row[2]


def bucket(connection: Connection, number: int) -> list[Commitment]:
    """The entries of a bucket in the order of their keys."""
    first, after = number.to_bytes(2), (number + 1).to_bytes(3)[1:]
    # The last bucket has none after it.
    statement = _BUCKET if any(after) else _LAST_BUCKET
    asked = {"first": first, "after": after} if any(after) else {"first": first}
    rows = connection.execute(statement, asked)
    return [Commitment(bytes(key), count, bytes(head)) for key, count, head in rows]


def buckets(connection: Connection) -> dict[int, bytes]:
    """The hash of every bucket that is not empty."""
    return {row.number: row.hash for row in connection.execute(select(subject_buckets))}


def paths(connection: Connection, numbers: Iterable[int]) -> dict[int, list[bytes]]:
    """The path to the root from each of some buckets."""
    return path_to(buckets(connection), numbers)


def positions(connection: Connection, key: bytes) -> list[int]:
    """The positions of the events of a subject, in order."""
    return list(connection.execute(_POSITIONS, {"key": key}).scalars())


def _upsert(connection: Connection, table: str, *rows: dict[str, object]) -> None:
    target = {"subject_heads": subject_heads, "subject_buckets": subject_buckets}[table]
    make = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    statement = make(target)
    key, *rest = target.c
    changed = {column.name: statement.excluded[column.name] for column in rest}
    connection.execute(statement.on_conflict_do_update(index_elements=[key], set_=changed), rows)
