"""The stable parts of answers, as types; an answer may say more."""

from typing import Any, NotRequired, TypedDict

Answer = dict[str, Any]


class Options(TypedDict, total=False):
    """What any question may be asked with: the clocks, and what is counted."""

    valid_at: str
    known_at: str
    recorded_at: str
    position: int
    policy: str
    type: str
    with_subsidiaries: bool
    all: bool


class AsOf(TypedDict):
    """The point on the three clocks that an answer is for."""

    valid_at: str
    known_at: str | None
    recorded_at: str
    position: int


class Total(TypedDict):
    """The bounds of what was in force, of one type in one unit."""

    type: str
    unit: str
    certain: int
    presumed: int
    possible: int | None


class Occurrence(TypedDict):
    """One thing in the world, what was in force of it, and the claims that say so."""

    id: str
    type: str
    label: str
    size: Answer
    in_force: Answer
    contested: bool
    claims: list[Answer]


class Exposure(TypedDict):
    """What was in force of a vendor, in a region, or both; `pinned` is the address of this very answer."""

    status: str
    as_of: AsOf
    defaults_applied: list[str]
    interpretation: str
    totals: list[Total]
    occurrences: list[Occurrence]
    hindsight: Answer
    coverage: list[Answer]
    pinned: str


class History(TypedDict):
    """The claims about a vendor in order."""

    as_of: AsOf
    claims: list[Answer]
    pinned: str


class Changes(TypedDict):
    """The instants at which an answer changes along one clock, with the answer after each."""

    along: str
    changes: list[Answer]
    as_of: NotRequired[AsOf]
    pinned: NotRequired[str]
