"""Between a claim or an act and the form in which eventsourcing stores it."""

from dataclasses import dataclass

from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import JSONTranscoder, Mapper, StoredEvent

from events import Act, Claim, read_said


@dataclass(frozen=True)
class Placed:
    """A claim or an act at its place in the stream of an occurrence."""

    originator_id: str
    originator_version: int
    said: Claim | Act


class SaidMapper(Mapper[str]):
    """Stores what was said under the permanent name of its kind or act, as its canonical bytes."""

    def __init__(self) -> None:
        super().__init__(JSONTranscoder())

    def to_stored_event(self, domain_event: DomainEventProtocol[str]) -> StoredEvent:
        """The stored form; TypeError for anything but a Placed."""
        if not isinstance(domain_event, Placed):
            raise TypeError(f"expected a Placed, got {type(domain_event).__name__}")
        said = domain_event.said
        return StoredEvent(
            domain_event.originator_id,
            domain_event.originator_version,
            said.act if isinstance(said, Act) else said.kind,
            said.canonical(),
        )

    def to_domain_event(self, stored_event: StoredEvent) -> Placed:
        """What was said in the present version of its kind, whichever version was stored."""
        said = read_said(stored_event.topic, stored_event.state)
        return Placed(str(stored_event.originator_id), stored_event.originator_version, said)
