"""The keys callers gave for what they recorded, and the fingerprint of the body each stood for."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from timeline.migrate import grant

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

WORD = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "idempotency_keys",
        sa.Column("key", WORD, nullable=False),
        sa.Column("fingerprint", WORD, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_idempotency_keys"),
    )
    grant("idempotency_keys", "SELECT", "INSERT")


def downgrade() -> None:
    raise NotImplementedError("a key that was used stays used")
