"""What every projection is: a named, versioned, pure fold from events to rows."""

from collections.abc import Iterable, Sequence
from typing import ClassVar, NamedTuple, Protocol

from events import Event, Instant

Value = str | int | None
EVER: Instant = 1 << 62
"""Open end of the known clock, and with a minus its open start."""


class Projection(Protocol):
    """A fold of the log into rows that a question can look up.

    A *lasting* projection gets each event alone, and its rows are added and never change.
    Any other gets all events of one occurrence up to a position, and its rows hold from that position
    until later events of the occurrence give others; earlier positions keep the rows they had.
    """

    name: ClassVar[str]
    version: ClassVar[int]
    description: ClassVar[str]
    lasting: ClassVar[bool]
    row: ClassVar[type[NamedTuple]]
    key: ClassVar[tuple[str, ...]]
    """The columns rows are clustered by; with the position they are unique."""

    def reads(self, event: Event) -> bool:
        """Whether an event can change the rows."""
        ...

    def rows(self, events: Sequence[Event]) -> Iterable[tuple[Value, ...]]:
        """The rows that follow from these events, given in the order of their positions."""
        ...
