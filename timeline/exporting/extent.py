"""An extent: what an export covers, one position's state or what changed of it since another."""

from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, or_, select, union

from ..answers.snapshot import Snapshot
from ..errors import BadParameter
from ..log import log_events, redactions, streams_between
from ..projecting import Group, groups_of
from ..projecting.linking import SAME

MANY = 10_000
"""So many linked names are not listed in a statement; instead all that are linked count as changed."""


@dataclass(frozen=True)
class Extent:
    """The state at `position`, or with `since` above 0 what is to be told to who has the state at that."""

    snapshot: Snapshot
    position: int
    since: int = 0

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The occurrences that were ever linked as one."""
        links = self.snapshot.table("links")
        rows = self.snapshot.connection.execute(
            select(links.c.one, links.c.other).where(links.c.link == SAME)
        )
        names = {name for row in rows for name in row}
        return tuple(groups_of(self.snapshot.connection, links, names)) if names else ()

    @cached_property
    def changed_groups(self) -> tuple[Group, ...]:
        """Those of them that an event since is about; all of them where everything is told."""
        if not self.since:
            return self.groups
        changed = set(self.snapshot.connection.execute(self._changed_and_linked()).scalars())
        found = tuple(group for group in self.groups if group.members & changed)
        return self.groups if sum(len(group.members) for group in found) > MANY else found

    @cached_property
    def redacted(self) -> tuple[int, ...]:
        """The positions up to `since` whose words were removed after it."""
        connection = self.snapshot.connection
        names = redactions(connection, self.since, self.position) if self.since else []
        emptied = set(self.snapshot.log.emptied(connection, names))
        for name in names:
            emptied |= {entry.position for entry in self.snapshot.log.upon(connection, name)}
        return tuple(sorted(position for position in emptied if position <= self.since))

    def changed(self, names: ColumnElement[str]) -> ColumnElement[bool] | None:
        """Whether a column names an occurrence of which something changed; None where everything is told."""
        if not self.since:
            return None
        direct = names.in_(streams_between(self.since, self.position))
        linked = {name for group in self.changed_groups for name in group.members}
        if len(linked) > MANY:
            return or_(direct, names.in_(self._linked()))
        return or_(direct, names.in_(sorted(linked))) if linked else direct

    def alone(self) -> ColumnElement[bool]:
        """Which streams are told by themselves: changed, and never linked with another."""
        stream = log_events.c.stream
        apart = stream.not_in(self._linked())
        if not self.since:
            return apart
        return and_(apart, stream.in_(streams_between(self.since, self.position)))

    def _changed_and_linked(self) -> Select[str]:
        streams = streams_between(self.since, self.position)
        return streams.where(log_events.c.stream.in_(self._linked()))

    def _linked(self) -> CompoundSelect[str]:
        links = self.snapshot.table("links")
        same = links.c.link == SAME
        return union(select(links.c.one).where(same), select(links.c.other).where(same))


def checked_extent(snapshot: Snapshot, position: int, since: int) -> Extent:
    """What lies between two positions; BadParameter where the first is not the earlier."""
    if not 0 <= since <= position:
        expected = f"a position from 0 to {position}"
        raise BadParameter(field="since", expected=expected, got=since)
    return Extent(snapshot, position, since)
