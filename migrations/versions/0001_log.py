"""The tables of the log, what keeps its events as they are, and the rights of the service."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from timeline.migrate import create_service_role, grant

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WORD = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")

# INSERT OR REPLACE deletes the row it replaces without firing a DELETE trigger, so the INSERT is refused.
SQLITE_GUARDS = (
    """
    CREATE TRIGGER log_events_next BEFORE INSERT ON log_events
    WHEN NEW.position <> (SELECT coalesce(max(position), 0) + 1 FROM log_events)
    BEGIN SELECT RAISE(ABORT, 'log_events is append-only: not the next position'); END
    """,
    """
    CREATE TRIGGER log_events_once BEFORE INSERT ON log_events
    WHEN EXISTS (SELECT 1 FROM log_events WHERE stream = NEW.stream AND version = NEW.version)
      OR EXISTS (SELECT 1 FROM log_events WHERE identity = NEW.identity)
    BEGIN SELECT RAISE(ABORT, 'log_events is append-only: already recorded'); END
    """,
    """
    CREATE TRIGGER log_events_no_update BEFORE UPDATE ON log_events
    BEGIN SELECT RAISE(ABORT, 'log_events is append-only: no UPDATE'); END
    """,
    """
    CREATE TRIGGER log_events_no_delete BEFORE DELETE ON log_events
    BEGIN SELECT RAISE(ABORT, 'log_events is append-only: no DELETE'); END
    """,
)

POSTGRESQL_GUARDS = (
    """
    CREATE FUNCTION log_events_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'log_events is append-only: no %', TG_OP
            USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    """
    CREATE TRIGGER log_events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON log_events
    FOR EACH STATEMENT EXECUTE FUNCTION log_events_refuse()
    """,
)


def upgrade() -> None:
    create_tables()
    op.execute("INSERT INTO log_head (one, position, recorded_at) VALUES (1, 0, 0)")
    postgresql_here = op.get_bind().dialect.name == "postgresql"
    for guard in POSTGRESQL_GUARDS if postgresql_here else SQLITE_GUARDS:
        op.execute(guard)
    create_service_role()
    grant("log_events", "SELECT", "INSERT")
    grant("log_head", "SELECT", "UPDATE")
    grant("log_tracking", "SELECT", "INSERT", "UPDATE", "DELETE")
    grant("alembic_version", "SELECT")


def create_tables() -> None:
    op.create_table(
        "log_events",
        sa.Column("position", WHOLE, autoincrement=False, nullable=False),
        sa.Column("stream", WORD, nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("topic", WORD, nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.Column("recorded_at", WHOLE, nullable=False),
        sa.Column("identity", WORD, nullable=True),
        sa.PrimaryKeyConstraint("position", name="pk_log_events"),
        sa.UniqueConstraint("stream", "version", name="uq_log_events_stream_version"),
        sa.UniqueConstraint("identity", name="uq_log_events_identity"),
    )
    op.create_index("ix_log_events_recorded_at_position", "log_events", ["recorded_at", "position"])
    op.create_table(
        "log_head",
        sa.Column("one", WHOLE, autoincrement=False, nullable=False),
        sa.Column("position", WHOLE, nullable=False),
        sa.Column("recorded_at", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("one", name="pk_log_head"),
        sa.CheckConstraint("one = 1", name="ck_log_head_one_row"),
    )
    op.create_table(
        "log_tracking",
        sa.Column("name", WORD, nullable=False),
        sa.Column("position", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_log_tracking"),
    )


def downgrade() -> None:
    raise NotImplementedError("a migration does not drop what is recorded")
