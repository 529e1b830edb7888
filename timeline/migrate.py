"""Brings the schema of a database to a revision, and grants the service its rights."""

from pathlib import Path
from typing import Literal

from alembic import command, op
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, func, select, text

from .database import SERVICE_ROLE, open_engine, writing

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"

Right = Literal["SELECT", "INSERT", "UPDATE", "DELETE"]

# Two databases of one cluster may create the role at the same time: the later transaction waits for the
# earlier one and then meets its row, which is a unique_violation and not a duplicate_object.
_CREATE_ROLE = """
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = {name}) THEN
        CREATE ROLE {role} NOLOGIN;
    END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$
"""
_JOIN_ROLE = """
DO $$
BEGIN
    IF NOT pg_has_role({name}, 'MEMBER') THEN
        GRANT {role} TO CURRENT_USER;
    END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$
"""


def migrate(url: str | URL, revision: str = "head", role: str = SERVICE_ROLE) -> None:
    """Brings the schema to a revision in one transaction; a second call at the same time waits for the first."""
    engine = open_engine(url, role=None)
    try:
        with writing(engine) as connection:
            command.upgrade(configuration(connection, role), revision)
    finally:
        engine.dispose()


def is_ready(connection: Connection) -> bool:
    """Whether the schema is at the last revision, or at one that a later release added."""
    current = MigrationContext.configure(connection).get_current_revision()
    script = ScriptDirectory(str(MIGRATIONS))
    known = {each.revision for each in script.walk_revisions()}
    return current == script.get_current_head() or current not in {None, *known}


def configuration(connection: Connection, role: str = SERVICE_ROLE) -> Config:
    """What Alembic needs to work on an open transaction; migrations/env.py reads it."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    config.attributes["role"] = role
    return config


def create_service_role() -> None:
    """Within a revision: creates the service role if it is missing and joins it. Does nothing on SQLite."""
    connection = op.get_bind()
    if connection.dialect.name != "postgresql":
        return
    role = _service_role()
    quoted = connection.dialect.identifier_preparer.quote(role)
    name = connection.scalar(select(func.quote_literal(role)))
    for statement in (_CREATE_ROLE, _JOIN_ROLE):
        connection.exec_driver_sql(statement.format(role=quoted, name=name))


def grant(table: str, *rights: Right) -> None:
    """Within a revision: grants the service role rights on a table. Does nothing on SQLite."""
    connection = op.get_bind()
    if connection.dialect.name != "postgresql":
        return
    quote = connection.dialect.identifier_preparer.quote
    op.execute(text(f"GRANT {', '.join(rights)} ON {quote(table)} TO {quote(_service_role())}"))


def grant_function(signature: str) -> None:
    """Within a revision: lets the service role call a function. Does nothing on SQLite."""
    connection = op.get_bind()
    if connection.dialect.name != "postgresql":
        return
    quote = connection.dialect.identifier_preparer.quote
    op.execute(text(f"GRANT EXECUTE ON FUNCTION {signature} TO {quote(_service_role())}"))


def _service_role() -> str:
    config = op.get_context().config
    assert config is not None
    return str(config.attributes["role"])
