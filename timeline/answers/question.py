"""A question with its subject found and its three clocks resolved."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar
from urllib.parse import quote

from events import KINDS, Instant, day_text
from projections import Counts

from ..asof import Asked, AsOf, resolve
from ..errors import BadParameter
from .addresses import query_of
from .found_once import found_once
from .identity import merged_vendors
from .ownership import SURELY, subsidiaries
from .policy import STRICT, Policy, read_policy
from .snapshot import Snapshot
from .sources import source_policy_words
from .subjects import find_region, find_vendor

T = TypeVar("T")
STRICTLY = Policy()
UNEXPOSED = ("ownership",)
"""Types of occurrence that are no exposure of their own."""
TYPES = tuple(
    sorted(
        {
            kind.type
            for kind in KINDS.values()
            if kind.type and kind.says != "nothing" and kind.type not in UNEXPOSED
        }
    )
)
"""The types of occurrence an exposure is counted in."""


@dataclass(frozen=True, slots=True)
class Question:
    """Who and where (ids; None is anyone, anywhere), as of when, and by which policy.

    `vendors` are the ids to look up for the vendor: itself, those merged with it and, where they are asked for,
    those it owns, with the counts of how surely they belong to it.
    """

    snapshot: Snapshot
    vendor: str | None
    region: str | None
    as_of: AsOf
    policy: Policy = STRICTLY
    type: str | None = None
    include_excluded: bool = False
    vendors: Mapping[str, Counts] | None = None
    with_subsidiaries: bool = False
    _kept: dict[Hashable, Any] = field(init=False, default_factory=dict, compare=False, repr=False)

    def keep(self, name: str, find: Callable[[], T]) -> T:
        """What follows from the question: found once, and not to be changed by who gets it."""
        return found_once(self._kept, name, find)

    @property
    def known(self) -> Instant:
        """The known instant to look up; without a limit, the end of time."""
        return self.as_of.known_instant

    @property
    def places(self) -> frozenset[str] | None:
        """The ids of the region and of all within it on the first day asked; None is anywhere."""
        if self.region is None:
            return None
        within = self.snapshot.regions.descendants(self.region, self.as_of.first_day)
        return frozenset((self.region, *within))

    def asked_as_of(self, as_of: AsOf) -> "Question":
        """The same question as of other times: who belongs to the vendor is looked up anew."""
        if self.vendor is None or as_of.before_first_record:
            return replace(self, as_of=as_of, vendors=None)
        group = dict.fromkeys(merged_vendors(self.snapshot, self.vendor, as_of.position), SURELY)
        if self.with_subsidiaries:
            group = {**subsidiaries(self.snapshot, group, as_of), **group}
        return replace(self, as_of=as_of, vendors=group)

    def envelope(self, status: str) -> dict[str, object]:
        """What every answer opens with."""
        return {
            "status": status,
            "as_of": self.as_of.words,
            "defaults_applied": list(self.as_of.defaults),
            "interpretation": self.interpretation(status),
        }

    def pinned(self, path: str, subject: dict[str, str]) -> str:
        """The address that answers the same bytes for ever: every clock said, the position fixed."""
        words, defaults = self.as_of.words, self.as_of.defaults
        # No event of position 0 tells when it was.
        said = self.as_of.recorded_given or self.as_of.before_first_record
        clocks = {
            "valid_at": words["valid_at"] if self.as_of.during is None else None,
            "during": self.as_of.during,
            "known_at": words["known_at"] if "known_at" not in defaults else None,
            "recorded_at": words["recorded_at"] if said else None,
            "position": words["position"],
            "type": self.type,
            "policy": self.policy.words if not self.policy.strict else None,
            "with_subsidiaries": "true" if self.with_subsidiaries else None,
            "all": "true" if self.include_excluded else None,
            "defaulted": ",".join(defaults) or None,
        }
        given = {name: value for name, value in clocks.items() if value is not None}
        return f"{quote(path)}?{query_of({**subject, **given}.items())}"

    def interpretation(self, status: str) -> str:
        """The question as it was understood, in one sentence."""
        words = self.as_of.words
        who = self.vendor or "any vendor"
        where = f" in {self.region}" if self.region else ""
        if status == "before_first_record":
            return f"By {words['recorded_at']} this log held nothing, of {who}{where} or anyone."
        days = (self.as_of.first_day, self.as_of.last_day)
        when = (
            f"on {day_text(days[0])}"
            if days[0] == days[1]
            else f"at some time from {day_text(days[0])} to {day_text(days[1])}"
        )
        known = (
            "with everything disclosed since"
            if words["known_at"] is None
            else f"using only what was public by {words['known_at']}"
        )
        held = f"as this log held it at position {words['position']} ({words['recorded_at']})"
        return f"What was in force of {who}{where} {when}, {known}, {held}."


def resolve_question(
    snapshot: Snapshot,
    asked: Asked,
    *,
    vendor: str | None = None,
    region: str | None = None,
    policy: str = STRICT,
    type_: str | None = None,
    include_excluded: bool = False,
    with_subsidiaries: bool = False,
) -> Question:
    """Find who and where is meant, and resolve the clocks.

    Before the first record nobody is known, so names stay as they were asked.
    """
    if type_ is not None and type_ not in TYPES:
        raise BadParameter(field="type", expected=f"one of {', '.join(TYPES)}", got=repr(type_))
    as_of = resolve(
        asked, snapshot.connection, snapshot.log, snapshot.clock, snapshot.live.position
    )
    by = STRICTLY
    if policy != STRICT:
        by = read_policy(policy, *source_policy_words(snapshot, as_of.position))
    if not as_of.before_first_record:
        vendor = None if vendor is None else find_vendor(snapshot, vendor, as_of.position)
        region = None if region is None else find_region(snapshot, region, as_of.position)
    question = Question(
        snapshot, vendor, region, as_of, by, type_, include_excluded, None, with_subsidiaries
    )
    return question.asked_as_of(as_of)
