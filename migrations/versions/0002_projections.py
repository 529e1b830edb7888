"""The tables of the first five projections, two slots each, and which slot answers."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from timeline.migrate import grant

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WORD = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
OPEN = 4611686018427387904


def upgrade() -> None:
    op.create_table(
        "projection_live",
        sa.Column("name", WORD, nullable=False),
        sa.Column("slot", WORD, nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_projection_live"),
    )
    grant("projection_live", "SELECT", "INSERT", "UPDATE")
    for slot in ("a", "b"):
        create_exposure(f"exposure_{slot}")
        create_history(f"history_{slot}")
        create_names(f"names_{slot}")
        create_small(f"pairs_{slot}", word("region"), word("vendor"))
        create_small(f"coverage_{slot}", word("source"), whole("checked"))


def create_exposure(name: str) -> None:
    key = ("vendor", "region", "occurrence", "type", "unit", "known_from", "valid_from")
    create(
        name,
        *(word(column) for column in key[:5]),
        *(whole(column) for column in key[5:]),
        *(whole(column) for column in ("known_to", "valid_to", "certain", "presumed")),
        whole("possible", nullable=True),
        whole("size_lo"),
        whole("size_hi", nullable=True),
        *(whole(column) for column in ("contested", "since", "until")),
        sa.PrimaryKeyConstraint(*key, "since", name=f"pk_{name}"),
    )
    index_open(name, "known_to")


def create_history(name: str) -> None:
    key = ("vendor", "region", "at")
    create(
        name,
        word("vendor"),
        word("region"),
        whole("at"),
        word("occurrence"),
        *(whole(column) for column in ("counts", "known_from", "known_to")),
        whole("valid_from", nullable=True),
        whole("valid_to", nullable=True),
        whole("since"),
        sa.PrimaryKeyConstraint(*key, name=f"pk_{name}"),
    )


def create_names(name: str) -> None:
    key = ("subject", "spelling", "id", "occurrence", "at")
    create(
        name,
        *(word(column) for column in key[:4]),
        whole("at"),
        *(word(column) for column in ("name", "language", "sort", "within")),
        whole("since"),
        whole("until"),
        sa.PrimaryKeyConstraint(*key, "since", name=f"pk_{name}"),
    )
    index_open(name)


def create_small(name: str, *columns: "sa.Column[object]") -> None:
    key = [column.name for column in columns]
    create(name, *columns, whole("since"), sa.PrimaryKeyConstraint(*key, name=f"pk_{name}"))


def create(name: str, *parts: "sa.Column[object] | sa.PrimaryKeyConstraint") -> None:
    op.create_table(name, *parts, sqlite_with_rowid=False)
    grant(name, "SELECT", "INSERT", "UPDATE", "DELETE")


def index_open(name: str, *further: str) -> None:
    still = sa.text(f"until = {OPEN}")
    op.create_index(
        f"ix_{name}_open",
        name,
        ["occurrence", *further],
        sqlite_where=still,
        postgresql_where=still,
    )


def word(name: str) -> "sa.Column[object]":
    return sa.Column(name, WORD, nullable=False)


def whole(name: str, *, nullable: bool = False) -> "sa.Column[object]":
    return sa.Column(name, WHOLE, autoincrement=False, nullable=nullable)


def downgrade() -> None:
    raise NotImplementedError("a projection is rebuilt, not migrated back")
