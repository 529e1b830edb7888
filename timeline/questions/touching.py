"""Touching: which saved questions the events of one append may have given another answer."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from events import FIRST_DAY, ActEvent, Claim, Day, Entry, Event, Redacted
from projections import counts_members

from ..answers.snapshot import Snapshot
from ..answers.turns import ever_related
from ..errors import UnknownVendor
from ..log import Log
from ..projecting import groups_of
from ..regions import Regions
from .asked import SavedQuestion
from .tables import question_counts, question_subjects, questions

SOURCES = ("source-described", "source-rated")
WIDE = (*SOURCES, "ownership-held", "region-named")
"""Kinds whose redaction leaves no trace of whom it was about."""
VENDOR_STREAM = "vendor:"
CHUNK = 300
Pair = tuple[str, str]


@dataclass(slots=True)
class Touched:
    """What one append may have changed: by question, the events that may have."""

    causes: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    subjects: dict[str, frozenset[Pair]] = field(default_factory=dict)
    """Whom and where some questions are about from now on."""
    redacting: bool = False
    first: int = 0
    last: int = 0

    def add(self, entry: Entry, names: Iterable[str]) -> None:
        """Let an event be a cause for some questions."""
        for name in names:
            self.causes[name].append(entry)


@dataclass(frozen=True, slots=True)
class About:
    """Whom and where a stream and those linked with it ever spoke of, and of which kinds."""

    vendors: frozenset[str]
    regions: frozenset[str]
    streams: frozenset[str]
    kinds: frozenset[str]
    lost: frozenset[str]
    """The kinds of claims whose words are gone."""


def touch(snapshot: Snapshot, entries: Sequence[Entry], touched: Touched) -> None:
    """Find the questions that some events of one append touch.

    Those are the questions about a vendor and a region that the occurrence of an event was ever said to be of,
    for only these can have a row of it; and those whose vendors, policy or places an event concerns.
    """
    told = [entry for entry in entries if not _mute(entry)]
    if not told:
        return
    about = _about(snapshot, told)
    for entry in told:
        _touch_related(snapshot, entry, about[entry.occurrence], touched)
    saved = _at(snapshot, [about[entry.occurrence] for entry in told])
    for question, pairs in touched.subjects.items():
        for pair in pairs:
            saved[pair].add(question)
    for entry in told:
        for pair in _pairs(snapshot.regions, about[entry.occurrence]):
            touched.add(entry, saved.get(pair, ()))


def subjects_of(snapshot: Snapshot, saved: SavedQuestion, today: Day) -> frozenset[Pair]:
    """The pairs under which a question is found: its vendors, at any time, beside its region."""
    region = saved.region or ""
    if saved.vendor is None:
        return frozenset({("", region)})
    try:
        question = saved.at(snapshot, snapshot.live.position, today)
    except UnknownVendor:
        return frozenset({(saved.vendor, region)})
    return frozenset((vendor, region) for vendor in ever_related(question))


def _mute(entry: Entry) -> bool:
    """Whether an event is a claim that no count and no policy goes by."""
    return (
        isinstance(entry, Event) and not counts_members(entry) and entry.claim.kind not in SOURCES
    )


def _about(snapshot: Snapshot, entries: Sequence[Entry]) -> dict[str, About]:
    """By occurrence, whom its streams ever spoke of."""
    connection, links = snapshot.connection, snapshot.table("links")
    groups = groups_of(connection, links, {entry.occurrence for entry in entries})
    members = {name for group in groups for name in group.members}
    streams = snapshot.log.streams(connection, members, snapshot.live.position)
    found: dict[str, About] = {}
    for group in groups:
        told = [entry for name in group.members for entry in streams[name]]
        found |= dict.fromkeys(group.members, _spoken(told, group.members))
    return found


def _spoken(told: Sequence[Entry], streams: frozenset[str]) -> About:
    claims = [claim for entry in told for claim in _claims(entry)]
    vendors = {vendor for claim in claims for vendor in (claim.vendor, *claim.vendors) if vendor}
    for entry in told:
        if isinstance(entry, ActEvent) and entry.act.act == "vendor-merged":
            vendors |= {entry.act.target, entry.act.content()["into"]}
    regions = {region for claim in claims for region in claim.regions}
    bare = any(not claim.regions for claim in claims)
    return About(
        frozenset(vendors),
        frozenset(regions | ({""} if bare else set())),
        streams,
        frozenset(claim.kind for claim in claims),
        frozenset(entry.kind for entry in told if isinstance(entry, Redacted)),
    )


def _claims(entry: Entry) -> list[Claim]:
    if isinstance(entry, Event):
        return [entry.claim]
    if isinstance(entry, ActEvent) and entry.act.brought is not None:
        return [entry.act.brought]
    return []


def _pairs(regions: Regions, about: About) -> Iterator[Pair]:
    """The pairs under which a question that an occurrence may concern stands."""
    places = {""}
    for region in about.regions - {""}:
        places |= {region, *(regions.ancestors(region, None) if regions.known(region) else ())}
    for vendor in (*about.vendors, ""):
        for place in places:
            yield vendor, place


def _at(snapshot: Snapshot, spoken: Sequence[About]) -> dict[Pair, set[str]]:
    """The questions that stand under some pairs, found by the vendors and places of all of them."""
    table = question_subjects
    pairs = {pair for about in spoken for pair in _pairs(snapshot.regions, about)}
    places = sorted({place for _, place in pairs})
    found: dict[Pair, set[str]] = defaultdict(set)
    for vendors in _chunks(sorted({vendor for vendor, _ in pairs})):
        for regions in _chunks(places):
            wanted = (table.c.vendor.in_(vendors), table.c.region.in_(regions))
            for row in snapshot.connection.execute(select(table).where(*wanted)):
                found[row.vendor, row.region].add(row.question)
    return found


def _touch_related(snapshot: Snapshot, entry: Entry, about: About, touched: Touched) -> None:
    """Questions that an event touches by another way than the pairs of its occurrence."""
    connection = snapshot.connection
    merging = entry.occurrence.startswith(VENDOR_STREAM)
    if merging or "ownership-held" in about.kinds:
        for name, saved in _about_vendors(connection, about.vendors, touched).items():
            if merging or saved.with_subsidiaries:
                touched.subjects[name] = subjects_of(snapshot, saved, FIRST_DAY)
                touched.add(entry, [name])
    if about.kinds & {*SOURCES}:
        by = select(questions.c.id).where(questions.c.by_sources == 1)
        touched.add(entry, connection.execute(by).scalars())
    if isinstance(entry, ActEvent) and entry.act.does == "redacts":
        touched.redacting = True
        touched.add(entry, _with(connection, about))


def _about_vendors(
    connection: Connection, vendors: frozenset[str], touched: Touched
) -> Mapping[str, SavedQuestion]:
    """The questions whose vendors some vendors are among."""
    wanted = {
        name
        for name, pairs in touched.subjects.items()
        if any(vendor in vendors for vendor, _ in pairs)
    }
    for chunk in _chunks(sorted(vendors)):
        table = question_subjects
        rows = connection.execute(select(table.c.question).where(table.c.vendor.in_(chunk)))
        wanted |= set(rows.scalars())
    return read_questions(connection, wanted)


def _with(connection: Connection, about: About) -> Iterator[str]:
    """The questions that were told of an occurrence; all of them, where what is gone may concern any."""
    if about.lost & {*WIDE}:
        yield from connection.execute(select(questions.c.id)).scalars()
        return
    table = question_counts
    for chunk in _chunks(sorted(about.streams)):
        rows = connection.execute(
            select(table.c.question).where(table.c.occurrence.in_(chunk)).distinct()
        )
        yield from rows.scalars()


def read_questions(connection: Connection, names: Iterable[str]) -> dict[str, SavedQuestion]:
    """Saved questions by their ids; one that is not there is left out."""
    found: dict[str, SavedQuestion] = {}
    for chunk in _chunks(sorted(names)):
        rows = connection.execute(
            select(questions.c.id, questions.c.asked).where(questions.c.id.in_(chunk))
        )
        found |= {row.id: SavedQuestion.stored(row.asked) for row in rows}
    return found


def appends(
    log: Log, connection: Connection, after: int, size: int = 1_000
) -> Iterator[tuple[Sequence[Entry], bool]]:
    """What follows a position, in parts, each of one append; and whether it is the last part of it."""
    waiting: list[Entry] = []
    while page := log.read(connection, after, size):
        after = page[-1].position
        for entry in page:
            if waiting and entry.recorded_at != waiting[0].recorded_at:
                yield waiting, True
                waiting = []
            waiting.append(entry)
        if waiting and len(waiting) >= size:
            more = log.read(connection, after, 1)
            ended = not more or more[0].recorded_at != waiting[0].recorded_at
            yield waiting, ended
            waiting = []
    if waiting:
        yield waiting, True


def _chunks(values: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(values), CHUNK):
        yield values[start : start + CHUNK]
