"""Keeping: answers as they were sent, for as long as nothing more is recorded."""

from threading import Lock
from typing import NamedTuple

from fastapi import Request

from events import Day, day_of
from timeline import Clock, Snapshot

MOST = 32 << 20
"""How many bytes of answers are kept at once."""
LARGEST = MOST >> 6
"""How many bytes an answer has at most that is kept."""
ROOM = 2_000
"""What an answer takes beside its body."""

NAME = "answered"
"""The name under which a snapshot keeps them."""

Asked = tuple[str, bytes, str | None, Day]
"""The path and the query of a request, its Accept-Datetime, and the day on which it was asked."""


class Made(NamedTuple):
    """What a request is answered with, unless it has that already."""

    body: bytes
    headers: dict[str, str]
    """An ETag among them."""
    media_type: str
    status: int = 200


class Kept:
    """The answers of one position: what is recorded next, a redaction too, makes another of these.

    The oldest give way to new ones when there is no more room.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._made: dict[Asked, Made] = {}
        self._bytes = 0
        self._lock = Lock()

    @classmethod
    def at(cls, snapshot: Snapshot) -> "Kept":
        """Those that share a snapshot's position and tables."""
        return snapshot.keep(NAME, cls)

    def get(self, asked: Asked) -> Made | None:
        """What the same request was answered with; None where it was not, or no longer is kept."""
        return self._made.get(asked)

    def put(self, asked: Asked, made: Made) -> None:
        """Keep an answer, if it is not too large."""
        size = len(made.body) + ROOM
        if size > min(LARGEST, self._most):
            return
        with self._lock:
            if asked in self._made:
                return
            self._made[asked] = made
            self._bytes += size
            while self._bytes > self._most:
                oldest = self._made.pop(next(iter(self._made)))
                self._bytes -= len(oldest.body) + ROOM


def asked_of(request: Request, clock: Clock) -> Asked:
    """What the answer to a request follows from, beside what is recorded."""
    scope, today = request.scope, day_of(clock.now())
    return scope["path"], scope["query_string"], request.headers.get("accept-datetime"), today


def lasting(snapshot: Snapshot) -> bool:
    """Whether an answer holds until more is recorded.

    Of an empty log it tells the very moment, and where projections lag, a redaction may come unseen.
    """
    return snapshot.live.position > 0 and snapshot.live.current
