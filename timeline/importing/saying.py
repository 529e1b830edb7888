"""What a list says: claims and acts from a row, the copy it is in, and the copy before."""

from collections.abc import Mapping
from typing import Any

from events import KINDS, Act, Claim, parse_act, parse_claim

from .copies import Observation
from .described import described
from .profile import Profile
from .rows import day_in
from .state import Known

WORDS = 2_000
Content = dict[str, Any]


class Saying:
    """Says, of one list, what two copies of it show; values in, claims out."""

    def __init__(self, profile: Profile, copy: Observation, before: Observation | None) -> None:
        self.profile = profile
        self.copy = copy
        self.before = before
        self.changed = copy.changed(before)
        self.disclosed = copy.disclosed(before)

    def field(self, fields: tuple[str, ...], column: str | None) -> str:
        """The value of a column, on one line; empty for no column."""
        return "" if column is None else " ".join(fields[self.profile.place[column]].split())

    def day(self, fields: tuple[str, ...], column: str | None) -> str | None:
        """The date in a column as EDTF; None for none."""
        text = self.field(fields, column)
        return day_in(self.profile, text) if text else None

    def citation(self, quote: str = "") -> Content:
        """The copy, as whoever took it gives it, relying on the publisher."""
        said: Content = {"source": self.profile.source}
        if self.profile.url:
            said["url"] = self.profile.url
        if self.copy.published:
            said["published"] = self.copy.published
        said |= {"retrieved_at": self.copy.moment, "sha256": self.copy.sha256}
        if quote:
            said["quote"] = quote[:WORDS]
        return {**said, "derived_from": self._publisher() if self.profile.observer else None}

    def begun(self, occurrence: str, vendor: str, fields: tuple[str, ...]) -> Claim:
        """That the row stands for something in force, from its date or from when it was first seen."""
        profile = self.profile
        begins, ends = self.day(fields, profile.begins), None
        if profile.ends and not profile.ended_kind:
            ends = self.day(fields, profile.ends)
        valid = begins or self.changed
        said = {column: self.field(fields, name) for column, name in profile.says.items()}
        return parse_claim(
            {
                **self._head(profile.kind, occurrence, vendor),
                **{name: text[:WORDS] for name, text in said.items() if text},
                "valid": f"{valid}/{ends}" if ends else valid,
                "citation": self.citation(self.field(fields, profile.vendor)),
            }
        )

    def ended(self, known: Known, day: str) -> Claim:
        """That it ended on the day the row names."""
        assert self.profile.ended_kind is not None
        head = self._head(self.profile.ended_kind, known.occurrence, known.vendor)
        return parse_claim({**head, "valid": day, "citation": self.citation(self._quote(known))})

    def revised(self, known: Known, what: str) -> Claim:
        """That the entry was changed between the copies."""
        head = self._head("entry-revised", known.occurrence, known.vendor)
        said = {**head, "valid": self.changed, "note": what[:WORDS]}
        return parse_claim({**said, "citation": self.citation(self._quote(known))})

    def vanished(self, known: Known) -> Claim:
        """That the row is in the copy before and not in this one."""
        assert self.before is not None
        head = self._head("list-row-vanished", known.occurrence, known.vendor)
        gone = self.copy.gone(self.before)
        return parse_claim(
            {
                **head,
                "modality": "alleged",
                "valid": gone,
                "disclosed": self.copy.published or gone,
                "row": self._quote(known)[:WORDS],
                "last_seen": self.before.moment,
                "last_seen_in": self.before.sha256,
                "missing_from": self.copy.sha256,
                "citation": self.citation(),
            }
        )

    def named(self, vendor: str, name: str) -> Claim:
        """That a vendor bears the name the list gives it."""
        return parse_claim(
            {
                "kind": "vendor-named",
                "occurrence": f"{vendor}-names",
                "vendor": vendor,
                "name": " ".join(name.split())[:WORDS],
                "disclosed": self.disclosed,
                "citation": self.citation(),
            }
        )

    def corrected(self, target: Mapping[str, Any], by: Mapping[str, Any], reason: str) -> Act:
        """That the source gives another version of what a claim says.

        It is dated by the moment it was seen, not by the time between the copies: in that time neither version
        would count for certain, though one of them was public throughout.
        """
        return self._act("source-corrected", parse_claim(target).id, reason, by=dict(by))

    def retracted(self, target: str, reason: str) -> Act:
        """That the newer copy takes back what was said."""
        return self._act("source-retracted", target, reason)

    def _act(self, act: str, target: str, reason: str, **more: Any) -> Act:
        return parse_act(
            {
                "act": act,
                "target": target,
                **more,
                "reason": reason[:WORDS],
                "actor": f"importer of {self.profile.list}",
                "disclosed": self.copy.moment,
                "citation": self.citation(),
            }
        )

    def described(self) -> tuple[Claim, ...]:
        """Who publishes the list, and who took the copies."""
        profile = self.profile
        publisher = described(profile.publisher, profile.publisher_name, "primary")
        if not profile.observer:
            return (publisher,)
        return publisher, described(profile.observer, profile.observer_name or profile.observer)

    def _head(self, kind: str, occurrence: str, vendor: str) -> Content:
        profile = self.profile
        head: Content = {"kind": kind, "occurrence": occurrence, "vendor": vendor}
        head["region"] = profile.jurisdiction
        if profile.concerns:
            head["concerns"] = profile.concerns
        if "list" in KINDS[kind].model_fields:
            head["list"] = profile.list
        return {**head, "disclosed": self.disclosed}

    def _quote(self, known: Known) -> str:
        return self.field(known.fields, self.profile.vendor)

    def _publisher(self) -> Content:
        return {"source": self.profile.publisher, "derived_from": None}
