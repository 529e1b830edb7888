"""Events as a client gets them, and the order they must come in."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Self

from events import canonical_json

from .refusals import FeedBroken, Garbled

TYPE = "timeline."


@dataclass(frozen=True, slots=True)
class FeedEvent:
    """An event of the log; `said` is what was recorded, None where its words were redacted."""

    position: int
    id: str
    kind: str
    subject: str
    recorded_at: str
    said: Mapping[str, Any] | None
    envelope: Mapping[str, Any]

    @classmethod
    def read(cls, envelope: object) -> Self:
        """From a CloudEvents object; FeedBroken for anything else."""
        try:
            assert isinstance(envelope, dict)
            return cls(
                int(envelope["sequence"]),
                envelope["id"],
                str(envelope["type"]).removeprefix(TYPE),
                envelope["subject"],
                envelope["recordedtime"],
                envelope.get("data"),
                envelope,
            )
        except (AssertionError, KeyError, TypeError, ValueError) as error:
            raise FeedBroken(f"expected an event of the log, got {str(envelope)[:200]}") from error

    @property
    def genuine(self) -> bool:
        """Whether its id is the hash of its words; False where they are gone."""
        if self.said is None:
            return False
        return self.id[2:] == sha256(canonical_json(dict(self.said))).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class FeedPage:
    """A page of the feed; to go on, ask after `position`. `closed`: there is or will be a next page."""

    events: tuple[FeedEvent, ...]
    position: int
    closed: bool

    @classmethod
    def read(cls, page: Mapping[str, Any]) -> Self:
        """From the body of an answer; Garbled for that of another."""
        try:
            said, position, following = page["events"], int(page["position"]), page["next"]
            assert isinstance(said, list)
        except (AssertionError, KeyError, TypeError, ValueError) as error:
            raise Garbled(f"expected a page of the log, got {str(page)[:200]}") from error
        return cls(tuple(FeedEvent.read(each) for each in said), position, following is not None)


@dataclass(slots=True)
class Cursor:
    """How far a reader has come; `whole` is a feed without filters, which has no gaps."""

    position: int
    whole: bool

    def take(self, event: FeedEvent) -> bool:
        """Move to an event; False for one that was had before. FeedBroken where one before it is missing."""
        if event.position <= self.position:
            return False
        if self.whole and event.position != self.position + 1:
            raise FeedBroken(f"expected position {self.position + 1}, got {event.position}")
        self.position = event.position
        return True
