"""Ownership over time: who belongs to whom on the days asked, and how surely."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce

from sqlalchemy import select

from events import Event
from projections import Counts

from ..asof import AsOf
from .snapshot import Snapshot

OWNERSHIP = "ownership"
SURELY = Counts(1, 1, 1)


@dataclass(frozen=True, slots=True)
class Ownership:
    """An ownership with the counts that say how surely it held on the days asked."""

    occurrence: str
    vendor: str
    owner: str
    share: str | None
    counts: Counts


def ownerships(snapshot: Snapshot, vendor: str, as_of: AsOf) -> list[Ownership]:
    """The ownerships a vendor is part of, as the owned one or as the owner."""
    history, table = snapshot.table("history"), snapshot.table("exposure")
    spoken = snapshot.connection.execute(
        select(history.c.at).where(
            history.c.vendor == vendor, history.c.counts == 1, history.c.since <= as_of.position
        )
    ).scalars()
    claims = [
        entry.claim
        for entry in snapshot.log.at(snapshot.connection, set(spoken)).values()
        if isinstance(entry, Event) and entry.claim.kind == "ownership-held"
    ]
    found: dict[str, Ownership] = {}
    for claim in claims:
        rows = snapshot.connection.execute(
            select(table.c.certain, table.c.presumed, table.c.possible).where(
                table.c.vendor == claim.vendor,
                table.c.occurrence == claim.occurrence,
                table.c.type == OWNERSHIP,
                table.c.known_from <= as_of.known_instant,
                table.c.known_to > as_of.known_instant,
                table.c.valid_from <= as_of.last_day,
                table.c.valid_to > as_of.first_day,
                table.c.since <= as_of.position,
                table.c.until > as_of.position,
            )
        ).all()
        if rows and claim.vendor is not None:
            counts = reduce(Counts.joined, (Counts(*row) for row in rows))
            said = claim.content()
            found[claim.occurrence] = Ownership(
                claim.occurrence, claim.vendor, said["owner"], said.get("share"), counts
            )
    return sorted(found.values(), key=lambda each: (each.vendor, each.owner))


def subsidiaries(snapshot: Snapshot, owners: Iterable[str], as_of: AsOf) -> Mapping[str, Counts]:
    """Every vendor that some owners possibly own, directly or through others, with how surely."""
    surely: dict[str, Counts] = dict.fromkeys(owners, SURELY)
    waiting = list(surely)
    while waiting:
        owner = waiting.pop()
        for each in ownerships(snapshot, owner, as_of):
            if each.owner != owner or each.vendor in surely or each.counts.possible == 0:
                continue
            above = surely[owner]
            surely[each.vendor] = Counts(
                min(above.certain, each.counts.certain, 1),
                min(above.presumed, each.counts.presumed, 1),
                1,
            )
            waiting.append(each.vendor)
    return surely
