"""Linked occurrences: which streams tell the life of one occurrence, at a position."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Connection, Table, bindparam, or_, select

from ..prepared import Prepared

SAME = "same-occurrence"
CHUNK = 400


@dataclass(frozen=True, slots=True)
class Link:
    """`other` is the same occurrence as `one`, at positions `since` <= p < `until`."""

    one: str
    other: str
    since: int
    until: int


@dataclass(frozen=True, slots=True)
class Group:
    """Occurrences that were ever linked, directly or through others."""

    members: frozenset[str]
    links: tuple[Link, ...] = ()

    def parts(self, position: int) -> dict[str, frozenset[str]]:
        """The occurrences as they are at a position: the name each goes by, and its streams.

        It goes by the one that no link calls the other; of several, by the first in the alphabet.
        """
        valid = [link for link in self.links if link.since <= position < link.until]
        part_of = {member: frozenset((member,)) for member in self.members}
        for link in valid:
            joined = part_of[link.one] | part_of[link.other]
            part_of |= dict.fromkeys(joined, joined)
        others = {link.other for link in valid}
        return {min(part - others or part): part for part in set(part_of.values())}


def groups_of(
    connection: Connection, table: Table, occurrences: Iterable[str], upto: int | None = None
) -> list[Group]:
    """The groups that some occurrences belong to, over all positions or up to one; most are alone in theirs."""
    seen = set(occurrences)
    if _any(table).first(connection) is None:
        return [Group(frozenset((name,))) for name in sorted(seen)]
    links: dict[tuple[str, str, int], Link] = {}
    waiting = sorted(seen)
    while waiting:
        found = _links(connection, table, waiting)
        if upto is not None:
            found = [link for link in found if link.since <= upto]
        links |= {(link.one, link.other, link.since): link for link in found}
        near = {name for link in found for name in (link.one, link.other)}
        waiting = sorted(near - seen)
        seen |= near
    whole = Group(frozenset(seen), tuple(links.values()))
    if not links:
        return [Group(frozenset((name,))) for name in sorted(seen)]
    ever = Group(whole.members, tuple(Link(k.one, k.other, 0, 1) for k in links.values()))
    return [
        Group(part, tuple(link for link in links.values() if link.one in part))
        for part in ever.parts(0).values()
    ]


def _links(connection: Connection, table: Table, names: Sequence[str]) -> list[Link]:
    found: list[Link] = []
    for start in range(0, len(names), CHUNK):
        chunk = names[start : start + CHUNK]
        rows = _same(table).rows(connection, names=chunk)
        found += [Link(*row) for row in rows]
    return found


@cache
def _any(table: Table) -> Prepared:
    return Prepared(select(table.c.one).where(table.c.link == SAME).limit(1))


@cache
def _same(table: Table) -> Prepared:
    names: BindParameter[Any] = bindparam("names", expanding=True)
    links = select(table.c.one, table.c.other, table.c.since, table.c.until).where(
        table.c.link == SAME, or_(table.c.one.in_(names), table.c.other.in_(names))
    )
    return Prepared(links, "names")
