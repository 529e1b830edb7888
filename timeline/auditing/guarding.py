"""The guards of the log: the triggers and rights that refuse every change, as the migrations made them."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, text

from ..database import open_engine, reading
from ..migrate import migrate
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
    """Find each guard that is gone, switched off or another."""
    if connection.dialect.name == "sqlite":
        there = _triggers(connection)
        for name, made in _made_by_migrations().items():
            if there.get(name) != made:
                findings.add(None, f"the trigger {name} is not in place")
        return
    enabled = {(table, name) for table, name in connection.execute(_POSTGRESQL)}
    for table, names in TRIGGERS.items():
        for name in names:
            if (table, name) not in enabled:
                findings.add(None, f"the trigger {name} is not in place")
    for table in WRITTEN_ONCE:
        for right in ("UPDATE", "DELETE", "TRUNCATE"):
            if connection.scalar(_RIGHT, {"table": table, "right": right}):
                findings.add(None, f"this role has the right to {right} {table}")


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
