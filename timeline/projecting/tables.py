"""The tables of projections: each has two slots, one that answers and one to build beside it."""

from typing import get_type_hints

from sqlalchemy import Column, Index, Table, text

from projections import PROJECTIONS, Projection

from ..tables_base import WHOLE, WORD, metadata

OPEN = 1 << 62
"""`until` of a row that still holds."""

SLOTS = ("a", "b")

ADDED = ("tellers",)
"""Columns that came to tables which may have had rows, where they are empty words."""

# name is a projection's, and then slot and version are those of the rows that answer; or it is `exposure.built`
# or `exposure.kept`, and then they are those of the rows beside them, which a rebuild fills or which answered
# before. Version 0 says that there are none: a row is never deleted.
projection_live = Table(
    "projection_live",
    metadata,
    Column("name", WORD, primary_key=True),
    Column("slot", WORD, nullable=False),
    Column("version", WHOLE, nullable=False),
)


def _describe(projection: Projection, slot: str) -> Table:
    """A table whose rows hold for positions `since` <= p < `until`, clustered by the projection's key."""
    hints = get_type_hints(projection.row)
    columns = [
        Column(
            name,
            WORD if hints[name] is str else WHOLE,
            primary_key=name in projection.key,
            nullable=hints[name] not in (str, int),
            autoincrement=False,
            server_default=text("''") if name in ADDED else None,
        )
        for name in (*projection.key, *(name for name in hints if name not in projection.key))
    ]
    columns.append(Column("since", WHOLE, primary_key=not projection.lasting, nullable=False))
    table = Table(f"{projection.name}_{slot}", metadata, *columns, sqlite_with_rowid=False)
    if not projection.lasting:
        table.append_column(Column("until", WHOLE, nullable=False))
        Index(
            f"ix_{table.name}_open",
            *(table.c[name] for name in ("occurrence", "known_to") if name in table.c),
            sqlite_where=text(f"until = {OPEN}"),
            postgresql_where=text(f"until = {OPEN}"),
        )
    if projection.sought:
        Index(f"ix_{table.name}_sought", *(table.c[name] for name in projection.sought))
    return table


_TABLES = {
    (projection.name, slot): _describe(projection, slot)
    for projection in PROJECTIONS
    for slot in SLOTS
}


def table_of(name: str, slot: str) -> Table:
    """The table of a projection in a slot."""
    return _TABLES[name, slot]
