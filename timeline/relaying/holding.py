"""One relay of a name at a time: a lock that ends with its process, and the checkpoint moved under it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from hashlib import sha256

from sqlalchemy import Connection, Engine, select, text

from ..alone import alone
from ..clock import Clock
from ..database import reading, writing
from ..errors import RelayRunning
from .tables import relays

Opened = Callable[[], AbstractContextManager[Connection]]

_POSITION = select(relays.c.position)
_MOVE = text(
    "INSERT INTO relays (name, position, moved_at) VALUES (:name, :position, :moved_at)"
    " ON CONFLICT (name) DO UPDATE SET position = excluded.position, moved_at = excluded.moved_at"
    " WHERE relays.position < excluded.position"
)


class Held:
    """The checkpoint of a relay, for as long as it is held."""

    def __init__(self, name: str, clock: Clock, read: Opened, write: Opened) -> None:
        self.name = name
        self._clock = clock
        self._read = read
        self._write = write

    def position(self) -> int:
        """The last position that was published; 0 at first."""
        with self._read() as connection:
            found: int | None = connection.scalar(_POSITION.where(relays.c.name == self.name))
        return found or 0

    def move(self, position: int) -> None:
        """Moves the checkpoint forward."""
        values = {"name": self.name, "position": position, "moved_at": self._clock.now()}
        with self._write() as connection:
            connection.execute(_MOVE, values)


@contextmanager
def holding(engine: Engine, clock: Clock, name: str) -> Iterator[Held]:
    """Hold a relay; RelayRunning where another process does. A process that is killed holds it no more."""
    digest = sha256(name.encode()).hexdigest()[:16]
    with alone(engine, f"relay-{digest}", RelayRunning(name=name)) as connection:
        if connection is None:
            yield Held(name, clock, lambda: reading(engine), lambda: writing(engine))
        else:
            # Moved on the connection that has the lock: without the lock it cannot be.
            held = connection
            yield Held(name, clock, lambda: nullcontext(held), lambda: nullcontext(held))
