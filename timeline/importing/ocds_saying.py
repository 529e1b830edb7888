"""What each release of a process says that those before it did not: claims, corrections and retractions."""

import re
from collections.abc import Iterator
from typing import Any

from events import (
    Claim,
    Refusal,
    day_of,
    day_text,
    instant_text,
    parse_act,
    parse_claim,
    read_disclosed,
)

from .ocds_facts import Fact, Key, Setting, Unsound, facts_of, named
from .ocds_merge import Differing, in_order, states
from .ocds_parties import Party, region_of, words
from .ocds_reading import Json, Release, disclosed_text
from .ocds_suppliers import Suppliers
from .step import Move, Said, Step

PREFIX = re.compile(r"ocds-[A-Za-z0-9]{6}(?=-|$)")
"""What an ocid opens with: it is registered for the publisher."""
DATED = ("agreed", "proposed", "awarded")
"""Facts of which a later release may give another version."""
UNDONE = ("agreed", "ended")
"""Facts that were not so if a later release no longer says them."""
URL = re.compile(r"https?://\S{1,1900}")


class Process:
    """One contracting process, release by release."""

    def __init__(
        self, releases: list[Release], countries: dict[str, str], suppliers: Suppliers
    ) -> None:
        placed = {id(release.said): release for release in releases}
        self.releases = [placed[id(said)] for said in in_order([each.said for each in releases])]
        self._publisher = next((each.publisher for each in releases if each.publisher), {})
        ocid = releases[0].ocid
        name = words(self._publisher.get("name"))
        prefix = PREFIX.match(ocid)
        self.source = prefix[0].lower() if prefix else named(name) or "ocds"
        self.source_name = name or self.source
        self._ocid = named(ocid) if prefix else f"{self.source}:{named(ocid)}"
        self._countries = countries
        self._suppliers = suppliers
        self._said: dict[Key, Claim] = {}

    def steps(self) -> Iterator[Step]:
        """One step for each release; from one that is not sound on, the process is refused."""
        found = states([release.said for release in self.releases])
        for place, release in enumerate(self.releases):
            try:
                yield self._step(release, next(found))
            except (Differing, Unsound, Refusal) as error:
                why = f"expected one type in each release, got two for {error}"
                reason = why if isinstance(error, Differing) else str(error)
                rows = len(self.releases) - place
                yield Step("refused", rows=rows, reason=f"{release.ocid[:60]}: {reason}"[:300])
                return

    def _step(self, release: Release, state: Json) -> Step:
        items: list[Said] = []
        moves: list[Move] = []

        def who(party: Party) -> str:
            vendor, new_name, kept = self._suppliers.vendor(party)
            if new_name:
                items.append(self._named(release, vendor, party.name))
            moves.extend(kept)
            return vendor

        region = region_of(state, self._publisher, self._countries)
        setting = Setting(self._ocid, self.source, region, _day(release), who)
        facts = facts_of(state, setting)
        items += self._new(release, facts.found)
        items += self._undone(release, facts.found)
        if items:
            return Step("imported", (*self._described(), *items), moves=tuple(moves))
        if facts.found:
            return Step("unchanged", moves=tuple(moves))
        reason = facts.left_out[0] if facts.left_out else "no contract or award"
        return Step("left out", reason=reason)

    def _described(self) -> Iterator[Claim]:
        """Who publishes the process, told once in an import and only by name."""
        if self.source_name == self.source or not self._suppliers.is_new(self.source):
            return
        said = {"occurrence": f"{self.source}-source", "about": self.source, "sort": "primary"}
        said |= {"kind": "source-described", "name": self.source_name}
        yield parse_claim({**said, "citation": {"source": self.source}})

    def _named(self, release: Release, vendor: str, name: str) -> Claim:
        """That a vendor bears the name a release gives it."""
        said = {"kind": "vendor-named", "occurrence": f"{vendor}-names", "vendor": vendor}
        return parse_claim({**said, "name": name, **self._cited(release)})

    def _new(self, release: Release, found: dict[Key, Fact]) -> Iterator[Said]:
        for key, fact in found.items():
            claim = parse_claim({**fact.said, **self._cited(release, fact.quote)})
            before = self._said.get(key)
            if before is None:
                self._said[key] = claim
                yield claim
            elif key[0] in DATED and _essence(before) != _essence(claim):
                self._said[key] = claim
                reason = f"release {words(release.said.get('id'))[:80]} says it otherwise"
                yield self._act(release, "source-corrected", before.id, reason, by=claim.content())

    def _undone(self, release: Release, found: dict[Key, Fact]) -> Iterator[Said]:
        for key in [key for key in self._said if key not in found]:
            cancelled = key[0] in DATED and ("cancelled", key[1]) in found
            if key[0] not in UNDONE and not cancelled:
                continue
            reason = f"release {words(release.said.get('id'))[:80]} no longer says it"
            yield self._act(release, "source-retracted", self._said.pop(key).id, reason)

    def _act(self, release: Release, act: str, target: str, reason: str, **more: Any) -> Said:
        said = {"act": act, "target": target, **more, "reason": reason, "actor": "importer of ocds"}
        return parse_act({**said, **self._cited(release)})

    def _cited(self, release: Release, quote: str = "") -> Json:
        """When a release was published, and its place; what it says relies on nothing else."""
        date = disclosed_text(release.said["date"])
        window = read_disclosed(date)
        day, exact = date[:10], window.hi if window.lo == window.hi else None
        date = day if exact is None else instant_text(exact)
        own = words(release.said.get("id")) or f"{release.ocid}-{date}"
        citation: Json = {"source": self.source, "id": named(own), "published": day}
        if URL.fullmatch(release.uri):
            citation["url"] = release.uri
        if quote:
            citation["quote"] = quote
        return {"disclosed": date, "citation": {**citation, "derived_from": None}}


def _day(release: Release) -> str:
    window = read_disclosed(disclosed_text(release.said["date"]))
    assert window.lo is not None
    return day_text(day_of(window.lo))


def _essence(claim: Claim) -> Json:
    """What a claim says, but for its note, when it was disclosed and where."""
    beside = ("note", "disclosed", "citation")
    return {name: value for name, value in claim.content().items() if name not in beside}
