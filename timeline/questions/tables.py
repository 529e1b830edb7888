"""The tables of saved questions: what was asked, whom it is about, what was told of it, and what changed."""

from sqlalchemy import CheckConstraint, Column, Index, Table, UniqueConstraint

from ..tables_base import WHOLE, WORD, metadata

# asked       canonical JSON of the question
# saved_at    microseconds since 1970 in UTC; since is the position it was saved at
# by_sources  1 where its policy depends on what is recorded of sources
# told        JSON: the status and the totals that were told last
questions = Table(
    "questions",
    metadata,
    Column("id", WORD, primary_key=True),
    Column("asked", WORD, nullable=False),
    Column("saved_at", WHOLE, nullable=False),
    Column("since", WHOLE, nullable=False),
    Column("by_sources", WHOLE, nullable=False),
    Column("told", WORD, nullable=False),
    Index(None, "by_sources"),
)

# vendor   each that the asked one ever merged with or, if asked with subsidiaries, owned; '' for anyone
# region   the one asked about; '' for anywhere
question_subjects = Table(
    "question_subjects",
    metadata,
    Column("vendor", WORD, primary_key=True),
    Column("region", WORD, primary_key=True),
    Column("question", WORD, primary_key=True),
    Index(None, "question"),
    sqlite_with_rowid=False,
)

# The counts that were told last, those that are possibly in force.
question_counts = Table(
    "question_counts",
    metadata,
    Column("question", WORD, primary_key=True),
    Column("occurrence", WORD, primary_key=True),
    Column("vendor", WORD, primary_key=True),
    Column("type", WORD, primary_key=True),
    Column("unit", WORD, primary_key=True),
    Column("certain", WHOLE, nullable=False),
    Column("presumed", WHOLE, nullable=False),
    Column("possible", WHOLE, nullable=True),
    Column("contested", WHOLE, nullable=False),
    Index(None, "occurrence"),
    sqlite_with_rowid=False,
)

# number   1, 2, 3 ... without gaps, in the order of positions
# body     JSON of the change; it holds no words of a claim
question_changes = Table(
    "question_changes",
    metadata,
    Column("number", WHOLE, primary_key=True, autoincrement=False),
    Column("question", WORD, nullable=False),
    Column("position", WHOLE, nullable=False),
    Column("body", WORD, nullable=False),
    UniqueConstraint("question", "position"),
    Index(None, "question", "number"),
    Index(None, "position"),
)

# position   how far the log was followed; number is that of the last change
# edition    grows when a question is saved or removed
question_feed = Table(
    "question_feed",
    metadata,
    Column("one", WHOLE, primary_key=True, autoincrement=False),
    Column("position", WHOLE, nullable=False),
    Column("number", WHOLE, nullable=False),
    Column("edition", WHOLE, nullable=False),
    CheckConstraint("one = 1", name="one_row"),
)
