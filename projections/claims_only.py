"""Occurrences that claims alone tell of, as most are: who sees which of them, without asking what acts left of them."""

from collections.abc import Iterator, Sequence

from events import Event, Instant

from .agreeing import Step, agreed_on
from .partition import Partition, PartitionKey, key_of, partitions, said_of
from .projection import EVER
from .visibility import Visible, slices

Slice = tuple[Instant, Instant, list[Partition]]
Heard = tuple[Instant, Instant, tuple[Step, ...]]


def parted_slices(claims: Sequence[Event]) -> Iterator[Slice]:
    """The slices of the known clock in which some are visible, each with its partitions."""
    for known_from, known_to in slices(claims):
        sure, doubtful = [], []
        for event in claims:
            known = event.known
            if known.hi <= known_from:
                (doubtful if event.claim.modality == "alleged" else sure).append(event)
            elif known.lo is None or known.lo < known_from:
                doubtful.append(event)
        if sure or doubtful:
            yield known_from, known_to, partitions(Visible(tuple(sure), tuple(doubtful)))


def heard_alone(event: Event) -> tuple[PartitionKey, list[Heard]] | None:
    """What follows from one claim, in each slice of the known clock; None where it contradicts itself."""
    claim, known = event.claim, event.known
    key = key_of(event, claim.type or claim.fallback)
    said, changed = (said_of(event, key),), claim.inertia == "until-changed"
    public = max(known.hi, -EVER)
    possibly = -EVER if known.lo is None else known.lo + 1
    doubted = agreed_on((), said, changed)
    known_by_all = doubted if claim.modality == "alleged" else agreed_on(said, (), changed)
    if doubted is None or known_by_all is None:
        return None
    slices_ = [(public, EVER, known_by_all)]
    if possibly < public:
        slices_.insert(0, (possibly, public, doubted))
    return key, slices_
