"""The three tables of captures: their bytes, their retrievals, and what was found of the quotes."""

from sqlalchemy import Column, Index, LargeBinary, Table

from ..tables_base import WHOLE, WORD, metadata

# sha256   of the bytes, in hexadecimal
# body     NULL where the bytes are kept in a directory
capture_bodies = Table(
    "capture_bodies",
    metadata,
    Column("sha256", WORD, primary_key=True),
    Column("size", WHOLE, nullable=False),
    Column("body", LargeBinary, nullable=True),
)

# One row for each retrieval.
# url            '' where nobody said from where
# retrieved_at   microseconds since 1970-01-01T00:00Z
captures = Table(
    "captures",
    metadata,
    Column("sha256", WORD, primary_key=True),
    Column("retrieved_at", WHOLE, primary_key=True, autoincrement=False),
    Column("url", WORD, primary_key=True),
    Column("media_type", WORD, primary_key=True),
)

# One row for each recorded citation that names a sha256; nothing of its words is kept here.
# claim        the id of the claim, or of the act whose own citation it is
# place        0 is the citation itself, 1 the one it relies on, and so on
# checked_at   NULL while the bytes are not captured
quote_findings = Table(
    "quote_findings",
    metadata,
    Column("claim", WORD, primary_key=True),
    Column("place", WHOLE, primary_key=True, autoincrement=False),
    Column("sha256", WORD, nullable=False),
    Column("outcome", WORD, nullable=False),
    Column("checked_at", WHOLE, nullable=True),
    Index(None, "sha256"),
)
