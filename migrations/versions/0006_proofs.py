"""What proofs need: the leaf of each event, the tree over them, the subjects they are about, checkpoints."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from timeline.log.sealing import seal_all
from timeline.migrate import grant

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

WORD = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
BYTES = sa.LargeBinary()
KEPT = ("position", "stream", "version", "topic", "recorded_at", "identity", "upon", "brings")
LEFT = (*KEPT, "leaf", "subjects")
ONCE = {"log_subtrees": ("level", "number"), "checkpoints": ("size",)}
"""Tables whose rows are written once, with their keys."""

SQLITE_OPEN = ("DROP TRIGGER log_events_no_update",)
SQLITE = (
    f"""
    CREATE TRIGGER log_events_no_update BEFORE UPDATE ON log_events
    WHEN NOT (
        NEW.state = X'' AND length(NEW.seal) = 32
        AND {" AND ".join(f"NEW.{name} IS OLD.{name}" for name in LEFT)}
        AND EXISTS (
            SELECT 1 FROM log_events AS act WHERE act.topic = 'payload-redacted'
            AND act.upon IN (OLD.identity, OLD.brings)
        )
    )
    BEGIN SELECT RAISE(ABORT, 'log_events is append-only: no UPDATE'); END
    """,
)

POSTGRESQL_OPEN = (
    "DROP TRIGGER log_events_no_update ON log_events",
    "DROP TRIGGER log_events_redact ON log_events",
)
POSTGRESQL = (
    f"""
    CREATE TRIGGER log_events_no_update BEFORE UPDATE ON log_events FOR EACH ROW
    WHEN (NOT (
        NEW.state = ''::bytea AND length(NEW.seal) = 32
        AND {" AND ".join(f"NEW.{name} IS NOT DISTINCT FROM OLD.{name}" for name in LEFT)}
    ))
    EXECUTE FUNCTION log_events_refuse()
    """,
    """
    CREATE TRIGGER log_events_redact BEFORE UPDATE ON log_events
    FOR EACH ROW EXECUTE FUNCTION log_events_only_redacted()
    """,
    """
    CREATE OR REPLACE FUNCTION log_redact(name text) RETURNS void LANGUAGE sql SECURITY DEFINER
    SET search_path FROM CURRENT AS $$
        UPDATE log_events SET seal = sha256(seal || state), state = ''::bytea
        WHERE (identity = name OR brings = name) AND state <> ''::bytea
    $$
    """,
    """
    CREATE FUNCTION log_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '% is append-only: no %', TG_TABLE_NAME, TG_OP
            USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
)


def upgrade() -> None:
    postgresql_here = op.get_bind().dialect.name == "postgresql"
    for name in ("seal", "leaf", "subjects"):
        op.add_column("log_events", sa.Column(name, BYTES, nullable=True))
    op.add_column("log_head", sa.Column("tree", BYTES, nullable=True))
    create_tables()
    for statement in POSTGRESQL_OPEN if postgresql_here else SQLITE_OPEN:
        op.execute(statement)
    seal_all(op.get_bind())
    for statement in POSTGRESQL if postgresql_here else SQLITE:
        op.execute(statement)
    for table, key in ONCE.items():
        guard(table, key, postgresql_here=postgresql_here)
        grant(table, "SELECT", "INSERT")
    for table in ("subject_heads", "subject_buckets", "subject_events"):
        grant(table, "SELECT", "INSERT", "UPDATE")


def create_tables() -> None:
    numbers = {"level": WHOLE, "number": WHOLE, "root": BYTES}
    create("log_subtrees", 2, numbers)
    create("checkpoints", 1, {"size": WHOLE, "note": sa.Text(), "made_at": WHOLE}, rowid=True)
    create("subject_heads", 1, {"key": BYTES, "count": WHOLE, "head": BYTES})
    create("subject_events", 2, {"key": BYTES, "number": WHOLE, "position": WHOLE})
    create("subject_buckets", 1, {"number": WHOLE, "hash": BYTES}, rowid=True)


def create(
    name: str, keys: int, columns: dict[str, sa.types.TypeEngine], rowid: bool = False
) -> None:
    op.create_table(
        name,
        *(
            sa.Column(each, type_, nullable=False, autoincrement=False)
            for each, type_ in columns.items()
        ),
        sa.PrimaryKeyConstraint(*list(columns)[:keys], name=f"pk_{name}"),
        sqlite_with_rowid=rowid,
    )


def guard(table: str, key: tuple[str, ...], *, postgresql_here: bool) -> None:
    if postgresql_here:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION log_written_once()"
        )
        return
    there = " AND ".join(f"{name} = NEW.{name}" for name in key)
    for what, when in {
        "UPDATE": "",
        "DELETE": "",
        "INSERT": f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {there})",
    }.items():
        op.execute(
            f"CREATE TRIGGER {table}_no_{what.lower()} BEFORE {what} ON {table} {when}"
            f" BEGIN SELECT RAISE(ABORT, '{table} is append-only: no {what}'); END"
        )


def downgrade() -> None:
    raise NotImplementedError("a migration does not drop what is recorded")
