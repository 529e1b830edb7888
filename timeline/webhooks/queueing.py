"""Queueing: what was recorded becomes deliveries to one endpoint, numbered in the order of the log."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from events import ActEvent, Entry, Event

from ..answers.snapshot import Snapshot
from ..feeding import SOURCE, cloud_event
from ..feeding.marking import marks_of
from ..log import Log
from ..questions.feed import read_feed
from ..questions.tables import question_changes
from .endpoints import Endpoint
from .wants import ALL

EVENT, CHANGE = "event", "change"
CHANGED = "timeline.answer-changed"
PAGE = 500
"""How many events, and how many changes, are looked at in one step."""


@dataclass(frozen=True, slots=True)
class Queued:
    """What a step adds to an endpoint's deliveries, and how far it has then been read for."""

    rows: list[dict[str, Any]]
    position: int
    change: int


def queue(snapshot: Snapshot, endpoint: Endpoint) -> Queued:
    """The deliveries that follow for an endpoint: at one position its event, then the changes it made."""
    feed = read_feed(snapshot.connection)
    upto = snapshot.live.position
    if endpoint.wants.changes is not None:
        upto = min(upto, feed.position)
    entries: list[Entry] = []
    if endpoint.wants.events is not None:
        entries = snapshot.log.read(snapshot.connection, endpoint.position, PAGE)
        if len(entries) == PAGE:
            upto = min(upto, entries[-1].position)
    changes = _changes(snapshot.connection, endpoint, upto)
    if len(changes) == PAGE:
        upto = changes[-1][1]
    change = changes[-1][0] if changes else endpoint.change
    wanted = [(position, 1, number) for number, position in changes]
    within = [entry for entry in entries if entry.position <= upto]
    wanted += [(position, 0, position) for position in _events(snapshot, endpoint, within)]
    rows = [
        {
            "endpoint": endpoint.id,
            "number": number,
            "sort": CHANGE if sort else EVENT,
            "about": about,
            "message": _message(endpoint.id, CHANGE if sort else EVENT, about),
            "attempts": 0,
            "next_at": 0,
            "dead": 0,
            "why": "",
            "tried_at": 0,
        }
        for number, (_, sort, about) in enumerate(sorted(wanted), endpoint.number + 1)
    ]
    return Queued(rows, max(upto, endpoint.position), change)


def render(connection: Connection, log: Log, sort: str, about: int) -> str:
    """The body of a delivery: a CloudEvent. It is the same at each attempt, but for what was redacted since."""
    if sort == EVENT:
        return _json(cloud_event(log.at(connection, [about])[about]))
    wanted = select(question_changes.c.body).where(question_changes.c.number == about)
    change = json.loads(connection.execute(wanted).scalar_one())
    return _json(
        {
            "specversion": "1.0",
            "id": change["id"],
            "source": SOURCE,
            "type": CHANGED,
            "subject": change["question"],
            "time": change["recorded_at"],
            "recordedtime": change["recorded_at"],
            "sequence": f"{change['position']:019d}",
            "datacontenttype": "application/json",
            "data": change,
        }
    )


def _changes(connection: Connection, endpoint: Endpoint, upto: int) -> list[tuple[int, int]]:
    """Number and position of the next changes that are wanted."""
    wants = endpoint.wants.changes
    if wants is None:
        return []
    table = question_changes
    wanted = select(table.c.number, table.c.position).where(
        table.c.number > endpoint.change, table.c.position <= upto
    )
    if wants != ALL:
        wanted = wanted.where(table.c.question.in_(wants))
    rows = connection.execute(wanted.order_by(table.c.number).limit(PAGE))
    return [(row.number, row.position) for row in rows]


def _events(snapshot: Snapshot, endpoint: Endpoint, entries: list[Entry]) -> Iterator[int]:
    """The positions of those events that are wanted, chosen as by readers of the log's feed."""
    wanted = endpoint.wants.choice(snapshot) if entries else None
    for entry in entries:
        if (
            wanted is None
            or wanted.everything
            or wanted.has(_kind(entry), marks_of(snapshot.connection, snapshot.log, entry))
        ):
            yield entry.position


def _kind(entry: Entry) -> str:
    if isinstance(entry, Event):
        return entry.claim.kind
    return entry.act.act if isinstance(entry, ActEvent) else entry.kind


def _message(endpoint: str, sort: str, about: int) -> str:
    """The webhook-id, which follows from what is told to whom: whoever queues it gives it the same."""
    return "msg_" + hashlib.sha256(f"{endpoint}:{sort}:{about}".encode()).hexdigest()[:32]


def _json(said: dict[str, Any]) -> str:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))
