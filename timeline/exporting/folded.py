"""What is folded anew for an export: how claims stand, their chains of citations, and counts without some sources."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from itertools import combinations

from events import Entry, Event
from projections import (
    EVER,
    UNTURNED,
    Partition,
    StandingSpan,
    chain_of,
    partitions,
    same_place,
    solve,
    spans_between,
    standing_spans,
    standings,
    turns_of,
    visible,
)

from ..answers.policy import Policy
from ..answers.roots import full_chain
from ..log import by_stream
from ..projecting import Group
from .claim_rows import citation_cells
from .columns import Row, a_day, an_instant, day, flag, instant, is_told, text, whole
from .extent import Extent
from .table import Batch, Table

MANY = 500
"""How many occurrences make a batch."""
MANY_SOURCES = 12
"""An occurrence of more sources is counted without one of them only, not without two."""

STANDING_COLUMNS = (
    text("occurrence", "the name its occurrence goes by, linked ones under one name"),
    whole("position", "the claim's"),
    text("counts", "yes, maybe (a disclosure may lie before or after), or no (set aside)"),
    text("set_aside_by", "the act that set it aside, or may have"),
    instant("known_from", "from this instant on the known clock; null is from ever"),
    instant("known_to", "up to before this one; null is without end"),
    whole("since", "from this position on"),
    whole("until", "up to before this one; null is without end"),
)
CHAIN_COLUMNS = (
    text("occurrence", "the name its occurrence goes by"),
    whole("position", "the claim's"),
    text("claim", "the claim's id"),
    whole("link", "0 is the claim's own citation, 1 the one it relies on, and so on to the root"),
    flag("root", "whether it is the last"),
    text("place", "the same for the same place in a source"),
    text("source", "whose words they are"),
    text("citation_id", "the name of the place in the source"),
    text("title", "of the place"),
    text("url", "of the place"),
    text("published", "EDTF as it was given"),
    text("retrieved_at", "when it was read"),
    text("sha256", "of the bytes it was read from"),
    text("quote", "the words quoted"),
    flag("assessed", "whether it was looked into what it relies on"),
)
WITHOUT_COLUMNS = (
    text("occurrence", "the name its occurrence goes by"),
    text("without", "the sources left out, with all that relies on them: one, or two and a comma"),
    text("vendor", "whose count it is"),
    text("region", "where; null where no claim names one"),
    text("type", "the type of occurrence"),
    text("unit", "what is counted"),
    day("valid_from", "from this day on; null is from ever"),
    day("valid_to", "up to before this one; null is without end"),
    whole("certain", "in force at the least"),
    whole("presumed", "in force if nothing ended unsaid"),
    whole("possible", "in force at the most; null is unbounded"),
)


def read_folded(extent: Extent, wanted: frozenset[str]) -> Iterator[Batch]:
    """The rows of `standings`, `chains` and `without`, occurrence by occurrence."""
    batch: dict[str, list[Row]] = {name: [] for name in sorted(wanted)}
    connection = extent.snapshot.connection
    alone = by_stream(connection, extent.position, extent.alone())
    for number, (name, entries) in enumerate(alone, 1):
        _add(batch, name, entries, standing_spans(name, entries))
        if number % MANY == 0:
            yield batch
            batch = {name: [] for name in batch}
    for group in extent.changed_groups:
        _add_group(batch, extent, group)
    yield batch


def _add_group(batch: dict[str, list[Row]], extent: Extent, group: Group) -> None:
    """The rows of occurrences that were linked, each under the name it goes by."""
    log, connection = extent.snapshot.log, extent.snapshot.connection
    streams = log.streams(connection, group.members, extent.position)

    def parts_at(position: int) -> dict[str, list[Entry]]:
        return {
            name: sorted((e for each in part for e in streams[each]), key=lambda e: e.position)
            for name, part in group.parts(position).items()
        }

    turns = {turn for link in group.links for turn in (link.since, link.until)}
    turns |= {turn for entries in streams.values() for turn in turns_of(entries)}
    upto = sorted(turn for turn in turns if turn <= extent.position)
    spans: dict[str, list[StandingSpan]] = {}
    for span in spans_between(upto, parts_at):
        spans.setdefault(span.occurrence, []).append(span)
    parts = parts_at(extent.position)
    for name in sorted({*parts, *spans}):
        _add(batch, name, parts.get(name, []), iter(spans.get(name, ())))


def _add(
    batch: dict[str, list[Row]], name: str, entries: Sequence[Entry], spans: Iterator[StandingSpan]
) -> None:
    if "standings" in batch:
        batch["standings"] += [
            _standing_row(span) for span in spans if is_told(None, span.known_to)
        ]
    if "chains" in batch:
        batch["chains"] += _chain_rows(name, entries)
    if "without" in batch:
        batch["without"] += _rows_without(name, entries)


def _standing_row(span: StandingSpan) -> Row:
    return (
        *(span.occurrence, span.at, span.counts.name.lower(), span.by),
        *(an_instant(span.known_from), an_instant(span.known_to)),
        *(span.since, None if span.until == UNTURNED else span.until),
    )


def _chain_rows(name: str, entries: Sequence[Entry]) -> Iterator[Row]:
    around = [each.event for each in standings(entries, EVER)]
    for event in around:
        chain = full_chain(event.claim.citation, around)
        for link, citation in enumerate(chain):
            place = sha256(same_place(citation)).hexdigest()[:16]
            yield (
                *(name, event.position, event.claim.id, link, link == len(chain) - 1, place),
                *citation_cells(citation),
                citation.assessed,
            )


def _rows_without(name: str, entries: Sequence[Entry]) -> Iterator[Row]:
    """The counts in full hindsight from what is left without a source, or two; nothing where no claim is."""
    seen = visible(entries, EVER - 1)
    sources = sorted({source for event in seen.all for source in sources_of(event)})
    if len(sources) < 2:
        return
    pairs = combinations(sources, 2) if len(sources) <= MANY_SOURCES else ()
    parts = partitions(seen)
    for left_out in [*((source,) for source in sources), *pairs]:
        policy = Policy(excluded=frozenset(left_out))
        kept = replace(
            seen,
            sure=tuple(event for event in seen.sure if policy.keeps(event)),
            doubtful=tuple(event for event in seen.doubtful if policy.keeps(event)),
        )
        left = {part.key: part for part in partitions(kept)}
        for part in parts:
            if part.key in left:
                yield from _spans(name, ",".join(left_out), part, left[part.key])


def _spans(name: str, left_out: str, whole_part: Partition, left: Partition) -> Iterator[Row]:
    key = left.key
    for region in whole_part.regions or (None,):
        spans = solve(left).profile.spans
        for first, after, counts in (span for span in spans if is_told(span[0], EVER)):
            yield (
                *(name, left_out, key.vendor, region, key.type, key.unit),
                *(a_day(first), a_day(after)),
                *(counts.certain, counts.presumed, counts.possible),
            )


def sources_of(event: Event) -> list[str]:
    """The sources a claim's citation passes through, and the one it names at its end."""
    chain = chain_of(event.claim.citation)
    named = chain[-1].derived_from
    return [*(link.source for link in chain), *([named] if isinstance(named, str) else ())]


STANDINGS = Table(
    "standings",
    "from when to when each claim counts, on the known and the recorded clock",
    "by-occurrence",
    ("position", "occurrence", "counts", "set_aside_by", "known_from", "since"),
    STANDING_COLUMNS,
    read_folded,
)
CHAINS = Table(
    "chains",
    "what each claim's citation relies on, down to the root",
    "by-occurrence",
    ("position", "occurrence", "link"),
    CHAIN_COLUMNS,
    read_folded,
)
WITHOUT = Table(
    "without",
    "in full hindsight, the counts of what several sources tell without one or two of them",
    "by-occurrence",
    ("occurrence", "without", "vendor", "region", "type", "unit", "valid_from"),
    WITHOUT_COLUMNS,
    read_folded,
)
