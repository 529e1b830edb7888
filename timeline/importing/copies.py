"""Copies of a list: when each was taken and published, and its rows by what identifies them."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from events import Instant, day_of, day_text, instant_text

from .rows import Row


@dataclass(frozen=True, slots=True)
class Observation:
    """When a copy was taken (`observed`), the day its publisher gives it (EDTF, or empty), and its hash."""

    observed: Instant
    published: str
    sha256: str

    @property
    def day(self) -> str:
        """The day it speaks for: the publisher's where there is one, else that on which it was taken."""
        return self.published or day_text(day_of(self.observed))

    @property
    def moment(self) -> str:
        """When it was taken, as RFC 3339."""
        return instant_text(self.observed)

    def changed(self, before: "Observation | None") -> str:
        """When what is new in this copy came about: between the two copies, or up to the first one."""
        if before is None:
            return f"[..{self.day}]"
        return self.day if before.day >= self.day else f"[{before.day}..{self.day}]"

    def gone(self, before: "Observation") -> str:
        """The first day without what is gone: after the day of the copy that still had it."""
        if before.day >= self.day:
            return self.day
        after = (date.fromisoformat(before.day) + timedelta(days=1)).isoformat()
        return self.day if after == self.day else f"[{after}..{self.day}]"

    def disclosed(self, before: "Observation | None") -> str:
        """When what is new in this copy became public: on the publisher's day, or between the two copies."""
        return self.published if self.published and before is not None else self.changed(before)


@dataclass(slots=True)
class Rows:
    """The rows of one copy as a multiset, by identity, in the order of the copy."""

    by_identity: dict[str, list[Row]] = field(default_factory=dict)
    total: int = 0

    def add(self, row: Row) -> None:
        """One more row."""
        self.by_identity.setdefault(row.identity, []).append(row)
        self.total += 1

    def drop(self, identity: str, fingerprint: str = "") -> bool:
        """Take one row away, whichever has the identity or only one of this fingerprint; False if there is none."""
        rows = self.by_identity.get(identity, [])
        for place, row in enumerate(rows):
            if fingerprint in ("", row.fingerprint):
                del rows[place]
                if not rows:
                    del self.by_identity[identity]
                self.total -= 1
                return True
        return False

    def troubles(self) -> list[str]:
        """What is wrong with those rows that cannot be imported."""
        return [row.trouble for rows in self.by_identity.values() for row in rows if row.trouble]
