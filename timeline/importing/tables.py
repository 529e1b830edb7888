"""The three tables of imports: copies seen, the rows of the last copy, and vendors that may be one."""

from sqlalchemy import Column, Index, Table

from ..tables_base import WHOLE, WORD, metadata

# profile      the name of the profile the copies were read by; each has a life of its own
# observed     when the copy was taken, microseconds since 1970 in UTC
# outcome      begun (the first copy, while its rows are recorded), imported, quarantined
import_copies = Table(
    "import_copies",
    metadata,
    Column("profile", WORD, primary_key=True),
    Column("observed", WHOLE, primary_key=True, autoincrement=False),
    Column("sha256", WORD, primary_key=True),
    Column("published", WORD, nullable=False),
    Column("rows", WHOLE, nullable=False),
    Column("outcome", WORD, nullable=False),
    Column("reason", WORD, nullable=False),
)

# row          the hash of what identifies the row; nth counts rows, and lives, that have it in common
# fingerprint  the hash of all its fields
# present      1 while the row is in the last copy, 0 since it vanished
# said         JSON: what was recorded of it; empty for a row that was left out, so that it holds no words
import_rows = Table(
    "import_rows",
    metadata,
    Column("profile", WORD, primary_key=True),
    Column("row", WORD, primary_key=True),
    Column("nth", WHOLE, primary_key=True, autoincrement=False),
    Column("list", WORD, nullable=False),
    Column("fingerprint", WORD, nullable=False),
    Column("present", WHOLE, nullable=False),
    Column("occurrence", WORD, nullable=False),
    Column("vendor", WORD, nullable=False),
    Column("said", WORD, nullable=False),
    Index(None, "list", "row"),
)

import_candidates = Table(
    "import_candidates",
    metadata,
    Column("vendor", WORD, primary_key=True),
    Column("into", WORD, primary_key=True),
    Column("name", WORD, nullable=False),
    Column("near", WORD, nullable=False),
    Column("list", WORD, nullable=False),
    Column("decided", WORD, nullable=False),
)
