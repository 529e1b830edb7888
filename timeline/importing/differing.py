"""What differs between the rows kept of a list and a newer copy of it."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from .copies import Rows
from .likeness import alike
from .profile import Profile
from .rows import Row
from .state import Known, ListState


@dataclass(slots=True)
class Difference:
    """New rows, changed rows and rows that are gone, each in an order that the two copies fix."""

    new: list[Row] = field(default_factory=list)
    changed: list[tuple[Known, Row]] = field(default_factory=list)
    gone: list[Known] = field(default_factory=list)
    unchanged: int = 0


def difference(
    profile: Profile, state: ListState, rows: Rows, touched: Iterable[str] | None = None
) -> Difference:
    """What differs; `touched` are the identities that may, all if it is left out.

    A row whose identity is there once more or once less is new or gone. One gone and one new that differ
    in nothing but a column that may be respelled, and are the only two alike, are one row respelled.
    """
    found = Difference()
    if touched is None:
        touched = dict.fromkeys([*rows.by_identity, *state.rows])
    for identity in touched:
        _compare(found, state.there(identity), rows.by_identity.get(identity, []))
    found.unchanged = rows.total - len(found.new) - len(found.changed)
    if profile.respelled and found.gone and found.new:
        _respelled(profile, found)
    return found


def _compare(found: Difference, known: list[Known], rows: list[Row]) -> None:
    kept = Counter(each.fingerprint for each in known) & Counter(row.fingerprint for row in rows)
    left = Counter(kept)
    old = []
    for each in known:
        if left[each.fingerprint]:
            left[each.fingerprint] -= 1
        else:
            old.append(each)
    fresh = []
    for row in rows:
        if kept[row.fingerprint]:
            kept[row.fingerprint] -= 1
        else:
            fresh.append(row)
    pairs = min(len(old), len(fresh))
    found.changed += zip(old[:pairs], fresh[:pairs], strict=True)
    found.gone += old[pairs:]
    found.new += fresh[pairs:]


def _respelled(profile: Profile, found: Difference) -> None:
    for column in profile.respelled:
        others = [profile.place[each] for each in profile.identity if each != column]
        place = profile.place[column]
        gone: dict[tuple[str, ...], list[Known]] = defaultdict(list)
        new: dict[tuple[str, ...], list[Row]] = defaultdict(list)
        for known in found.gone:
            if known.fields:
                gone[tuple(known.fields[n] for n in others)].append(known)
        for row in found.new:
            if not row.trouble:
                new[tuple(row.fields[n] for n in others)].append(row)
        for shared in gone.keys() & new.keys():
            for known, row in _only(gone[shared], new[shared], place):
                found.gone.remove(known)
                found.new.remove(row)
                found.changed.append((known, row))
    found.changed.sort(key=lambda pair: (pair[0].row, pair[0].nth))


def _only(gone: list[Known], new: list[Row], place: int) -> list[tuple[Known, Row]]:
    """The pairs that are alike, where neither is like another."""
    pairs = [
        (known, row)
        for known in gone
        for row in new
        if alike(known.fields[place], row.fields[place])
    ]
    gone_in = Counter(id(known) for known, _ in pairs)
    new_in = Counter(id(row) for _, row in pairs)
    return [(k, r) for k, r in pairs if gone_in[id(k)] == 1 and new_in[id(r)] == 1]
