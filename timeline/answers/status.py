"""The status of a claim: what befell it since, and which answers change if it is taken away."""

from collections.abc import Iterable
from itertools import pairwise

from events import ActEvent, Day, Entry, Event, Redacted
from projections import EVER, Counts, ExposureRow, occurrence_rows, standings

from .claims import act_shape, redacted_shape
from .snapshot import Snapshot
from .spans import span_shape
from .totals import Answer, counts_shape
from .why import acts_upon, told_of, word

Key = tuple[str, str, str, str]
Step = tuple[Day, Day, Counts]
NONE = Counts(0, 0, 0)


def claim_status(snapshot: Snapshot, claim_id: str) -> Answer:
    """What became of a claim by now. It may change with any act; nothing in it is pinned.

    `blast_radius` lists the vendors, regions and days whose counts, at the head and with all that was
    disclosed, are other without the claim: a pinned answer about one of them relied on it.
    """
    told = told_of(snapshot, claim_id)
    found = [each for each in standings(told, EVER) if each.event.claim.id == claim_id]
    entry = snapshot.log.by_id(snapshot.connection, claim_id)
    emptied = [entry] if isinstance(entry, Redacted) else []
    status = "redacted" if emptied else word(found[0]) if found else "unknown"
    return {
        "id": claim_id,
        "position": snapshot.live.position,
        "status": status,
        "acts": [act_shape(act) for act in acts_upon(told, {claim_id})],
        "redacted": [redacted_shape(entry) for entry in emptied],
        "blast_radius": blast_radius(told, claim_id),
    }


def blast_radius(told: list[Entry], claim_id: str) -> list[Answer]:
    """Where the counts of an occurrence differ without a claim, as they are now known."""
    occurrence = told[0].occurrence
    without = [entry for entry in told if not _says(entry, claim_id)]
    before = _known_now(occurrence_rows(occurrence, told))
    after = _known_now(occurrence_rows(occurrence, without))
    return [
        {
            "vendor": key[0],
            "region": key[1] or None,
            "type": key[2],
            "unit": key[3],
            "occurrence": occurrence,
            **span_shape(first, last),
            "with": counts_shape(one),
            "without": counts_shape(other),
        }
        for key in sorted({*before, *after})
        for first, last, one, other in _differences(before.get(key, []), after.get(key, []))
    ]


def _says(entry: Entry, claim_id: str) -> bool:
    """Whether an entry is a claim, or the act that brings it in."""
    if isinstance(entry, Event):
        return entry.claim.id == claim_id
    brought = entry.act.brought if isinstance(entry, ActEvent) else None
    return brought is not None and brought.id == claim_id


def _known_now(rows: Iterable[ExposureRow]) -> dict[Key, list[Step]]:
    found: dict[Key, list[Step]] = {}
    for row in rows:
        if row.known_to == EVER:
            key = (row.vendor, row.region, row.type, row.unit)
            counts = Counts(row.certain, row.presumed, row.possible)
            found.setdefault(key, []).append((row.valid_from, row.valid_to, counts))
    return found


def _differences(
    before: list[Step], after: list[Step]
) -> Iterable[tuple[Day, Day, Counts, Counts]]:
    days = sorted({day for first, last, _ in (*before, *after) for day in (first, last)})
    for first, last in pairwise(days):
        one, other = _on(before, first), _on(after, first)
        if one != other:
            yield first, last, one, other


def _on(steps: list[Step], day: Day) -> Counts:
    return next((counts for first, last, counts in steps if first <= day < last), NONE)
