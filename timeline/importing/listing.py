"""A list followed from copy to copy: the steps that each newer copy of it comes to."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from .copies import Observation, Rows
from .differing import Difference, difference
from .opening import bad
from .profile import Profile
from .rowsteps import RowSteps
from .saying import Saying
from .state import Known, ListState, copy_move
from .step import Move, Step
from .vendors import Vendors


@dataclass(slots=True)
class Listing:
    """One list as one profile reads it, from the state that was stored of it."""

    profile: Profile
    key: str
    """The name its state is stored under."""
    state: ListState
    vendors: Vendors
    persons: bool
    release: str = ""
    """The first characters of the hash of a copy to import though it was quarantined."""

    def steps(
        self, path: Path, copy: Observation, rows: Rows, touched: Iterable[str] | None = None
    ) -> Iterator[Step]:
        """What a copy comes to; one transaction must take it whole, save the first copy of a list."""
        outcome = self.outcome(copy)
        if outcome:
            reason = "quarantined before" if outcome == "quarantined" else ""
            yield Step(outcome if reason else "unchanged", rows=rows.total, reason=reason)
            return
        self._check_order(path, copy)
        found = difference(self.profile, self.state, rows, touched)
        reason = "" if self._released(copy) else self._doubt(copy, rows, found)
        if reason:
            yield self._quarantined(copy, rows.total, reason)
            return
        yield from self._imported(copy, rows, found)

    def outcome(self, copy: Observation) -> str:
        """What became of a copy; empty if it is still to be imported."""
        known = self.state.seen.get((copy.observed, copy.sha256), "")
        return (
            "" if known == "begun" or (known == "quarantined" and self._released(copy)) else known
        )

    def refused(self, copy: Observation, rows: int, reason: str) -> Step:
        """The step of a copy that cannot be read."""
        return self._quarantined(copy, rows, reason)

    def _released(self, copy: Observation) -> bool:
        return bool(self.release) and copy.sha256.startswith(self.release)

    def _check_order(self, path: Path, copy: Observation) -> None:
        last, begun = self.state.last, self.state.begun
        if last is not None and copy.observed < last.observed:
            raise bad(path, f"a copy taken after {last.moment}, the last imported", copy.moment)
        if last is None and begun is not None and begun != copy:
            raise bad(path, f"the copy of {begun.moment}, whose import was cut off", copy.moment)

    def _doubt(self, copy: Observation, rows: Rows, found: Difference) -> str:
        """Why a copy is not to be believed; empty for one that is."""
        low, high = self.profile.rows
        if not low <= rows.total <= high:
            return f"expected {low} to {high} rows, got {rows.total}"
        reason = self._shrunk(copy, rows, found) if self.state.last is not None else ""
        if reason:
            return reason
        troubles = rows.troubles()
        if len(troubles) > self.profile.refused:
            most = self.profile.refused
            return f"{troubles[0]}; {len(troubles)} such rows, expected at most {most}"
        return ""

    def _shrunk(self, copy: Observation, rows: Rows, found: Difference) -> str:
        """Why too much is gone: of all rows, or of those imported whose own end has not come."""
        each, most = self._row_steps(copy), self.profile.shrink
        there = self.state.present
        if rows.total < (1 - most) * there:
            return (
                f"expected at least {(1 - most) * there:.0f} rows after {there}, got {rows.total}"
            )
        gone = sum(1 for known in found.gone if known.occurrence and not each.is_over(known))
        held = sum(1 for known in self.state.all() if known.present and known.occurrence)
        if gone > most * held:
            return f"{gone} of {held} rows imported are gone, expected at most {most * held:.0f}"
        return ""

    def _quarantined(self, copy: Observation, rows: int, reason: str) -> Step:
        self.state.seen[copy.observed, copy.sha256] = "quarantined"
        move = copy_move(self.key, copy, rows, "quarantined", reason)
        told = f"copy of {copy.moment} ({copy.sha256[:12]}): {reason}"
        return Step("quarantined", rows=rows, moves=(move,), reason=told)

    def _imported(self, copy: Observation, rows: Rows, found: Difference) -> Iterator[Step]:
        first = self.state.last is None
        each = self._row_steps(copy)
        each.learn(found)
        moves = (copy_move(self.key, copy, rows.total, "begun"),) if first else ()
        yield Step("described", each.saying.described(), 0, moves, closes=False)
        yield Step("unchanged", rows=found.unchanged, closes=first)
        for step, changed in each.steps(found):
            yield replace(step, moves=(*step.moves, *self._keep(changed)), closes=first)
        self.state.last = copy
        self.state.seen[copy.observed, copy.sha256] = "imported"
        last = copy_move(self.key, copy, rows.total, "imported")
        yield Step("unchanged", rows=0, moves=(last,))

    def _row_steps(self, copy: Observation) -> RowSteps:
        saying = Saying(self.profile, copy, self.state.last)
        return RowSteps(self.profile, self.state, self.vendors, saying, persons=self.persons)

    def _keep(self, changed: Iterable[Known]) -> Iterator[Move]:
        for known in changed:
            self.state.put(known)
            yield known.move(self.key, self.profile.list)
