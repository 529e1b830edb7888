"""Sources: who is read, and when each was last looked at."""

from functools import cache

from sqlalchemy import BindParameter, Executable, Table, bindparam, func, select

from events import day_text

from .snapshot import Snapshot

Answer = dict[str, object]


def sources_at(snapshot: Snapshot, position: int) -> list[Answer]:
    """Every source read by a position, with its name, sort, and the day it was last looked at."""
    table = snapshot.table("coverage")
    rows = snapshot.connection.execute(_looked_at(table), {"position": position})
    described = _described(snapshot, position)
    nobody: Answer = {"name": None, "sort": None}
    return [
        {
            "source": row.source,
            **described.get(row.source, nobody),
            "last_checked": day_text(row.checked),
        }
        for row in rows
    ]


def source_policy_words(
    snapshot: Snapshot, position: int
) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """What policies need of the sources: their sorts, their letters, and their ids by id and name."""
    table, names = snapshot.table("coverage"), snapshot.table("names")
    ids = snapshot.connection.execute(
        select(table.c.source).where(table.c.since <= position).distinct()
    ).scalars()
    known = {source: source for source in ids}
    sorts: dict[str, str] = {}
    letters: dict[str, str] = {}
    rows = snapshot.connection.execute(
        select(names.c.subject, names.c.id, names.c.name, names.c.sort)
        .where(
            names.c.subject.in_(("source", "rating")),
            names.c.since <= position,
            names.c.until > position,
        )
        .order_by(names.c.at)
    )
    for row in rows:
        if row.subject == "rating":
            letters[row.id] = row.name
        else:
            known[row.name] = row.id
            if row.sort:
                sorts[row.id] = row.sort
    return sorts, letters, known


def _described(snapshot: Snapshot, position: int) -> dict[str, Answer]:
    """Name and sort of each source, as first described by a position."""
    table = snapshot.table("names")
    found: dict[str, Answer] = {}
    for row in snapshot.connection.execute(_descriptions(table), {"position": position}):
        found.setdefault(row.id, {"name": row.name, "sort": row.sort or None})
    return found


# Built once for each table: building a statement costs more than running it.
@cache
def _looked_at(table: Table) -> Executable:
    return (
        select(table.c.source, func.max(table.c.checked).label("checked"))
        .where(table.c.since <= bindparam("position"))
        .group_by(table.c.source)
        .order_by(table.c.source)
    )


@cache
def _descriptions(table: Table) -> Executable:
    position: BindParameter[int] = bindparam("position")
    return (
        select(table.c.id, table.c.name, table.c.sort)
        .where(table.c.subject == "source", table.c.since <= position, table.c.until > position)
        .order_by(table.c.at)
    )
