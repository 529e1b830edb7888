"""Between a claim and the form in which eventsourcing stores it."""

from dataclasses import dataclass

from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import JSONTranscoder, Mapper, StoredEvent

from events import Claim, read_claim


@dataclass(frozen=True)
class PlacedClaim:
    """A claim at its place in the stream of its occurrence."""

    originator_id: str
    originator_version: int
    claim: Claim


class ClaimMapper(Mapper[str]):
    """Stores a claim under the permanent name of its kind, as its canonical bytes."""

    def __init__(self) -> None:
        super().__init__(JSONTranscoder())

    def to_stored_event(self, domain_event: DomainEventProtocol[str]) -> StoredEvent:
        """The stored form; TypeError for anything but a PlacedClaim."""
        if not isinstance(domain_event, PlacedClaim):
            raise TypeError(f"expected a PlacedClaim, got {type(domain_event).__name__}")
        claim = domain_event.claim
        return StoredEvent(
            domain_event.originator_id,
            domain_event.originator_version,
            claim.kind,
            claim.canonical(),
        )

    def to_domain_event(self, stored_event: StoredEvent) -> PlacedClaim:
        """The claim in the present version of its kind, whichever version was stored."""
        claim = read_claim(stored_event.topic, stored_event.state)
        return PlacedClaim(str(stored_event.originator_id), stored_event.originator_version, claim)
