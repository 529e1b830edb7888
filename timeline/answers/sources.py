"""Sources: who is read, and when each was last looked at."""

from functools import cache

from sqlalchemy import BindParameter, Table, bindparam, func, select

from events import day_text

from ..prepared import Prepared
from .snapshot import Snapshot

Answer = dict[str, object]


def sources_at(snapshot: Snapshot, position: int) -> list[Answer]:
    """Every source read by a position, with its name, sort, and the day it was last looked at."""
    if position == snapshot.live.position:
        return list(snapshot.keep("sources", lambda: _sources_at(snapshot, position)))
    return _sources_at(snapshot, position)


def _sources_at(snapshot: Snapshot, position: int) -> list[Answer]:
    table = snapshot.table("coverage")
    rows = _looked_at(table).rows(snapshot.connection, position=position)
    described = _described(snapshot, position)
    nobody: Answer = {"name": None, "sort": None}
    return [
        {
            "source": source,
            **described.get(source, nobody),
            "last_checked": day_text(checked),
        }
        for source, checked in rows
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
    for source, name, sort in _descriptions(table).rows(snapshot.connection, position=position):
        found.setdefault(source, {"name": name, "sort": sort or None})
    return found


@cache
def _looked_at(table: Table) -> Prepared:
    return Prepared(
        select(table.c.source, func.max(table.c.checked).label("checked"))
        .where(table.c.since <= bindparam("position"))
        .group_by(table.c.source)
        .order_by(table.c.source)
    )


@cache
def _descriptions(table: Table) -> Prepared:
    position: BindParameter[int] = bindparam("position")
    return Prepared(
        select(table.c.id, table.c.name, table.c.sort)
        .where(table.c.subject == "source", table.c.since <= position, table.c.until > position)
        .order_by(table.c.at)
    )
