"""What every projection is: a named, versioned, pure fold from events to rows."""

from collections.abc import Iterable, Sequence
from typing import ClassVar, NamedTuple, Protocol

from events import Entry, Instant

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
    linked: ClassVar[bool]
    """Whether occurrences asserted to be one are folded as one."""
    row: ClassVar[type[NamedTuple]]
    key: ClassVar[tuple[str, ...]]
    """The columns rows are clustered by; with the position they are unique."""
    sought: ClassVar[tuple[str, ...]]
    """Further columns that rows are looked up by."""

    def reads(self, entry: Entry) -> bool:
        """Whether an entry can change the rows."""
        ...

    def rows(self, entries: Sequence[Entry], occurrence: str) -> Iterable[tuple[Value, ...]]:
        """The rows of an occurrence that follow from these entries, given in the order of positions."""
        ...
