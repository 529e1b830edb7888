"""The only place that asks the machine what time it is."""

from datetime import UTC, datetime, timedelta
from typing import Protocol

from events import Instant

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class Clock(Protocol):
    """Tells the present."""

    def now(self) -> Instant:
        """The present, in microseconds since 1970-01-01T00:00Z. It may go back between two calls."""
        ...


class SystemClock:
    """The wall clock of the machine."""

    def now(self) -> Instant:
        """The present, in microseconds since 1970-01-01T00:00Z."""
        return (datetime.now(UTC) - EPOCH) // MICROSECOND


class FixedClock:
    """A clock that stands still until it is moved."""

    def __init__(self, instant: Instant) -> None:
        self._instant = instant

    def now(self) -> Instant:
        """The instant it was last set to."""
        return self._instant

    def advance(self, microseconds: int) -> None:
        """Moves the clock; a negative number moves it back."""
        self._instant += microseconds

    def set(self, instant: Instant) -> None:
        """Moves the clock to an instant, which may lie before the present one."""
        self._instant = instant
