"""Running: the rows of an occurrence brought up by one more entry, without folding again all that came before.

It knows of each count only the few effects that say all that was said. It steps on as long as entries come
in the order of their disclosure and only add; for anything else the occurrence is folded anew.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from events import ActEvent, Claim, Effect, Entry, Event, Instant, Instants, Quantity

from .agreeing import steps_of
from .algebra import Life, Profile, hull, profile, reduced
from .exposure import Core, ExposureRow, Spans, closed, core_of, cores_of, extend
from .partition import PartitionKey, agreed_size, counts_members, joins, key_of, partitions
from .projection import EVER
from .visibility import visible

Rows = set[ExposureRow]


@dataclass(frozen=True, slots=True)
class Told:
    """What was told of one count, known to everybody by the last disclosure, and what follows from it."""

    key: PartitionKey
    life: Life
    size: Quantity
    stated: bool
    steps: Profile
    regions: tuple[str, ...]
    tellers: str

    def with_claim(self, event: Event) -> "Told | None":
        """What is told with one more claim; None where it contradicts, or the size is no longer sure."""
        size = _meet(self.size, event.claim.whole) if self.stated else self._unstated(event)
        if size is None:
            return None
        effects: tuple[Effect, ...] = (*self.life.effects, *event.effects)
        life = reduced(Life(size, effects, self.life.until_changed))
        steps = profile(life)
        regions = tuple(sorted({*self.regions, *event.claim.regions}))
        if steps is None:
            return None
        tellers = _with_teller(self.tellers, event)
        return Told(self.key, life, size, self.stated, steps, regions, tellers)

    def _unstated(self, event: Event) -> Quantity | None:
        """The size where nobody stated it: the same, unless the claim states it or counts more."""
        if event.claim.whole is not None:
            return None
        alone = agreed_size((event,))
        return self.size if alone is not None and alone.lo <= self.size.lo else None

    def cores(self, occurrence: str, steps: Profile, after: "Told") -> Iterable[Core]:
        """The rows of a profile, without their range of the known clock; who tells and where is as `after`."""
        size = (self.size.lo, self.size.hi)
        found = steps_of(steps, size, contested=False)
        return cores_of(occurrence, self.key, after.regions, after.tellers, found)


@dataclass(slots=True)
class Running:
    """An occurrence as it stands after the entries so far.

    `group` are the claims of the latest window of disclosure, `base` is what was told before it.
    """

    occurrence: str
    told: dict[PartitionKey, Told]
    base: dict[PartitionKey, Told]
    group: list[Event]
    window: Instants
    claims: dict[str, Claim]

    @classmethod
    def start(cls, occurrence: str, entries: Sequence[Entry]) -> "Running | None":
        """The occurrence after some entries; None where only a whole fold can tell how it stands."""
        adding = [entry for entry in entries if isinstance(entry, Event | ActEvent)]
        if len(adding) < len(entries) or not all(_only_adds(entry) for entry in adding):
            return None
        window = max((entry.known for entry in adding), key=lambda known: known.hi)
        before = [entry for entry in adding if entry.known != window]
        told, seen = _told(adding), visible(adding, EVER)
        if told is None or window.lo is None or any(e.known.hi > window.lo for e in before):
            return None
        late = {entry.position for entry in adding if entry.known == window}
        return cls(
            occurrence,
            told,
            _told(before) or {},
            [event for event in seen.sure if event.position in late and counts_members(event)],
            window,
            {event.claim.id: event.claim for event in seen.all},
        )

    @property
    def cut(self) -> Instant:
        """Rows whose range of the known clock ends before this instant stay as they are."""
        return _maybe(self.window)

    def step(self, entry: Entry, tail: Iterable[ExposureRow]) -> tuple[Rows, Rows] | None:
        """(rows that end, rows that begin) with an entry; None where the occurrence must be folded anew.

        `tail` are the rows that hold now and reach up to `cut` on the known clock. After None it is spent.
        """
        if not isinstance(entry, Event | ActEvent) or not _only_adds(entry):
            return None
        if not self._open_window(entry.known):
            return None
        event = self._claim(entry)
        if event is None or not counts_members(event):
            return set(), set()
        keys = self._keys(event)
        if event.claim.modality == "alleged" or not keys:
            return None
        self.claims.setdefault(event.claim.id, event.claim)
        self.group.append(event)
        held = list(tail)
        ended: Rows = set()
        begun: Rows = set()
        for key in keys:
            mine = {row for row in held if _is_of(row, key) and row.known_to >= self.cut}
            follows = self._rows(key, mine, event)
            if follows is None:
                return None
            ended |= mine - follows
            begun |= follows - mine
        return ended, begun

    def _open_window(self, known: Instants) -> bool:
        """Whether a disclosure lies in the latest window, or wholly after it, which then is the latest."""
        if known == self.window:
            return True
        if known.lo is None or known.lo < self.window.hi:
            return False
        self.base, self.group, self.window = dict(self.told), [], known
        return True

    def _claim(self, entry: Event | ActEvent) -> Event | None:
        if isinstance(entry, Event):
            return entry
        target = self.claims.get(entry.act.target)
        return None if target is None else entry.brings(target)

    def _keys(self, event: Event) -> list[PartitionKey]:
        """The counts a claim speaks of, where they were told of before its window."""
        claim = event.claim
        if claim.type is None:
            return [key for key in self.base if joins(event, key)]
        key = key_of(event, claim.type)
        return [key] if key in self.base else []

    def _rows(self, key: PartitionKey, mine: Rows, event: Event) -> Rows | None:
        """The rows that stand in for some: while the group may be public, and once it is."""
        base, after = self.base[key], self.told[key].with_claim(event)
        singly = [base.with_claim(each) for each in self.group if key in self._keys(each)]
        steps = [told.steps for told in (base, *singly, after) if told is not None]
        if after is None or len(steps) < len(singly) + 2:
            return None
        spans: Spans = {
            core_of(row): (row.known_from, self.cut) for row in mine if row.known_from < self.cut
        }
        rows: Rows = set()
        if self.cut < self.window.hi:
            cores = base.cores(self.occurrence, hull(steps), after)
            rows |= set(extend(spans, cores, self.cut, self.window.hi))
        cores = after.cores(self.occurrence, after.steps, after)
        rows |= set(extend(spans, cores, self.window.hi, EVER))
        self.told[key] = after
        return rows | set(closed(spans))


def _told(entries: Sequence[Entry]) -> dict[PartitionKey, Told] | None:
    """What some entries tell of each count, once all are public; None where something is not sure."""
    seen = visible(entries, EVER)
    if seen.aside or any(counts_members(event) for event in seen.doubtful):
        return None
    found: dict[PartitionKey, Told] = {}
    for part in partitions(seen):
        size, sure = part.size, part.seen.sure
        if size is None or not any(event.claim.type is not None for event in sure):
            return None
        effects = tuple(effect for event in sure for effect in event.effects)
        life = reduced(Life(size, effects, part.until_changed))
        steps = profile(life)
        if steps is None:
            return None
        stated = any(event.claim.whole is not None for event in sure)
        found[part.key] = Told(part.key, life, size, stated, steps, part.regions, part.tellers)
    return found


def _maybe(window: Instants) -> Instant:
    """The first instant at which something disclosed in a window may be public."""
    return window.hi if window.lo is None or window.lo == window.hi else window.lo + 1


def _with_teller(tellers: str, event: Event) -> str:
    held, source = tellers.split(), event.claim.citation.source
    return tellers if source in held else " ".join(sorted((*held, source)))


def _only_adds(entry: Event | ActEvent) -> bool:
    return isinstance(entry, Event) or entry.act.does == "adds"


def _is_of(row: ExposureRow, key: PartitionKey) -> bool:
    return (row.vendor, row.type, row.unit) == (key.vendor, key.type, key.unit)


def _meet(size: Quantity, other: Quantity | None) -> Quantity | None:
    if other is None:
        return size
    lo = max(size.lo, other.lo)
    highs = [hi for hi in (size.hi, other.hi) if hi is not None]
    hi = min(highs, default=None)
    return None if hi is not None and hi < lo else Quantity(lo, hi)
