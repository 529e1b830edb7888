"""Checkpoints: the last position each named reader of the log has dealt with."""

from sqlalchemy import Connection, select, text

from .tables import log_tracking

_ADVANCE = text(
    "INSERT INTO log_tracking (name, position) VALUES (:name, :position)"
    " ON CONFLICT (name) DO UPDATE SET position = excluded.position"
    " WHERE log_tracking.position < excluded.position"
    " RETURNING position"
)


def checkpoint(connection: Connection, name: str) -> int | None:
    """The position the reader has come to, or None if it never came to one."""
    statement = select(log_tracking.c.position).where(log_tracking.c.name == name)
    return connection.execute(statement).scalar()


def advance(connection: Connection, name: str, position: int) -> bool:
    """Moves a checkpoint forward; False, and nothing moved, where it is already there or beyond."""
    return connection.execute(_ADVANCE, {"name": name, "position": position}).first() is not None
