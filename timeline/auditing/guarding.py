"""The guards of the log: the triggers and rights that refuse every change, as the migrations made them."""

from collections.abc import Set as AbstractSet
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, text

from ..database import open_engine, reading
from ..migrate import migrate
from ..tables_base import metadata
from .findings import Findings

WRITTEN_ONCE = ("log_events", "log_subtrees", "checkpoints")
_SQLITE = text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
_POSTGRESQL = text(
    "SELECT tgrelid::regclass::text, tgname FROM pg_trigger"
    " WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')"
)
_RIGHT = text("SELECT has_table_privilege(:table, :right)")
TRIGGERS = {
    "log_events": ("log_events_append_only", "log_events_no_update", "log_events_redact"),
    "log_subtrees": ("log_subtrees_append_only",),
    "checkpoints": ("checkpoints_append_only",),
}
"""The triggers on PostgreSQL, by table."""


def check_guards(connection: Connection, findings: Findings) -> None:
    """Find each guard that is gone, switched off or another, and each trigger that is none."""
    if connection.dialect.name == "sqlite":
        there, made = _triggers(connection), _made_by_migrations()
        right = {name for name in made if there.get(name) == made[name]}
        _compare(there.keys(), made.keys(), right, findings)
        return
    enabled = {tuple(row) for row in connection.execute(_POSTGRESQL) if row[0] in metadata.tables}
    known = {(table, name) for table, names in TRIGGERS.items() for name in names}
    there_names, known_names, right_names = (
        {str(name) for _, name in each} for each in (enabled, known, enabled & known)
    )
    _compare(there_names, known_names, right_names, findings)
    for table in WRITTEN_ONCE:
        for right_to in ("UPDATE", "DELETE", "TRUNCATE"):
            if connection.scalar(_RIGHT, {"table": table, "right": right_to}):
                findings.add(None, f"this role has the right to {right_to} {table}")


def _compare(
    there: AbstractSet[str], made: AbstractSet[str], right: AbstractSet[str], findings: Findings
) -> None:
    """Of the triggers that are there and those that were made, find what is not right or was not made."""
    for name in sorted(made - right):
        findings.add(None, f"the trigger {name} is not in place")
    for name in sorted(there - made):
        findings.add(None, f"the trigger {name} does not belong in the database")


def _triggers(connection: Connection) -> dict[str, str]:
    return {row.name: row.sql for row in connection.execute(_SQLITE)}


@cache
def _made_by_migrations() -> dict[str, str]:
    with TemporaryDirectory(prefix="timeline-audit-") as folder:
        url = f"sqlite:///{Path(folder) / 'empty.db'}"
        migrate(url)
        engine = open_engine(url)
        try:
            with reading(engine) as connection:
                return _triggers(connection)
        finally:
            engine.dispose()
