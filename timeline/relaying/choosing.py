"""Which events a relay publishes, and each as a message."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection

from events import ACTS, KINDS, ActEvent, Entry, Event

from ..errors import BadParameter
from ..feeding import cloud_event
from ..log import Log
from .broker import Message


@dataclass(frozen=True, slots=True)
class Choice:
    """The kinds and the vendors that are published; where none is named, all are."""

    kinds: tuple[str, ...] = ()
    vendors: tuple[str, ...] = ()

    def check(self) -> None:
        """BadParameter for a kind that is none."""
        for kind in self.kinds:
            if kind not in KINDS and kind not in ACTS:
                raise BadParameter(
                    field="kind", expected="a kind of fact or an act", got=repr(kind)
                )

    def __str__(self) -> str:
        """As it stands behind the name of a relay."""
        kinds = [f"kind={kind}" for kind in sorted(set(self.kinds))]
        return "&".join([*kinds, *(f"vendor={vendor}" for vendor in sorted(set(self.vendors)))])

    def of(self, log: Log, connection: Connection, page: Sequence[Entry]) -> list[Entry]:
        """Those of a page that are published.

        An act is about a vendor whose claims are in its stream: who follows a vendor is told of corrections.
        """
        found = [entry for entry in page if not self.kinds or kind_of(entry) in self.kinds]
        if not self.vendors:
            return found
        unsaid = {entry.occurrence for entry in found if not isinstance(entry, Event)}
        streams = log.streams(connection, unsaid, page[-1].position) if unsaid else {}
        about = {name for name, stream in streams.items() if self._claimed(stream)}
        about |= {f"vendor:{vendor}" for vendor in self.vendors}
        return [
            entry
            for entry in found
            if self._claimed([entry])
            or (not isinstance(entry, Event) and entry.occurrence in about)
        ]

    def _claimed(self, entries: Iterable[Entry]) -> bool:
        return any(
            isinstance(entry, Event) and entry.claim.vendor in self.vendors for entry in entries
        )


def kind_of(entry: Entry) -> str:
    """The kind of a claim, or the name of an act."""
    if isinstance(entry, Event):
        return entry.claim.kind
    return entry.act.act if isinstance(entry, ActEvent) else entry.kind


def message_of(entry: Entry) -> Message:
    """An event as it is published."""
    event = cloud_event(entry)
    return Message(entry.position, entry.occurrence, event["type"], msgspec.json.encode(event))
