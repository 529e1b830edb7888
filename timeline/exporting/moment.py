"""One moment of the database, held for as long as an export takes."""

from collections.abc import Iterator
from contextlib import contextmanager

from ..answers.snapshot import Snapshot
from ..database import reading
from ..log import redactions
from ..service import Service

LATEST = (1 << 62) - 1


@contextmanager
def one_moment(service: Service) -> Iterator[Snapshot]:
    """A snapshot; words that are redacted while it is held leave the database when it ends."""
    held = LATEST
    try:
        with service.snapshot() as snapshot:
            held = snapshot.live.position
            yield snapshot
    finally:
        # SQLite keeps what was overwritten for as long as somebody reads as of before.
        with reading(service.engine) as connection:
            redacted = redactions(connection, held, LATEST)
        if redacted:
            service.log.forget()
