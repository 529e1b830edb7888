"""Sealing a log that was recorded before its events had leaves: salts, leaves and the tree over them."""

from secrets import token_bytes

from sqlalchemy import Connection, bindparam, insert, select, update

from events import read_said
from projections import SALT_BYTES, Envelope, Frontier, payload_hash, subject_keys, subjects_of

from .tables import log_events, log_head, log_subtrees

BATCH = 1_000

_row = log_events.c
_AFTER = (
    select(
        *(_row.position, _row.recorded_at, _row.stream, _row.version, _row.topic),
        *(_row.identity, _row.upon, _row.brings, _row.state),
    )
    .where(_row.position > bindparam("after"))
    .order_by(_row.position)
    .limit(BATCH)
)
_SEAL = (
    update(log_events)
    .where(_row.position == bindparam("at"))
    .values(seal=bindparam("new_seal"), leaf=bindparam("new_leaf"), subjects=bindparam("keys"))
)


def seal_all(connection: Connection) -> None:
    """Give every event its seal and leaf, and the head its tree, as an append would have.

    A payload that was redacted before has a random hash, which nobody can open; it is about its stream alone.
    """
    tree = Frontier()
    while rows := connection.execute(_AFTER, {"after": tree.size}).all():
        sealed, leaves = [], []
        for row in rows:
            salt = token_bytes(SALT_BYTES)
            keys: tuple[bytes, ...] = ()
            hashed = payload_hash(salt, row.state) if row.state else token_bytes(32)
            if row.state and row.identity:
                names = subjects_of(read_said(row.topic, row.state))
                keys = subject_keys(names)
            envelope = Envelope(*row[:8], keys, hashed)
            leaves.append(envelope.leaf())
            seal = salt if row.state else hashed
            sealed.append(
                {
                    "at": row.position,
                    "new_seal": seal,
                    "new_leaf": leaves[-1],
                    "keys": b"".join(keys),
                }
            )
        connection.execute(_SEAL, sealed)
        complete = [
            {"level": each[0], "number": each[1], "root": each[2]} for each in tree.add(leaves)
        ]
        if complete:
            connection.execute(insert(log_subtrees), complete)
    connection.execute(update(log_head).values(tree=tree.stored()))
