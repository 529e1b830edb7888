"""What importers keep beside the log: copies seen, the rows of the last one, and vendors that may be one."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from timeline.migrate import grant

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

WORD = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "import_copies",
        sa.Column("profile", WORD, nullable=False),
        sa.Column("observed", WHOLE, autoincrement=False, nullable=False),
        sa.Column("sha256", WORD, nullable=False),
        sa.Column("published", WORD, nullable=False),
        sa.Column("rows", WHOLE, nullable=False),
        sa.Column("outcome", WORD, nullable=False),
        sa.Column("reason", WORD, nullable=False),
        sa.PrimaryKeyConstraint("profile", "observed", "sha256", name="pk_import_copies"),
    )
    op.create_table(
        "import_rows",
        sa.Column("profile", WORD, nullable=False),
        sa.Column("row", WORD, nullable=False),
        sa.Column("nth", WHOLE, autoincrement=False, nullable=False),
        sa.Column("list", WORD, nullable=False),
        sa.Column("fingerprint", WORD, nullable=False),
        sa.Column("present", WHOLE, nullable=False),
        sa.Column("occurrence", WORD, nullable=False),
        sa.Column("vendor", WORD, nullable=False),
        sa.Column("said", WORD, nullable=False),
        sa.PrimaryKeyConstraint("profile", "row", "nth", name="pk_import_rows"),
    )
    op.create_index("ix_import_rows_list_row", "import_rows", ["list", "row"])
    op.create_table(
        "import_candidates",
        sa.Column("vendor", WORD, nullable=False),
        sa.Column("into", WORD, nullable=False),
        sa.Column("name", WORD, nullable=False),
        sa.Column("near", WORD, nullable=False),
        sa.Column("list", WORD, nullable=False),
        sa.Column("decided", WORD, nullable=False),
        sa.PrimaryKeyConstraint("vendor", "into", name="pk_import_candidates"),
    )
    for table in ("import_copies", "import_rows", "import_candidates"):
        grant(table, "SELECT", "INSERT", "UPDATE", "DELETE")


def downgrade() -> None:
    raise NotImplementedError("what was imported stays imported")
