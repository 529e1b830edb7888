"""Groups of countries whose membership has dates: CELAC, EU, ASEAN, BRICS, FVEY."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from events import Day

FILE: Final = Path(__file__).with_name("groups.json")


@dataclass(frozen=True, slots=True)
class Membership:
    """One country in one group over one period, half-open on the valid clock.

    `until` is the first day on which the country is no longer a member; None is still a member.
    """

    group: str
    member: str
    since: Day
    until: Day | None

    def holds(self, day: Day | None) -> bool:
        """Say whether the country is a member on that day; None asks whether it ever was."""
        if day is None:
            return True
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Group:
    """A named group with its memberships; `source` and `note` say where the dates come from."""

    id: str
    name: str
    source: str
    note: str
    memberships: tuple[Membership, ...]


def read_groups(path: Path = FILE) -> Iterator[Group]:
    """Yield the groups in groups.json, in file order."""
    for group, content in json.loads(path.read_bytes()).items():
        memberships = tuple(
            Membership(group, member, _day(period["from"]), until)
            for period in content["periods"]
            for until in [_day(period["until"]) if period["until"] else None]
            for member in period["members"].split()
        )
        yield Group(group, content["name"], content["source"], content["note"], memberships)


def _day(text: str) -> Day:
    return date.fromisoformat(text).toordinal()
