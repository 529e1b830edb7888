"""What an endpoint wants to be told: changes of questions, events of the log, or both."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from events import canonical_json

from ..answers.snapshot import Snapshot
from ..answers.subjects import find_region, find_vendor
from ..errors import BadParameter, UnknownParameter
from ..feeding import Wanted
from ..feeding.resolving import resolve_wanted
from ..questions.asked import read_words
from ..questions.tables import questions

ALL = "all"
MOST = 500
"""How many questions an endpoint may name."""
FILTERS = ("vendor", "region", "kind")
Changes = tuple[str, ...] | str | None
"""The ids of questions, `all`, or None for no changes."""


@dataclass(frozen=True, slots=True)
class Wants:
    """Which changes; and which events: None for none, else those that all its filters let through."""

    changes: Changes = None
    events: Mapping[str, str] | None = None

    def shape(self) -> dict[str, Any]:
        """As JSON values."""
        changes = list(self.changes) if isinstance(self.changes, tuple) else self.changes
        return {"changes": changes, "events": None if self.events is None else dict(self.events)}

    def stored(self) -> str:
        """The form that is stored."""
        return canonical_json(self.shape()).decode()

    @classmethod
    def read(cls, text: str) -> "Wants":
        """What was stored."""
        said = json.loads(text)
        changes = said["changes"]
        return cls(tuple(changes) if isinstance(changes, list) else changes, said["events"])

    def choice(self, snapshot: Snapshot) -> Wanted | None:
        """The choice of events, as names and places are at the moment; None for no events."""
        if self.events is None:
            return None
        return resolve_wanted(snapshot, *(self.events.get(name) for name in FILTERS))


def read_wants(said: Mapping[str, Any], snapshot: Snapshot) -> Wants:
    """What is wanted, from the fields `changes` and `events`; with neither, all changes."""
    changes, events = said.get("changes"), said.get("events")
    if changes is None and events is None:
        changes = ALL
    return Wants(_changes(changes, snapshot), _events(events, snapshot))


def _changes(said: object, snapshot: Snapshot) -> Changes:
    if said is None or said == ALL:
        return None if said is None else ALL
    if not isinstance(said, list) or not 0 < len(said) <= MOST:
        expected = f"all, or a list of up to {MOST} ids of saved questions"
        raise BadParameter(field="changes", expected=expected, got=ascii(said)[:80])
    for name in [read_words("changes", each) for each in said]:
        wanted = questions.select().where(questions.c.id == name)
        if snapshot.connection.execute(wanted).first() is None:
            raise BadParameter(field="changes", expected="saved questions", got=repr(name)[:80])
    return tuple(dict.fromkeys(said))


def _events(said: object, snapshot: Snapshot) -> Mapping[str, str] | None:
    if said is None:
        return None
    if said == ALL:
        return {}
    if not isinstance(said, Mapping):
        expected = f"all, or an object with any of {', '.join(FILTERS)}"
        raise BadParameter(field="events", expected=expected, got=ascii(said)[:80])
    for name, value in said.items():
        if name not in FILTERS:
            raise UnknownParameter(field=f"events.{ascii(name)[1:-1]}", known=", ".join(FILTERS))
        read_words(f"events.{name}", value)
    found = dict(said)
    position = snapshot.live.position
    if "vendor" in found:
        found["vendor"] = find_vendor(snapshot, found["vendor"], position)
    if "region" in found:
        found["region"] = find_region(snapshot, found["region"], position)
    resolve_wanted(snapshot, *(found.get(name) for name in FILTERS))
    return found
