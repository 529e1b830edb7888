"""The regions a vendor was named beside are found without reading every pair."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for slot in ("a", "b"):
        op.create_index(f"ix_pairs_{slot}_sought", f"pairs_{slot}", ["vendor", "region"])


def downgrade() -> None:
    for slot in ("a", "b"):
        op.drop_index(f"ix_pairs_{slot}_sought", f"pairs_{slot}")
