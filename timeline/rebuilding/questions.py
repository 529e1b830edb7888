"""The fixed set of questions that two builds of a projection are compared over, drawn from the log itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from events import FIRST_DAY, ActEvent, Claim, Entry, Event, day_of, day_text

from ..answers.snapshot import Snapshot
from ..asof import Asked

SAMPLE = 40
"""How many events are drawn, spread evenly over the log."""

WIDE = 200
"""Of how many vendors or claims an answer is left out, or asked for once only."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """One question: which answer is asked for, of whom and where, as of when."""

    answer: str
    asked: Asked
    vendor: str | None = None
    region: str | None = None
    type: str | None = None

    @property
    def words(self) -> str:
        """The command that asks it."""
        options = {
            "type": self.type,
            "valid-at": self.asked.valid_at,
            "known-at": self.asked.known_at,
            "position": self.asked.position,
        }
        said = [f"--{name} {value}" for name, value in options.items() if value is not None]
        return " ".join([self.answer, *filter(None, (self.vendor, self.region)), *said])


def _dated(vendor: str, region: str, days: str, clock: str = "valid_at") -> tuple[Fixed, ...]:
    return tuple(
        Fixed("exposure", Asked(**{clock: day}), vendor, region)  # type: ignore[arg-type]
        for day in days.split()
    )


CASEBOOK = (
    *_dated("dahua", "CN-XJ", "2015-12-31 2016-06-30 2018-01-01 2024-12-23 2025-06-01"),
    *_dated("dahua", "CN-XJ", "2017-12-31 2019-10-08 2019-10-09", "known_at"),
    *_dated("hikvision", "CN-XJ", "2020-01-01 2024-12-14"),
    *_dated("hikvision", "CN-XJ", "2024-12-12", "known_at"),
    *_dated("megvii", "US", "2024-06-01 2025-02-01"),
    Fixed("exposure", Asked(valid_at="2025-02-01", known_at="2024-12-31"), "megvii", "US"),
)
"""The casebook's questions, asked where the log speaks of these vendors."""


def fixed_questions(snapshot: Snapshot, many: int = SAMPLE) -> list[Fixed]:
    """The same questions whenever they are drawn of a log up to the snapshot's position.

    Each event drawn gives its vendor and its region, and the moments at which its claim changes an answer:
    its days on the valid clock, its disclosure on the known one, its position on the recorded one.
    """
    upto = snapshot.live.position
    if not upto:
        return []
    drawn = sorted({1 + (upto - 1) * n // max(1, many - 1) for n in range(many)})
    entries = snapshot.log.at(snapshot.connection, drawn)
    last = Asked(position=upto)
    found: list[Fixed] = [Fixed("sources", last)]
    for entry in entries.values():
        found += _about(snapshot, entry, last)
    spoken_of = _vendors(snapshot)
    found += [each for each in CASEBOOK if each.vendor in spoken_of]
    return list(dict.fromkeys(found))


def _about(snapshot: Snapshot, entry: Entry, last: Asked) -> Iterator[Fixed]:
    event = _event(snapshot, entry)
    if event is None:
        return
    claim = event.claim
    vendor, region = next(iter(claim.vendors), None), next(iter(claim.regions), None)
    if vendor is not None:
        wide = _claims(snapshot, vendor) > WIDE
        moments = [*_moments(claim, event), *_recorded(event, entry, last)]
        for asked in moments[:1] if wide else moments:
            yield Fixed("exposure", asked, vendor, region)
        if not wide:
            yield Fixed("vendor", last, vendor)
            yield Fixed("history", last, vendor, region)
    if region is not None and _vendors_within(snapshot, region) <= WIDE:
        yield Fixed("region", last, region=region)


def _moments(claim: Claim, event: Event) -> Iterator[Asked]:
    """The first and the last day it speaks of, and the day it was disclosed, each with the day before or after."""
    days = event.disclosed_days if claim.when is None else claim.when.span()
    if days.first is not None:
        yield Asked(valid_at=day_text(days.first))
        yield Asked(valid_at=day_text(max(FIRST_DAY, days.first - 1)))
    if days.last is not None:
        yield Asked(valid_at=day_text(days.last))
    disclosed = day_of(event.known.hi)
    yield Asked(known_at=day_text(disclosed))
    yield Asked(known_at=day_text(max(FIRST_DAY, disclosed - 1)))


def _recorded(event: Event, entry: Entry, last: Asked) -> Iterator[Asked]:
    """Its position, and one half way to the last; before its position only what an act is upon was there."""
    yield Asked(position=entry.position)
    yield Asked(position=(entry.position + (last.position or 0)) // 2)
    if event.position < entry.position:
        yield Asked(position=entry.position - 1)


def _event(snapshot: Snapshot, entry: Entry) -> Event | None:
    """The claim of an entry, or the one that an act is upon; None where its payload is gone."""
    found: Entry | None = entry
    if isinstance(entry, ActEvent):
        found = snapshot.log.by_id(snapshot.connection, entry.act.target)
    return found if isinstance(found, Event) else None


def _vendors(snapshot: Snapshot) -> set[str]:
    """The casebook's vendors that the log speaks of."""
    table = snapshot.table("pairs")
    asked = {each.vendor for each in CASEBOOK}
    found = snapshot.connection.execute(select(table.c.vendor).where(table.c.vendor.in_(asked)))
    return set(found.scalars())


def _claims(snapshot: Snapshot, vendor: str) -> int:
    """How many claims there are about a vendor, counted no further than it matters."""
    table = snapshot.table("history")
    return _counted(snapshot, select(table.c.at).where(table.c.vendor == vendor))


def _vendors_within(snapshot: Snapshot, region: str) -> int:
    """How many vendors were named beside a region or what ever lay within it, counted as claims are."""
    table = snapshot.table("pairs")
    known = snapshot.regions.known(region)
    within = {region, *(snapshot.regions.descendants(region, None) if known else ())}
    found = select(table.c.vendor).where(table.c.region.in_(sorted(within)))
    return _counted(snapshot, found)


def _counted(snapshot: Snapshot, rows: Select[Any]) -> int:
    counted = select(func.count()).select_from(rows.limit(WIDE + 1).subquery())
    return snapshot.connection.scalar(counted) or 0
