"""Alembic's entry: runs revisions on the transaction that timeline.migrate opened."""

from typing import TYPE_CHECKING

from alembic import context
from sqlalchemy import text

import timeline.log  # noqa: F401  (describes its tables in the metadata)
from timeline.tables_base import metadata

if TYPE_CHECKING:
    from sqlalchemy import Connection

LOCK_TIMEOUT = "10s"
STATEMENT_TIMEOUT = "10min"
MIGRATION_LOCK = 7_401_001
"""The advisory lock that lets one migration run at a time; any number nobody else uses."""

connection: "Connection" = context.config.attributes["connection"]

if connection.dialect.name == "postgresql":
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MIGRATION_LOCK})
    connection.execute(text(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'"))
    connection.execute(text(f"SET LOCAL statement_timeout = '{STATEMENT_TIMEOUT}'"))

context.configure(connection=connection, target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
