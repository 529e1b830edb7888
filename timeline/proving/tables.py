"""The tables of proofs: the checkpoints issued, and the map of subjects as it stands at the last of them."""

from sqlalchemy import Column, LargeBinary, Table, Text

from ..tables_base import WHOLE, metadata

# size       the leaves it covers; note is the signed note, as it was given out; made_at is the log's clock
checkpoints = Table(
    "checkpoints",
    metadata,
    Column("size", WHOLE, primary_key=True, autoincrement=False),
    Column("note", Text, nullable=False),
    Column("made_at", WHOLE, nullable=False),
)

# The three below move in the transaction that makes a checkpoint, and only there.
subject_heads = Table(
    "subject_heads",
    metadata,
    Column("key", LargeBinary, primary_key=True),
    Column("count", WHOLE, nullable=False),
    Column("head", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

subject_events = Table(
    "subject_events",
    metadata,
    Column("key", LargeBinary, primary_key=True),
    Column("number", WHOLE, primary_key=True, autoincrement=False),
    Column("position", WHOLE, nullable=False),
    sqlite_with_rowid=False,
)

subject_buckets = Table(
    "subject_buckets",
    metadata,
    Column("number", WHOLE, primary_key=True, autoincrement=False),
    Column("hash", LargeBinary, nullable=False),
)
