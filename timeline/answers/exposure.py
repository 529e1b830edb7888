"""The exposure answer: how much was in force, with bounds, and every claim it stands on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import groupby

from events import Day, Event
from projections import (
    Counts,
    Exposure,
    Partition,
    PartitionKey,
    Visible,
    partitions,
    solve,
    visible,
)

from .claims import shapes
from .hindsight import hindsight
from .notes import collect_notes, denials, dispute_shape
from .question import Question
from .rows import Found, exposure_rows
from .sources import coverage

Answer = dict[str, object]
PROJECTION: Answer = {"name": Exposure.name, "version": Exposure.version}


@dataclass(frozen=True, slots=True)
class Exposed:
    """One count of one occurrence on the days asked, and the claims behind it."""

    occurrence: str
    key: PartitionKey
    rows: tuple[Found, ...]
    events: tuple[Event, ...] = ()
    denials: tuple[Event, ...] = ()

    @property
    def in_force(self) -> Counts:
        """The counts that hold whichever of the days asked is meant."""
        return reduce(Counts.joined, (row.counts for row in self.rows))

    @property
    def regions(self) -> list[str]:
        """The regions it was found in."""
        return sorted({row.region for row in self.rows} - {""})


def answer_exposure(question: Question) -> Answer:
    """What was in force of a vendor, in a region, or both, as of three times."""
    subject = {"vendor": question.vendor, "region": question.region}
    given = {name: value for name, value in subject.items() if value is not None}
    return {
        **answer_body(question, {"subject": subject}),
        "pinned": question.pinned("/v1/exposure", given),
    }


def answer_body(question: Question, subject: Answer) -> Answer:
    """What exposure, vendor and region answers have in common, `subject` standing behind the envelope."""
    if question.as_of.before_first_record:
        return {
            **question.envelope("before_first_record"),
            **subject,
            "totals": [],
            "occurrences": [],
            "notes": [],
            "measurements": [],
            "hindsight": None,
            "coverage": [],
            "projection": PROJECTION,
        }
    rows = exposure_rows(question)
    every = _grouped(rows)
    shown = [each for each in every if question.include_excluded or each.in_force.possible != 0]
    shown = _with_claims(question, shown)
    notes = collect_notes(question, {each.occurrence for each in shown})
    return {
        **question.envelope("exposed" if every else "none_recorded"),
        **subject,
        "totals": sum_up(rows, question.as_of.first_day),
        "occurrences": [_shape(question, each) for each in shown],
        "notes": shapes(notes.notes),
        "measurements": shapes(notes.measurements),
        "hindsight": hindsight(question, [each.events for each in shown]),
        "coverage": coverage(question),
        "projection": PROJECTION,
    }


def sum_up(rows: Iterable[Found], first_day: Day) -> list[Answer]:
    """A row per type and unit; over several days each day is summed before the sums are bounded.

    An occurrence found in several regions is counted once.
    """
    region_of: dict[tuple[str, str, str, str], str] = {}
    by_unit: dict[tuple[str, str], list[Found]] = {}
    for row in rows:
        key = (row.occurrence, row.vendor, row.type, row.unit)
        if region_of.setdefault(key, row.region) == row.region:
            by_unit.setdefault((row.type, row.unit), []).append(row)
    return [
        {"type": type_, "unit": unit, **counts_shape(_total(found, first_day))}
        for (type_, unit), found in sorted(by_unit.items())
    ]


def counts_shape(counts: Counts) -> Answer:
    """Counts as JSON; possible null is unbounded."""
    return {"certain": counts.certain, "presumed": counts.presumed, "possible": counts.possible}


def _total(rows: Sequence[Found], first_day: Day) -> Counts:
    days = {max(row.valid_from, first_day) for row in rows}
    sums = [_sum([row for row in rows if row.valid_from <= day < row.valid_to]) for day in days]
    return reduce(Counts.joined, sums)


def _sum(rows: Sequence[Found]) -> Counts:
    possible = [row.possible for row in rows]
    bounded = [count for count in possible if count is not None]
    return Counts(
        sum(row.certain for row in rows),
        sum(row.presumed for row in rows),
        sum(bounded) if len(bounded) == len(possible) else None,
    )


def _grouped(rows: Iterable[Found]) -> list[Exposed]:
    def key(row: Found) -> tuple[str, str, str, str]:
        return row.type, row.occurrence, row.vendor, row.unit

    # Of several regions and spans of days the first speaks for the whole, whatever order they were read in.
    ordered = sorted(rows, key=lambda row: (*key(row), row.region, row.valid_from))
    return [
        Exposed(occurrence, PartitionKey(vendor, type_, unit), tuple(group))
        for (type_, occurrence, vendor, unit), group in groupby(ordered, key=key)
    ]


def _with_claims(question: Question, exposed: Sequence[Exposed]) -> list[Exposed]:
    """Each with the claims visible at the question's known instant and position."""
    snapshot = question.snapshot
    streams = snapshot.log.streams(
        snapshot.connection, {each.occurrence for each in exposed}, question.as_of.position
    )
    seen = {name: visible(events, question.known) for name, events in streams.items()}
    return [
        replace(
            each,
            events=_part(seen[each.occurrence], each.key).seen.all,
            denials=tuple(denials(seen[each.occurrence].all, each.key.vendor)),
        )
        for each in exposed
    ]


def _part(seen: Visible, key: PartitionKey) -> Partition:
    return next(part for part in partitions(seen) if part.key == key)


def _shape(question: Question, each: Exposed) -> Answer:
    row = each.rows[0]
    counts = each.in_force
    words = [e.claim.verbatim for e in each.events if e.claim.size and e.claim.verbatim]
    shape: Answer = {
        "id": each.occurrence,
        "vendor": each.key.vendor,
        "type": each.key.type,
        "unit": each.key.unit,
        "regions": each.regions,
        "label": label(counts),
        "size": {"lo": row.size_lo, "hi": row.size_hi, "verbatim": words[0] if words else None},
        "in_force": counts_shape(counts),
        "contested": bool(row.contested),
        "disputed_by": [dispute_shape(event) for event in each.denials],
        "claims": shapes(each.events),
    }
    if row.contested:
        shape["positions"] = _positions(question, each)
    return shape


def label(counts: Counts) -> str:
    """The strongest word the counts allow: certain, presumed, possible or excluded."""
    if counts.certain:
        return "certain"
    if counts.presumed:
        return "presumed"
    return "excluded" if counts.possible == 0 else "possible"


def _positions(question: Question, each: Exposed) -> list[Answer]:
    """What each side of a contradiction holds, on the first of the days asked."""
    held = solve(Partition(each.key, visible(each.events, question.known))).held
    return [
        {
            "source": position.source,
            "claims": [event.claim.id for event in position.claims],
            "in_force": counts_shape(position.profile.at(question.as_of.first_day)),
        }
        for position in held
    ]
