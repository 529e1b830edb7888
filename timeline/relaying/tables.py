"""The table of relays: how far each has published."""

from sqlalchemy import Column, Table

from ..tables_base import WHOLE, WORD, metadata

# position     the last one the broker confirmed, or that was left out by choice
# moved_at     when it came there, microseconds since 1970 in UTC
relays = Table(
    "relays",
    metadata,
    Column("name", WORD, primary_key=True),
    Column("position", WHOLE, nullable=False),
    Column("moved_at", WHOLE, nullable=False),
)
