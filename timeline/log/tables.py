"""The three tables of the log: its events, its head, and how far each reader has come."""

from sqlalchemy import CheckConstraint, Column, Index, LargeBinary, Table, UniqueConstraint, text

from ..tables_base import WHOLE, WORD, metadata

# The storage format. A row is written once: triggers refuse UPDATE, DELETE and TRUNCATE.
# position     1, 2, 3 ... without gaps, in the order of commit
# stream       the occurrence the claim speaks of; version counts 1, 2, 3 ... within it
# topic        the permanent name of the kind; state is the canonical JSON of the claim
# recorded_at  microseconds since 1970-01-01T00:00Z; it grows from each commit to the next
# identity     the id of the claim or act; NULL for an event that came through the recorder alone
# upon         what an act is upon; brings is the id of the claim an act brings in
# state        empty once an act payload-redacted is upon the event, and only then
log_events = Table(
    "log_events",
    metadata,
    Column("position", WHOLE, primary_key=True, autoincrement=False),
    Column("stream", WORD, nullable=False),
    Column("version", WHOLE, nullable=False),
    Column("topic", WORD, nullable=False),
    Column("state", LargeBinary, nullable=False),
    Column("recorded_at", WHOLE, nullable=False),
    Column("identity", WORD, nullable=True),
    Column("upon", WORD, nullable=True),
    Column("brings", WORD, nullable=True),
    UniqueConstraint("stream", "version"),
    UniqueConstraint("identity"),
    Index(None, "recorded_at", "position"),
    Index(
        None,
        "upon",
        sqlite_where=text("upon IS NOT NULL"),
        postgresql_where=text("upon IS NOT NULL"),
    ),
    Index(
        None,
        "brings",
        sqlite_where=text("brings IS NOT NULL"),
        postgresql_where=text("brings IS NOT NULL"),
    ),
)

log_head = Table(
    "log_head",
    metadata,
    Column("one", WHOLE, primary_key=True, autoincrement=False),
    Column("position", WHOLE, nullable=False),
    Column("recorded_at", WHOLE, nullable=False),
    CheckConstraint("one = 1", name="one_row"),
)

log_tracking = Table(
    "log_tracking",
    metadata,
    Column("name", WORD, primary_key=True),
    Column("position", WHOLE, nullable=False),
)
