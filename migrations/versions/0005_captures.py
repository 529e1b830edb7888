"""The bytes that citations were read from, their retrievals, and what was found of the quotes in them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from timeline.migrate import grant

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

WORD = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "capture_bodies",
        sa.Column("sha256", WORD, nullable=False),
        sa.Column("size", WHOLE, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("sha256", name="pk_capture_bodies"),
    )
    key = ("sha256", "retrieved_at", "url", "media_type")
    op.create_table(
        "captures",
        sa.Column("sha256", WORD, nullable=False),
        sa.Column("retrieved_at", WHOLE, autoincrement=False, nullable=False),
        sa.Column("url", WORD, nullable=False),
        sa.Column("media_type", WORD, nullable=False),
        sa.PrimaryKeyConstraint(*key, name="pk_captures"),
    )
    op.create_table(
        "quote_findings",
        sa.Column("claim", WORD, nullable=False),
        sa.Column("place", WHOLE, autoincrement=False, nullable=False),
        sa.Column("sha256", WORD, nullable=False),
        sa.Column("outcome", WORD, nullable=False),
        sa.Column("checked_at", WHOLE, nullable=True),
        sa.PrimaryKeyConstraint("claim", "place", name="pk_quote_findings"),
    )
    op.create_index("ix_quote_findings_sha256", "quote_findings", ["sha256"])
    # A body is written again where the one kept was damaged.
    grant("capture_bodies", "SELECT", "INSERT", "UPDATE")
    grant("captures", "SELECT", "INSERT")
    grant("quote_findings", "SELECT", "INSERT", "UPDATE", "DELETE")


def downgrade() -> None:
    raise NotImplementedError("a migration does not drop what is captured")
