"""Webhooks: who is to be told what, and what has yet to arrive."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from timeline.migrate import grant

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

WORD = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _words(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, WORD, nullable=False) for name in names]


def _wholes(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, WHOLE, autoincrement=False, nullable=False) for name in names]


def upgrade() -> None:
    op.create_table(
        "webhook_endpoints",
        *_words("id", "url", "wants"),
        *_wholes("created_at"),
        *_words("secret", "old_secret"),
        *_wholes("old_until", "position", "change", "number", "delivered"),
        *_words("lease_owner"),
        *_wholes("lease_until"),
        sa.PrimaryKeyConstraint("id", name="pk_webhook_endpoints"),
    )
    op.create_table(
        "webhook_deliveries",
        *_words("endpoint"),
        *_wholes("number"),
        *_words("sort"),
        *_wholes("about"),
        *_words("message"),
        *_wholes("attempts", "next_at", "dead"),
        *_words("why"),
        sa.PrimaryKeyConstraint("endpoint", "number", name="pk_webhook_deliveries"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_webhook_deliveries_endpoint_dead_number",
        "webhook_deliveries",
        ["endpoint", "dead", "number"],
    )
    for table in ("webhook_endpoints", "webhook_deliveries"):
        grant(table, "SELECT", "INSERT", "UPDATE", "DELETE")


def downgrade() -> None:
    raise NotImplementedError("what was not delivered yet stays to be delivered")
