"""Saved questions: what was asked, whom it is about, what was told of it, and what changed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from timeline.migrate import grant

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

WORD = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _words(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, WORD, nullable=False) for name in names]


def _wholes(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, WHOLE, nullable=False) for name in names]


def upgrade() -> None:
    op.create_table(
        "questions",
        *_words("id", "asked"),
        *_wholes("saved_at", "since", "by_sources"),
        *_words("told"),
        sa.PrimaryKeyConstraint("id", name="pk_questions"),
    )
    op.create_index("ix_questions_by_sources", "questions", ["by_sources"])
    op.create_table(
        "question_subjects",
        *_words("vendor", "region", "question"),
        sa.PrimaryKeyConstraint("vendor", "region", "question", name="pk_question_subjects"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_question_subjects_question", "question_subjects", ["question"])
    key = ("question", "occurrence", "vendor", "type", "unit")
    op.create_table(
        "question_counts",
        *_words(*key),
        *_wholes("certain", "presumed"),
        sa.Column("possible", WHOLE, nullable=True),
        *_wholes("contested"),
        sa.PrimaryKeyConstraint(*key, name="pk_question_counts"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_question_counts_occurrence", "question_counts", ["occurrence"])
    _create_changes()
    for table in ("questions", "question_subjects", "question_counts"):
        grant(table, "SELECT", "INSERT", "UPDATE", "DELETE")
    grant("question_changes", "SELECT", "INSERT")
    grant("question_feed", "SELECT", "UPDATE")


def _create_changes() -> None:
    op.create_table(
        "question_changes",
        sa.Column("number", WHOLE, autoincrement=False, nullable=False),
        *_words("question"),
        *_wholes("position"),
        *_words("body"),
        sa.PrimaryKeyConstraint("number", name="pk_question_changes"),
        sa.UniqueConstraint("question", "position", name="uq_question_changes_question_position"),
    )
    op.create_index(
        "ix_question_changes_question_number", "question_changes", ["question", "number"]
    )
    op.create_index("ix_question_changes_position", "question_changes", ["position"])
    op.create_table(
        "question_feed",
        sa.Column("one", WHOLE, autoincrement=False, nullable=False),
        *_wholes("position", "number", "edition"),
        sa.PrimaryKeyConstraint("one", name="pk_question_feed"),
        sa.CheckConstraint("one = 1", name="ck_question_feed_one_row"),
    )
    op.execute("INSERT INTO question_feed (one, position, number, edition) VALUES (1, 0, 0, 0)")


def downgrade() -> None:
    raise NotImplementedError("what was told to others stays told")
