"""Rows of the exposure projection say which sources speak of them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

WORD = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    # Rows without them are of the version before, which gives way before it answers.
    for slot in ("a", "b"):
        tellers = sa.Column("tellers", WORD, nullable=False, server_default="")
        op.add_column(f"exposure_{slot}", tellers)


def downgrade() -> None:
    raise NotImplementedError("a projection is rebuilt, not migrated back")
