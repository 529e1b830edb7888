"""eventsourcing's recorder over the log's tables, one implementation for SQLite and PostgreSQL."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from eventsourcing import persistence
from eventsourcing.persistence import (
    Notification,
    ProcessRecorder,
    StoredEvent,
    Subscription,
    Tracking,
)
from sqlalchemy import Connection, Engine, exc, select

from ..clock import Clock, SystemClock
from ..database import reading, writing
from .insertion import UNMARKED, insert_rows, lock_head, read_head
from .subscription import PollingSubscription
from .tables import log_events
from .tracking import advance, checkpoint

_STORED = select(log_events.c.stream, log_events.c.version, log_events.c.topic, log_events.c.state)
_NOTIFIED = _STORED.add_columns(log_events.c.position)

# The narrower classes stand before the ones they derive from.
_TRANSLATIONS: tuple[tuple[type[exc.DBAPIError], type[persistence.PersistenceError]], ...] = (
    (exc.IntegrityError, persistence.IntegrityError),
    (exc.DataError, persistence.DataError),
    (exc.OperationalError, persistence.OperationalError),
    (exc.InternalError, persistence.InternalError),
    (exc.ProgrammingError, persistence.ProgrammingError),
    (exc.NotSupportedError, persistence.NotSupportedError),
    (exc.DatabaseError, persistence.DatabaseError),
    (exc.InterfaceError, persistence.InterfaceError),
)


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except exc.DBAPIError as error:
        for theirs, ours in _TRANSLATIONS:
            if isinstance(error, theirs):
                raise ours(str(error)) from error
        raise persistence.PersistenceError(str(error)) from error
    except exc.TimeoutError as error:
        raise persistence.OperationalError(str(error)) from error


class Recorder(ProcessRecorder):
    """Stores and selects events and checkpoints; each call is one transaction.

    Stream ids are text; with `stream_ids=UUID` they are given and returned as UUIDs.
    """

    def __init__(
        self, engine: Engine, clock: Clock | None = None, stream_ids: type[str] | type[UUID] = str
    ) -> None:
        self._engine = engine
        self._clock = clock or SystemClock()
        self._stream_ids = stream_ids

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int]:
        """Inserts all events or none and returns their positions; a `tracking` given moves in the same transaction."""
        tracking: Tracking | None = kwargs.get("tracking")
        with _translated(), writing(self._engine) as connection:
            positions = range(0)
            if stored_events:
                head = lock_head(connection)
                after = insert_rows(
                    connection, head, self._clock, [(stored, UNMARKED) for stored in stored_events]
                )
                positions = range(head.position + 1, after.position + 1)
            if tracking is not None:
                _track(connection, tracking)
        return list(positions)

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        """The events of one stream in order of version."""
        version = log_events.c.version
        statement = _STORED.where(log_events.c.stream == str(originator_id))
        if gt is not None:
            statement = statement.where(version > gt)
        if lte is not None:
            statement = statement.where(version <= lte)
        statement = statement.order_by(version.desc() if desc else version).limit(limit)
        with _translated(), reading(self._engine) as connection:
            rows = connection.execute(statement).all()
        return [
            StoredEvent(self._stream_ids(row.stream), row.version, row.topic, row.state)
            for row in rows
        ]

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """The events from one position to another, both included unless told otherwise, in order of position."""
        position = log_events.c.position
        statement = _NOTIFIED
        if start is not None:
            statement = statement.where(
                position >= start if inclusive_of_start else position > start
            )
        if stop is not None:
            statement = statement.where(position <= stop)
        if topics:
            statement = statement.where(log_events.c.topic.in_(topics))
        with _translated(), reading(self._engine) as connection:
            rows = connection.execute(statement.order_by(position).limit(limit)).all()
        return [
            Notification(
                self._stream_ids(row.stream), row.version, row.topic, row.state, row.position
            )
            for row in rows
        ]

    def max_notification_id(self) -> int | None:
        """The last position, or None while the log is empty."""
        with _translated(), reading(self._engine) as connection:
            return read_head(connection).position or None

    def subscribe(
        self, gt: int | None = None, topics: Sequence[str] = ()
    ) -> Subscription[persistence.ApplicationRecorder]:
        """Yields the events after a position, then each new one within a tenth of a second, until it is stopped."""
        return PollingSubscription(self, gt, topics)

    def insert_tracking(self, tracking: Tracking) -> None:
        """Moves a checkpoint forward; IntegrityError where it is already there or beyond."""
        with _translated(), writing(self._engine) as connection:
            _track(connection, tracking)

    def max_tracking_id(self, application_name: str) -> int | None:
        """The position a reader has come to, or None if it never came to one."""
        with _translated(), reading(self._engine) as connection:
            return checkpoint(connection, application_name)


def _track(connection: Connection, tracking: Tracking) -> None:
    if not advance(connection, tracking.application_name, tracking.notification_id):
        raise persistence.IntegrityError(
            f"{tracking.application_name} is already at {tracking.notification_id} or beyond"
        )
