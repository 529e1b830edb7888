"""Hypothesis strategies for logs whose windows collide, and for questions to ask of them."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from hypothesis import strategies as st

from events import (
    ActEvent,
    Claim,
    Entry,
    Event,
    Instant,
    end_of,
    parse_claim,
    read_quantity,
    start_of,
)

FIRST = date(2020, 1, 1)
UNIVERSE = 10
"""The days that valid and disclosed times name, from FIRST on."""
HOUR: Instant = 3_600_000_000

Said = dict[str, Any]


class Question(NamedTuple):
    """A day, and what was public and recorded by when."""

    day: int
    known: Instant
    position: int


def _text(offset: int) -> str:
    return (FIRST + timedelta(days=offset)).isoformat()


def _valids(first: int, last: int) -> st.SearchStrategy[str]:
    """Valid times of every form within the days from `first` to `last` of the universe."""
    within = st.integers(first, last)
    plain = within.map(_text)
    pairs = st.tuples(within, within).map(sorted).map(lambda pair: [_text(at) for at in pair])
    sets = pairs.map(lambda pair: f"[{pair[0]}..{pair[1]}]")
    three = st.tuples(within, within, within).map(sorted).map(lambda at: [_text(x) for x in at])
    return st.one_of(
        plain,
        plain,
        sets,
        sets,
        pairs.map("/".join),
        plain.map(lambda day: f"{day}/.."),
        plain.map(lambda day: f"{day}/"),
        plain.map(lambda day: f"/{day}"),
        plain.map(lambda day: f"{day}~"),
        plain.map(lambda day: f"{day}~/.."),
        three.map(lambda days: f"{days[0]}/[{days[1]}..{days[2]}]"),
    )


days = st.integers(0, UNIVERSE - 1).map(lambda offset: FIRST.toordinal() + offset)
plain = st.integers(0, UNIVERSE - 1).map(_text)
ranges = st.tuples(plain, plain).map(sorted).map(lambda pair: f"[{pair[0]}..{pair[1]}]")
anywhere = _valids(0, UNIVERSE - 1)
early = st.one_of(_valids(0, 4), _valids(0, 4), anywhere)
late = st.one_of(_valids(4, UNIVERSE - 1), _valids(4, UNIVERSE - 1), anywhere)
times = st.tuples(plain, st.integers(0, 23)).map(lambda pair: f"{pair[0]}T{pair[1]:02}:00:00Z")
disclosures = st.one_of(plain, plain, plain, ranges, times)

sizes: st.SearchStrategy[int | str] = st.one_of(
    st.integers(1, 3), st.integers(1, 5), st.sampled_from(["up to 3", "between 2 and 4"])
)
open_sizes: st.SearchStrategy[int | str] = st.sampled_from(["some", "several", "at least 2"])
counts: st.SearchStrategy[int | str] = st.one_of(
    st.integers(1, 2), st.sampled_from(["some", "several", "at least 2", "up to 3", "most", "all"])
)
tallies = st.one_of(st.integers(0, 2), counts)

TYPED = (
    *("project-awarded", "contract-agreed", "deployment-reported", "entity-listed") * 2,
    *("listing-announced", "ownership-held"),
)
UNTYPED = (
    *("contract-terminated", "operation-observed") * 3,
    *("exit-announced", "entity-delisted", "entry-revised"),
)
SILENT = ("allegation-made", "denial-made", "statement-made")
MODALITIES = (*("effected",) * 12, "agreed", "announced", "alleged", "alleged", "denied")
OWN_FIELDS: Mapping[str, Said] = {
    "allegation-made": {"statement": "it was said"},
    "denial-made": {"statement": "it was denied"},
    "statement-made": {"statement": "it was noted"},
    "ownership-held": {"owner": "parent"},
}


def _maybe(
    draw: st.DrawFn, said: Said, field: str, values: st.SearchStrategy[Any], often: int
) -> None:
    """Say a field `often` times in ten."""
    if draw(st.integers(0, 9)) < often:
        said[field] = draw(values)


class Theme(NamedTuple):
    """What the claims of one log tend to speak of, so that they meet."""

    kinds: tuple[str, ...]
    occurrences: tuple[str, ...]
    vendors: tuple[str, ...]
    size: int | str


@st.composite
def themes(draw: st.DrawFn, *, open_ended: bool = True) -> Theme:
    """A theme; a size without an upper bound only where `open_ended`."""
    main = draw(st.sampled_from(TYPED))
    ending = "entity-delisted" if main == "entity-listed" else "contract-terminated"
    kinds = (*(main, ending, "operation-observed") * 5, *TYPED, *UNTYPED, *SILENT)
    occurrences = draw(st.sampled_from([("first",), ("first",), ("first", "second", "third")]))
    vendors = draw(st.sampled_from([("acme",), ("acme",), ("acme", "bolt")]))
    size = draw(st.one_of(sizes, sizes, sizes, open_sizes) if open_ended else sizes)
    return Theme(kinds, occurrences, vendors, size)


@st.composite
def claims(draw: st.DrawFn, theme: Theme) -> Claim:
    """A valid claim, mostly on the theme."""
    kind = draw(st.sampled_from(theme.kinds))
    said: Said = {
        "kind": kind,
        "occurrence": draw(st.sampled_from(theme.occurrences)),
        "vendor": draw(st.sampled_from(theme.vendors)),
        "modality": draw(st.sampled_from(MODALITIES)),
        "citation": {"source": draw(st.sampled_from(["gazette", "times", "filing"]))},
        **OWN_FIELDS.get(kind, {}),
    }
    _maybe(draw, said, "region", st.sampled_from(["CN-XJ", "BR", "US"]), 7)
    _maybe(draw, said, "concerns", st.sampled_from(["CN-XJ", "BR"]), 1)
    _maybe(draw, said, "valid", early if kind in TYPED else late, 9)
    _maybe(draw, said, "disclosed", disclosures, 8)
    _maybe(draw, said, "size", st.just(theme.size), 9 if kind in TYPED else 4)
    if draw(st.integers(0, 19)) == 0:
        said["size"] = draw(sizes)
    _maybe(draw, said, "count", counts, 1 if theme.size == 1 else 3)
    _maybe(draw, said, "unit", st.sampled_from(["project", "site"]), 1)
    if kind == "operation-observed":
        _maybe(draw, said, "in_force", tallies, 6)
        _maybe(draw, said, "ended", tallies, 4)
    if kind in ("entity-listed", "listing-announced"):
        _maybe(draw, said, "list", st.just("us-list"), 2)
    if kind == "listing-announced":
        _maybe(draw, said, "effective", plain, 5)
    if "size" in said and "count" in said and _exceeds(said["count"], said["size"]):
        del said["count"]
    return parse_claim(said)


def _exceeds(count: int | str, size: int | str) -> bool:
    """Whether a part has more members than its whole, which is refused."""
    most = read_quantity(size).hi
    return most is not None and read_quantity(count).lo > most


def as_events(commits: Sequence[tuple[Sequence[Claim], Instant]]) -> list[Event]:
    """The events of commits, each its claims and the instant of its recording.

    A claim recorded twice is one event.
    """
    events: list[Event] = []
    seen: set[str] = set()
    for together, recorded_at in commits:
        for claim in together:
            if claim.id not in seen:
                seen.add(claim.id)
                events.append(Event(len(events) + 1, recorded_at, claim))
    return events


@st.composite
def logs(draw: st.DrawFn, *, most: int = 6, open_ended: bool = True) -> list[Event]:
    """A log of one to `most` claims, in commits; some are recorded before they are disclosed."""
    theme = draw(themes(open_ended=open_ended))
    remaining = draw(st.integers(1, most))
    start = draw(st.sampled_from([0, UNIVERSE // 2, UNIVERSE + 2, UNIVERSE + 2]))
    recorded_at = start_of(FIRST.toordinal() + start)
    commits: list[tuple[list[Claim], Instant]] = []
    while remaining:
        size = draw(st.integers(1, remaining))
        recorded_at += draw(st.sampled_from([1, HOUR, 24 * HOUR, 60 * HOUR]))
        together = draw(st.lists(claims(theme), min_size=size, max_size=size))
        commits.append((together, recorded_at))
        remaining -= size
    return as_events(commits)


def instants(entries: Sequence[Entry]) -> st.SearchStrategy[Instant]:
    """Ends of days, the instants at which what is visible changes, and their neighbours."""
    turns = {turn for entry in entries for turn in _turns(entry)}
    near = sorted({turn + step for turn in turns for step in (-1, 0, 1)})
    after = end_of(FIRST.toordinal() + 3 * UNIVERSE)
    return st.one_of(st.just(after), st.just(after), days.map(end_of), st.sampled_from(near))


def _turns(entry: Entry) -> set[Instant]:
    """The instants from which on an entry, or what it brings in, may have been and was public."""
    windows = [entry.known] if isinstance(entry, Event) else []
    if isinstance(entry, ActEvent):
        windows += [entry.known] if entry.act.clock == "source" else []
        window = None if entry.act.brought is None else entry.act.brought.window()
        windows += [] if window is None else [window]
    ends = {end for window in windows for end in (window.lo, window.hi)}
    return {entry.recorded_at} | {end for end in ends if end is not None}


@st.composite
def questions(draw: st.DrawFn, entries: Sequence[Entry]) -> Question:
    """A question to ask of a log, from before its first day and event to after its last."""
    day = FIRST.toordinal() + draw(st.integers(-2, UNIVERSE + 6))
    position = draw(st.one_of(st.just(len(entries)), st.integers(0, len(entries) + 1)))
    return Question(day, draw(instants(entries)), position)
