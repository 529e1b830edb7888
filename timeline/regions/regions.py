"""Where: the hierarchy of regions, the dated groups, and places recorded later."""

import json
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple, Self

from events import Day

from .groups import Membership, read_groups

WALKS: Final = 1_024
"""How many walks down are kept, for the questions that ask the same region again."""
FILE: Final = Path(__file__).with_name("regions.json")


class Region(NamedTuple):
    """A place or a group of places; `parents` are those without dates."""

    id: str
    name: str
    parents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Table:
    """What every `Regions` shares: the places of regions.json and the groups of groups.json."""

    rows: Mapping[str, Region]
    children: Mapping[str, list[str]]
    groups: Mapping[str, list[Membership]]
    members: Mapping[str, list[Membership]]
    turns: tuple[Day, ...]


class Regions:
    """Regions by id (ISO 3166-1, ISO 3166-2, UN M49, a group's name) and what lies in what.

    Every `day` is on the valid clock; it decides dated groups, and None means ever a member.
    An id that is not known is a KeyError.
    """

    __slots__ = ("_below", "_places", "_table", "_walked")

    def __init__(self, table: _Table, places: Mapping[str, Region]) -> None:
        self._table = table
        self._places = places
        self._below = _children(places.values())
        self._walked: dict[tuple[str, Day | None], tuple[str, ...]] = {}

    @classmethod
    def load(cls) -> Self:
        """Return the regions of the built-in table; it is read once."""
        return cls(_table(), {})

    def with_places(self, places: Mapping[str, tuple[str, str]]) -> Self:
        """Return regions that know these places too: id to name and parent; nothing is copied.

        A parent may be another of the places. ValueError for an id taken, a parent unknown,
        or places that lie in each other.
        """
        extended = {
            **self._places,
            **{place: Region(place, name, (parent,)) for place, (name, parent) in places.items()},
        }
        for place in places:
            if self.known(place):
                raise ValueError(f"{place} is a region already")
            self._check_line(place, extended)
        return type(self)(self._table, extended)

    def known(self, region: str) -> bool:
        """Say whether there is a region of that id."""
        return region in self._table.rows or region in self._places

    def get(self, region: str) -> Region:
        """Return the region of that id."""
        return self._table.rows.get(region) or self._places[region]

    def parents(self, region: str) -> tuple[str, ...]:
        """Return the ids directly above, dated groups left out."""
        return self.get(region).parents

    def ancestors(self, region: str, day: Day | None) -> tuple[str, ...]:
        """Return every id above, nearest first, each once, the region itself left out."""
        return self._walk(region, self._above, day)

    def descendants(self, region: str, day: Day | None) -> tuple[str, ...]:
        """Return every id below, nearest first, each once, the region itself left out."""
        asked = (region, day)
        found = self._walked.get(asked)
        if found is None:
            found = self._walk(region, self._under, day)
            if len(self._walked) >= WALKS:
                self._walked.clear()
            self._walked[asked] = found
        return found

    def turns(self) -> tuple[Day, ...]:
        """Return the days on which the membership of some group changes."""
        return self._table.turns

    def names(self) -> Iterator[tuple[str, str]]:
        """Yield the id and the English name of every region."""
        for rows in (self._table.rows, self._places):
            for row in rows.values():
                yield row.id, row.name

    def _above(self, region: str, day: Day | None) -> Iterator[str]:
        yield from self.get(region).parents
        for membership in self._table.groups.get(region, ()):
            if membership.holds(day):
                yield membership.group

    def _under(self, region: str, day: Day | None) -> Iterator[str]:
        yield from self._table.children.get(region, ())
        yield from self._below.get(region, ())
        for membership in self._table.members.get(region, ()):
            if membership.holds(day):
                yield membership.member

    def _walk(
        self, region: str, step: Callable[[str, Day | None], Iterable[str]], day: Day | None
    ) -> tuple[str, ...]:
        """Go breadth first; what was seen is not entered again, so a cycle cannot hold it."""
        self.get(region)
        seen = {region: None}
        waiting = deque([region])
        while waiting:
            for found in step(waiting.popleft(), day):
                if found not in seen:
                    seen[found] = None
                    waiting.append(found)
        del seen[region]
        return tuple(seen)

    def _check_line(self, place: str, places: Mapping[str, Region]) -> None:
        """Follow the parents of a new place up to the table."""
        line = [place]
        while (row := places.get(line[-1])) is not None:
            (parent,) = row.parents
            if parent in line:
                raise ValueError(f"{place} lies in itself: {' in '.join([*line, parent])}")
            line.append(parent)
        if line[-1] not in self._table.rows:
            raise ValueError(f"{line[-2]} lies in {line[-1]}, which is no region")


@cache
def _table() -> _Table:
    content = json.loads(FILE.read_bytes())["regions"]
    rows = {id: Region(id, name, tuple(parents)) for id, (name, *parents) in content.items()}
    groups = defaultdict[str, list[Membership]](list)
    members = defaultdict[str, list[Membership]](list)
    children = _children(rows.values())
    for group in read_groups():
        rows[group.id] = Region(group.id, group.name, ())
        for membership in group.memberships:
            groups[membership.member].append(membership)
            members[group.id].append(membership)
    dated = [each for memberships in groups.values() for each in memberships]
    turns = {day for each in dated for day in (each.since, each.until) if day is not None}
    return _Table(rows, children, groups, members, tuple(sorted(turns)))


def _children(rows: Iterable[Region]) -> Mapping[str, list[str]]:
    children = defaultdict[str, list[str]](list)
    for row in rows:
        for parent in row.parents:
            children[parent].append(row.id)
    return children
