"""What acts need of the log: what they are upon, what they bring, and redaction as the one change allowed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from timeline.migrate import grant, grant_function

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

WORD = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = 4611686018427387904
KEPT = ("position", "stream", "version", "topic", "recorded_at", "identity", "upon", "brings")

SQLITE = (
    "DROP TRIGGER log_events_no_update",
    f"""
    CREATE TRIGGER log_events_no_update BEFORE UPDATE ON log_events
    WHEN NOT (
        NEW.state = X'' AND {" AND ".join(f"NEW.{name} IS OLD.{name}" for name in KEPT)}
        AND EXISTS (
            SELECT 1 FROM log_events AS act WHERE act.topic = 'payload-redacted'
            AND act.upon IN (OLD.identity, OLD.brings)
        )
    )
    BEGIN SELECT RAISE(ABORT, 'log_events is append-only: no UPDATE'); END
    """,
)

POSTGRESQL = (
    "DROP TRIGGER log_events_append_only ON log_events",
    """
    CREATE TRIGGER log_events_append_only BEFORE DELETE OR TRUNCATE ON log_events
    FOR EACH STATEMENT EXECUTE FUNCTION log_events_refuse()
    """,
    f"""
    CREATE TRIGGER log_events_no_update BEFORE UPDATE ON log_events FOR EACH ROW
    WHEN (NOT (
        NEW.state = ''::bytea
        AND {" AND ".join(f"NEW.{name} IS NOT DISTINCT FROM OLD.{name}" for name in KEPT)}
    ))
    EXECUTE FUNCTION log_events_refuse()
    """,
    """
    CREATE FUNCTION log_events_only_redacted() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NOT EXISTS (
            SELECT FROM log_events AS act WHERE act.topic = 'payload-redacted'
            AND act.upon IN (OLD.identity, OLD.brings)
        ) THEN
            RAISE EXCEPTION 'log_events is append-only: no %', TG_OP
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER log_events_redact BEFORE UPDATE ON log_events
    FOR EACH ROW EXECUTE FUNCTION log_events_only_redacted()
    """,
    """
    CREATE FUNCTION log_redact(name text) RETURNS void LANGUAGE sql SECURITY DEFINER
    SET search_path FROM CURRENT AS $$
        UPDATE log_events SET state = ''::bytea WHERE identity = name OR brings = name
    $$
    """,
    "REVOKE ALL ON FUNCTION log_redact(text) FROM PUBLIC",
)


def upgrade() -> None:
    for name in ("upon", "brings"):
        op.add_column("log_events", sa.Column(name, WORD, nullable=True))
        some = sa.text(f"{name} IS NOT NULL")
        op.create_index(
            f"ix_log_events_{name}", "log_events", [name], sqlite_where=some, postgresql_where=some
        )
    postgresql_here = op.get_bind().dialect.name == "postgresql"
    for statement in POSTGRESQL if postgresql_here else SQLITE:
        op.execute(statement)
    grant_function("log_redact(text)")
    for slot in ("a", "b"):
        create_links(f"links_{slot}")


def create_links(name: str) -> None:
    words = ("link", "one", "other")
    op.create_table(
        name,
        *(sa.Column(word, WORD, nullable=False) for word in words),
        sa.Column("at", WHOLE, autoincrement=False, nullable=False),
        sa.Column("occurrence", WORD, nullable=False),
        sa.Column("since", WHOLE, autoincrement=False, nullable=False),
        sa.Column("until", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint(*words, "at", "since", name=f"pk_{name}"),
        sqlite_with_rowid=False,
    )
    still = sa.text(f"until = {OPEN}")
    op.create_index(
        f"ix_{name}_open", name, ["occurrence"], sqlite_where=still, postgresql_where=still
    )
    op.create_index(f"ix_{name}_sought", name, ["link", "other"])
    grant(name, "SELECT", "INSERT", "UPDATE", "DELETE")


def downgrade() -> None:
    raise NotImplementedError("a migration does not drop what is recorded")
