"""An attempt that failed: why, and when, in the one word that is stored of it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select

from events import Instant, instant_text

from .tables import webhook_deliveries


@dataclass(frozen=True, slots=True)
class Failed:
    """Why an attempt failed, in a few words, and when it was made; nothing of what was answered."""

    why: str
    at: Instant | None

    def stored(self) -> str:
        """The form that is stored: the words, a tab, and the instant."""
        return f"{self.why}\t{self.at}"

    @classmethod
    def read(cls, text: str) -> "Failed":
        """What was stored, at first without the instant."""
        why, tab, at = text.partition("\t")
        return cls(why, int(at) if tab else None)


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
    failed = Failed.read(row.why) if row.why else None
    return {
        "number": row.number,
        "webhook_id": row.message,
        "about": {"position" if row.sort == "event" else "change": row.about},
        "attempts": row.attempts,
        "why": failed and failed.why,
        "tried_at": instant_text(failed.at) if failed and failed.at else None,
    }


def waiting_shape(row: Row[Any]) -> dict[str, Any]:
    """A delivery that has not arrived yet; `next_at` is null where it is tried as soon as can be."""
    return {**delivery_shape(row), "next_at": instant_text(row.next_at) if row.next_at else None}
