"""The exposure projection: for each vendor and region, how much was in force, over all three clocks."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import ClassVar, NamedTuple

from events import Day, Entry, Event, Instant

from .agreeing import Step, steps_told
from .claims_only import Parted, Patterned, parted_slices, patterned
from .partition import PartitionKey, counts_members, partitions
from .projection import Value
from .visibility import slices, visible

Core = tuple[Value, ...]
Spans = dict[Core, tuple[Instant, Instant]]


class ExposureRow(NamedTuple):
    """Counts that hold for `valid_from` <= day < `valid_to` as known from `known_from` to before `known_to`.

    `region` is '' where no claim names one. `possible` and `size_hi` None are unbounded.
    `tellers` are the sources that speak of it, in the order of the alphabet, with blanks between.
    """

    vendor: str
    region: str
    occurrence: str
    type: str
    unit: str
    known_from: Instant
    known_to: Instant
    valid_from: Day
    valid_to: Day
    certain: int
    presumed: int
    possible: int | None
    size_lo: int
    size_hi: int | None
    contested: int
    tellers: str


class Exposure:
    """How many members of each occurrence were in force: certainly, presumably, possibly."""

    name: ClassVar[str] = "exposure"
    version: ClassVar[int] = 2
    description: ClassVar[str] = "what is in force of each occurrence, per vendor and region"
    lasting: ClassVar[bool] = False
    linked: ClassVar[bool] = True
    row: ClassVar[type[NamedTuple]] = ExposureRow
    key: ClassVar[tuple[str, ...]] = (
        "vendor",
        "region",
        "occurrence",
        "type",
        "unit",
        "known_from",
        "valid_from",
    )
    sought: ClassVar[tuple[str, ...]] = ()

    def reads(self, entry: Entry) -> bool:
        """Claims that move counters, and whatever was done upon claims."""
        return not isinstance(entry, Event) or counts_members(entry)

    def rows(self, entries: Sequence[Entry], occurrence: str) -> Iterable[ExposureRow]:
        """The rows of one occurrence, from all that its streams hold up to a position."""
        return occurrence_rows(occurrence, entries)


def fold_rows(entries: Iterable[Entry]) -> list[ExposureRow]:
    """The rows that follow from what the streams of any occurrences hold, none of them linked."""
    ordered = sorted(entries, key=lambda entry: entry.occurrence)
    return [
        row
        for occurrence, group in groupby(ordered, key=lambda entry: entry.occurrence)
        for row in occurrence_rows(occurrence, list(group))
    ]


def occurrence_rows(occurrence: str, entries: Iterable[Entry]) -> Iterator[ExposureRow]:
    """The rows of one occurrence, whose claims may stand in several linked streams."""
    counted = sorted(
        (e for e in entries if not isinstance(e, Event) or counts_members(e)),
        key=lambda entry: entry.position,
    )
    claims = [entry for entry in counted if isinstance(entry, Event)]
    if not counted:
        return
    alone = len(claims) == len(counted)
    found = patterned(claims) if alone else None
    if found is not None:
        yield from _filled(occurrence, found)
        return
    spans: Spans = {}
    for known_from, known_to, parts in parted_slices(claims) if alone else _slices(counted):
        for part in parts:
            cores = cores_of(occurrence, part.key, part.regions, part.tellers, steps_told(part))
            yield from extend(spans, cores, known_from, known_to)
    yield from closed(spans)


def _filled(occurrence: str, found: Patterned) -> Iterator[ExposureRow]:
    """The rows of a pattern."""
    (vendor, type_, unit), regions, sources, edges, pattern = found
    for region in sorted(regions) or ("",):
        where = (vendor, region, occurrence, type_, unit)
        for since, until, step, told in pattern:
            tellers = sources[0] if len(sources) == 1 else " ".join([sources[n] for n in told])
            yield ExposureRow._make((*where, edges[since], edges[until], *step, tellers))


def _slices(entries: Sequence[Entry]) -> Iterator[Parted]:
    for known_from, known_to in slices(entries):
        yield known_from, known_to, partitions(visible(entries, known_from))


def extend(
    spans: Spans, cores: Iterable[Core], known_from: Instant, known_to: Instant
) -> Iterator[ExposureRow]:
    """Carry rows on over a further slice of the known clock; those that did not reach up to it are given out."""
    for core in cores:
        since, until = spans.get(core, (known_from, known_from))
        if until != known_from:
            yield _row(core, since, until)
            since = known_from
        spans[core] = (since, known_to)


def closed(spans: Spans) -> Iterator[ExposureRow]:
    """The rows of all that was carried."""
    for core, (since, until) in spans.items():
        yield _row(core, since, until)


def core_of(row: ExposureRow) -> Core:
    """A row without its range of the known clock."""
    return (*row[:5], *row[7:])


def cores_of(
    occurrence: str, key: PartitionKey, regions: Sequence[str], tellers: str, steps: Iterable[Step]
) -> Iterator[Core]:
    """Rows without their range of the known clock, for each region and step."""
    vendor, type_, unit = key
    for region in regions or ("",):
        for step in steps:
            yield (vendor, region, occurrence, type_, unit, *step, tellers)


def _row(core: Core, since: Instant, until: Instant) -> ExposureRow:
    return ExposureRow._make((*core[:5], since, until, *core[5:]))
