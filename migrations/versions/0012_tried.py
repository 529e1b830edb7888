"""Deliveries say when they were last tried."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column(
        "webhook_deliveries", sa.Column("tried_at", WHOLE, nullable=False, server_default="0")
    )


def downgrade() -> None:
    raise NotImplementedError("what was not delivered yet stays to be delivered")
