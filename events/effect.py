"""Effects: what a claim says of the two counters of its occurrence.

A counter changes at a *tick*, a day from which the change counts.
A happening on an unknown moment of day d counts for certain from d + 1 and possibly from d;
one that takes effect with the day itself (a listing) counts for certain from d.
"""

from dataclasses import dataclass

from .days import Day, Days
from .quantity import Quantity


@dataclass(frozen=True, slots=True)
class Begins:
    """`count` members (None: all) begin; not before tick `first`, all of them by tick `last`.

    None as `first` is no earliest tick; None as `last` is never for certain.
    `in_day` tells that `last` is the day after one in which they had begun, at some moment of it.
    """

    first: Day | None
    last: Day | None
    count: Quantity | None = None
    in_day: bool = False


@dataclass(frozen=True, slots=True)
class Ends:
    """`count` members (None: all) end; bounds as in `Begins`."""

    first: Day | None
    last: Day | None
    count: Quantity | None = None


@dataclass(frozen=True, slots=True)
class Observed:
    """During `days`, `in_force` members were in force at some time, and `ended` had ended.

    On a single day both are statements about that day; None says nothing.
    Over several days a lower bound counts members in force on any of them,
    an upper bound those in force on all of them.
    """

    days: Days
    in_force: Quantity | None = None
    ended: Quantity | None = None


@dataclass(frozen=True, slots=True)
class IntendsToBegin:
    """Members are to begin, not before tick `first` (None: no earliest tick); nothing begins for certain."""

    first: Day | None


@dataclass(frozen=True, slots=True)
class IntendsToEnd:
    """Members are to end; from tick `first` on (None: always) nobody may presume that they go on."""

    first: Day | None


Effect = Begins | Ends | Observed | IntendsToBegin | IntendsToEnd
