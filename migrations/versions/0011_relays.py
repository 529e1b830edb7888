"""How far each relay to a broker has published."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from timeline.migrate import grant

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

WORD = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "relays",
        sa.Column("name", WORD, nullable=False),
        sa.Column("position", WHOLE, nullable=False),
        sa.Column("moved_at", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_relays"),
    )
    grant("relays", "SELECT", "INSERT", "UPDATE")


def downgrade() -> None:
    raise NotImplementedError("what was relayed stays relayed")
