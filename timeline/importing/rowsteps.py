"""What each row that differs comes to: listed, revised, corrected, ended, returned, vanished or left out."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from events import parse_claim

from .differing import Difference
from .likeness import alike, slug
from .organisations import PERHAPS, is_organisation
from .profile import Profile
from .rows import Row
from .saying import WORDS, Saying
from .state import Known, ListState
from .step import Said, Step
from .vendors import Vendors

Kept = tuple[Step, tuple[Known, ...]]


class RowSteps:
    """The steps of the rows of one copy, each with the row as it is to be kept."""

    def __init__(
        self, profile: Profile, state: ListState, vendors: Vendors, saying: Saying, *, persons: bool
    ) -> None:
        self._profile = profile
        self._state = state
        self._vendors = vendors
        self.saying = saying
        self._persons = persons

    def learn(self, found: Difference) -> None:
        """Ask for all names of a difference at once."""
        rows = [row for row in (*found.new, *(row for _, row in found.changed)) if self._in(row)]
        names = [name for row in rows for name in self._names(row)]
        self._vendors.learn(names, [row.identity for row in rows])

    def steps(self, found: Difference) -> Iterator[Kept]:
        """New rows, changed ones, and those that are gone, in this order."""
        for row in found.new:
            yield self._new(row, None)
        for known, row in found.changed:
            yield self._changed(known, row)
        for known in found.gone:
            yield self._gone(known)

    def _in(self, row: Row) -> bool:
        return not row.trouble and not self._left_out(row)

    def _left_out(self, row: Row) -> str:
        """Why a row is not imported; empty for one that is."""
        subjects = self._profile.subjects
        if row.left_out or subjects is None or self._persons:
            return row.left_out
        if subjects.by_name:
            name = self.saying.field(row.fields, self._profile.vendor)
            return "" if is_organisation(name) else PERHAPS
        if subjects.column is None:
            return ""
        sort = row.fields[self._profile.place[subjects.column]]
        if sort in subjects.organisations:
            return ""
        known = {"a person": subjects.persons, "a ship or other thing": subjects.things}
        return next((words for words, sorts in known.items() if sort in sorts), f"a {sort!r}")

    def _names(self, row: Row) -> list[str]:
        aliases = self._profile.aliases
        others = row.fields[self._profile.place[aliases]].split("\n") if aliases else []
        names = [self.saying.field(row.fields, self._profile.vendor), *others]
        return [name.strip() for name in names if name.strip()]

    def _new(self, row: Row, old: Known | None) -> Kept:
        nth = old.nth if old else self._state.next(row.identity)
        bare = Known(row.identity, nth, row.fingerprint)
        if row.trouble:
            return Step("refused", reason=row.trouble), (bare,)
        why = self._left_out(row)
        if why:
            return Step("left out", reason=why), (bare,)
        back = self._back(row)
        if back is not None:
            return self._returned(back, row)
        name, *_ = self._names(row)
        who = self._vendors.find(row.identity, name)
        occurrence = self._occurrence(row)
        begun = self.saying.begun(occurrence, who.vendor, row.fields)
        known = replace(bare, occurrence=occurrence, vendor=who.vendor, fields=row.fields)
        known = replace(known, begun=begun.content())
        ended, known = self._ending(known, known, row)
        items = (*self._named(who.vendor, row), begun, *ended)
        return Step("listed", items, moves=who.candidates), (known,)

    def _occurrence(self, row: Row) -> str:
        values = [row.fields[self._profile.place[column]] for column in self._profile.identity]
        base = f"{self._profile.list}:{slug('-'.join(values), 60) or row.identity[:12]}"
        number, name = 1, base
        while name in self._state.occurrences:
            number += 1
            name = f"{base}:{number}"
        return name

    def _back(self, row: Row) -> Known | None:
        """The vanished row that this one is, for it names the same beginning."""
        day = self.saying.day(row.fields, self._profile.begins)
        if day is None:
            return None
        for known in self._state.rows.get(row.identity, ()):
            if not known.present and known.vanished:
                return known
        return None

    def _returned(self, known: Known, row: Row) -> Kept:
        reason = "the row is in a newer copy again, with the same beginning"
        act = self.saying.retracted(known.vanished, reason)
        back = replace(known, present=True, vanished="")
        if back.fingerprint == row.fingerprint:
            return Step("returned", (act,)), (back,)
        step, kept = self._changed(back, row)
        return Step("returned", (act, *step.items), moves=step.moves), kept

    def _changed(self, known: Known, row: Row) -> Kept:
        if not known.occurrence:
            return self._new(row, known)
        if row.trouble or self._left_out(row):
            reason = row.trouble or self._left_out(row)
            outcome = "refused" if row.trouble else "left out"
            return Step(outcome, reason=reason), (replace(known, fingerprint=row.fingerprint),)
        columns = self._differing(known, row)
        kept = replace(known, fields=row.fields, fingerprint=row.fingerprint)
        moved, kept = self._moved(known, kept, row)
        ended, kept = self._ending(known, kept, row)
        items: list[Said] = [*self._named(known.vendor, row), *ended]
        if columns == {self._profile.ends} and self._profile.ended_kind:
            return Step("ended", tuple(items)), (*moved, kept)
        what = self._what(known, row, columns)
        if self._is_correction(known, row, columns):
            by = self._by(known, row)
            items.append(self.saying.corrected(known.begun, by, what))
            return Step("corrected", tuple(items)), (*moved, replace(kept, begun=by))
        items.append(self.saying.revised(kept, what))
        return Step("revised", tuple(items)), (*moved, kept)

    def _moved(self, known: Known, kept: Known, row: Row) -> tuple[tuple[Known, ...], Known]:
        """A row whose identity is respelled is kept under the new one; the old one has nothing any more."""
        if known.row == row.identity:
            return (), kept
        emptied = Known(known.row, known.nth, known.fingerprint, present=False)
        return (emptied,), replace(kept, row=row.identity, nth=self._state.next(row.identity))

    def _differing(self, known: Known, row: Row) -> set[str | None]:
        pairs = zip(self._profile.columns, known.fields, row.fields, strict=True)
        return {column for column, old, new in pairs if old != new}

    def _what(self, known: Known, row: Row, columns: set[str | None]) -> str:
        place = self._profile.place
        told = [
            f"{column}: {known.fields[place[column]]!r} -> {row.fields[place[column]]!r}"
            for column in self._profile.columns
            if column in columns
        ]
        return "; ".join(told)[:WORDS]

    def _is_correction(self, known: Known, row: Row, columns: set[str | None]) -> bool:
        """Whether the source gives another version of the same fact, and nothing took effect."""
        profile = self._profile
        if profile.changes == "corrected" or columns & {profile.begins, profile.ends}:
            return True
        if self.is_over(known):
            return True
        place = profile.place[profile.vendor]
        return columns == {profile.vendor} and alike(known.fields[place], row.fields[place])

    def _by(self, known: Known, row: Row) -> dict[str, Any]:
        """The claim of the beginning in its new words; what the row does not date keeps its time."""
        by = self.saying.begun(known.occurrence, known.vendor, row.fields).content()
        if not self.saying.day(row.fields, self._profile.begins):
            by["valid"] = known.begun["valid"]
        return {**by, "disclosed": known.begun["disclosed"]}

    def _ending(self, old: Known, kept: Known, row: Row) -> tuple[tuple[Said, ...], Known]:
        """What the row says of its end now, against what was recorded of it."""
        if not self._profile.ended_kind:
            return (), kept
        day = self.saying.day(row.fields, self._profile.ends)
        if not old.ended:
            if day is None:
                return (), kept
            claim = self.saying.ended(kept, day)
            return (claim,), replace(kept, ended=claim.content())
        if day is None:
            name = parse_claim(old.ended).id
            act = self.saying.retracted(name, "the row names no end any more")
            return (act,), replace(kept, ended={})
        if day == old.ended["valid"]:
            return (), kept
        by = {**self.saying.ended(kept, day).content(), "disclosed": old.ended["disclosed"]}
        reason = f"{self._profile.ends}: {old.ended['valid']} -> {day}"
        return (self.saying.corrected(old.ended, by, reason),), replace(kept, ended=by)

    def _gone(self, known: Known) -> Kept:
        if not known.occurrence or self.is_over(known):
            return Step("over", rows=0), (replace(known, present=False),)
        claim = self.saying.vanished(known)
        return Step("vanished", (claim,), rows=0), (
            replace(known, present=False, vanished=claim.id),
        )

    def is_over(self, known: Known) -> bool:
        """Whether the row itself named an end that has come, so that nobody wonders where it is."""
        ends = self.saying.day(known.fields, self._profile.ends) if known.fields else None
        return ends is not None and ends <= self.saying.copy.day

    def _named(self, vendor: str, row: Row) -> tuple[Said, ...]:
        names = [name for name in self._names(row) if not self._vendors.named(vendor, name)]
        return tuple(self.saying.named(vendor, name) for name in names)
