"""Accounts: what the claims of an occurrence come to, worked out once for the questions that meet it."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import is_
from typing import Any, TypeVar

from events import Entry, Instant, Redacted
from projections import PartitionKey, Visible, partitions, visible

from .found_once import found_once

T = TypeVar("T")

MOST = 4_096
"""How many accounts are kept, before they are let go."""
LONGEST = 32
"""How many entries an account has at most that is kept."""


@dataclass(frozen=True, slots=True, eq=False)
class Account:
    """The entries of an occurrence as seen from a known instant, and the claims behind each of its counts."""

    entries: Sequence[Entry]
    known: Instant
    whole: Visible
    parts: Mapping[PartitionKey, Visible]
    redacted: tuple[Redacted, ...]
    _kept: dict[Hashable, Any] = field(default_factory=dict)

    @classmethod
    def read(cls, entries: Sequence[Entry], known: Instant) -> "Account":
        """The account that some entries give."""
        whole = visible(entries, known)
        parts = {part.key: part.seen for part in partitions(whole)}
        redacted = tuple(entry for entry in entries if isinstance(entry, Redacted))
        return cls(entries, known, whole, parts, redacted)

    def is_of(self, entries: Sequence[Entry], known: Instant) -> bool:
        """Whether it was read from these very entries: one that was redacted since is another."""
        same = known == self.known and len(entries) == len(self.entries)
        return same and all(map(is_, entries, self.entries))

    def keep(self, name: Hashable, find: Callable[[], T]) -> T:
        """What follows from the account alone: found once, and not to be changed by who gets it."""
        return found_once(self._kept, name, find)


class Accounts:
    """The accounts of the occurrences that were asked about last, whatever was recorded of others since."""

    def __init__(self) -> None:
        self._held: dict[str, Account] = {}

    def of(self, occurrence: str, entries: Sequence[Entry], known: Instant) -> Account:
        """The account of an occurrence, whose entries these are."""
        found = self._held.get(occurrence)
        if found is None or not found.is_of(entries, known):
            found = Account.read(entries, known)
            if len(entries) <= LONGEST:
                self._keep(occurrence, found)
        return found

    def forget(self) -> None:
        """Drop all words, those that were redacted among them."""
        self._held.clear()

    def _keep(self, occurrence: str, account: Account) -> None:
        if len(self._held) >= MOST:
            self._held.clear()
        self._held[occurrence] = account
