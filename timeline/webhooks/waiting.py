"""What is told of a delivery that has not arrived, and of its last attempt."""

from typing import Any

from sqlalchemy import Connection, Row, select

from events import instant_text

from .tables import webhook_deliveries


def first_waiting(connection: Connection, endpoint: str) -> Row[Any] | None:
    """The delivery that is to arrive before any other of an endpoint."""
    table = webhook_deliveries
    return connection.execute(
        select(table)
        .where(table.c.endpoint == endpoint, table.c.dead == 0)
        .order_by(table.c.number)
        .limit(1)
    ).first()


def delivery_shape(row: Row[Any]) -> dict[str, Any]:
    """A delivery and what came of its last attempt; `tried_at` and `why` are null before the first."""
    return {
        "number": row.number,
        "webhook_id": row.message,
        "about": {"position" if row.sort == "event" else "change": row.about},
        "attempts": row.attempts,
        "why": row.why or None,
        "tried_at": instant_text(row.tried_at) if row.tried_at else None,
    }


def waiting_shape(row: Row[Any]) -> dict[str, Any]:
    """A delivery that has not arrived yet; `next_at` is null where it is tried as soon as can be."""
    return {**delivery_shape(row), "next_at": instant_text(row.next_at) if row.next_at else None}
