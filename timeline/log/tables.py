"""The tables of the log: its events, its head, the tree over them, and how far each reader has come."""

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
# seal         the salt of the payload's hash, 16 bytes; once the payload is gone, that hash itself, 32 bytes
# leaf         the hash of the envelope, which holds all of the above but state, seal and leaf themselves
# subjects     the keys of what the event is about, 16 bytes each, in order
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
    Column("seal", LargeBinary, nullable=True),
    Column("leaf", LargeBinary, nullable=True),
    Column("subjects", LargeBinary, nullable=True),
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
    Column("tree", LargeBinary, nullable=True),
    CheckConstraint("one = 1", name="one_row"),
)

# Roots of the complete subtrees of 2**level leaves, for levels 8, 16, 24 ...; a row is written once.
log_subtrees = Table(
    "log_subtrees",
    metadata,
    Column("level", WHOLE, primary_key=True, autoincrement=False),
    Column("number", WHOLE, primary_key=True, autoincrement=False),
    Column("root", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

log_tracking = Table(
    "log_tracking",
    metadata,
    Column("name", WORD, primary_key=True),
    Column("position", WHOLE, nullable=False),
)
