"""What every importer is: it reads a source, checks it whole, and gives the steps it comes to."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Protocol

from sqlalchemy import Engine

from events import Instant, shown

from ..errors import BadParameter
from ..recording import Item
from ..regions import Regions
from .opening import LIMITS, Limits
from .step import Said, Step

OPTIONS = ("profile", "persons", "observed", "published", "release")


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be imported, and how."""

    path: Path
    profile: str | None = None
    persons: bool = False
    """Also rows of natural persons, and of ships and other things."""
    observed: str | None = None
    """When the copy was taken, where its name does not tell."""
    published: str | None = None
    release: str = ""
    """The first characters of the hash of a copy to import though it was quarantined."""
    limits: Limits = LIMITS

    def check(self, importer: "Importer") -> None:
        """BadParameter for what was asked of an importer that does not heed it."""
        for name in OPTIONS:
            value = getattr(self, name)
            if value and name not in importer.takes:
                expected = f"nothing, as {importer.name} takes no --{name}"
                raise BadParameter(field=name, expected=expected, got=shown(value))


@dataclass(frozen=True, slots=True)
class Desk:
    """What an importer may look at: the database, the regions known, the present."""

    engine: Engine
    regions: Regions
    now: Instant
    check: Callable[[Sequence[Item]], list[Said]]
    """Reads what may be recorded as `timeline record` does; BadClaim for the first that may not."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A source that was read and found sound: its rows counted, its steps still to be drawn."""

    rows: int
    steps: Iterator[Step]


class Importer(Protocol):
    """Turns a document of one source into steps."""

    name: ClassVar[str]
    description: ClassVar[str]
    takes: ClassVar[tuple[str, ...]]
    """What it heeds of a request beside the path."""

    def plan(self, request: Request, desk: Desk) -> Plan:
        """Read a source and check it whole, or raise BadSource; what the steps say was not recorded yet."""
        ...
