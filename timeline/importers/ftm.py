"""Statements of FollowTheMoney, as OpenSanctions publishes them: names, listings by authorities, and ownership."""

from collections import Counter
from collections.abc import Generator, Iterator
from dataclasses import replace
from itertools import product
from typing import ClassVar

from events import Refusal, read_disclosed

from ..importing.facts import Content, Fact, follow
from ..importing.ftm_mapping import READ, RECORD, Told, listing_of, ownership_of, party_of
from ..importing.ftm_statements import LISTING, OTHER, OWNERSHIP, PARTY, PERSON, shelve
from ..importing.importer import Desk, Plan, Request
from ..importing.likeness import slug
from ..importing.parties import Identifier, Parties, Party
from ..importing.rows import identity_of
from ..importing.shelf import Placed, Shelf, filled
from ..importing.sources import file_in
from ..importing.state import Known
from ..importing.statements import copy_of, known_of, many, refused
from ..importing.step import Move, Said, Step

TRUE = ("t", "true", "1")


class Ftm:
    """A row of the source is one statement; those of one record are taken together, wherever they stand."""

    name: ClassVar[str] = "ftm"
    description: ClassVar[str] = "FollowTheMoney statements, CSV or JSON Lines"
    takes: ClassVar[tuple[str, ...]] = ("persons", "observed")

    def plan(self, request: Request, desk: Desk) -> Plan:
        """Every statement is read and put in order before the first is recorded."""
        path = file_in(request.path)
        copy = copy_of(request, desk)
        shelf, _ = filled(path, lambda it: shelve(path, request.limits, it))
        return Plan(shelf.count(), _Following(shelf, desk, copy, request.persons).steps())


class _Following:
    """Follows the records of a shelf: parties first, then what is said of them."""

    def __init__(self, shelf: Shelf, desk: Desk, copy: Content, persons: bool) -> None:
        self._shelf, self._desk, self._copy = shelf, desk, copy
        self._persons = persons
        self._parties = Parties(desk.engine, Ftm.name)

    def steps(self) -> Iterator[Step]:
        try:
            for part in (PARTY, PERSON):
                for records in many(self._shelf.records(part)):
                    yield from self._settled(part, records)
            for part in (LISTING, OWNERSHIP):
                for key, placed in self._shelf.records(part):
                    yield from self._told(part, key, placed)
            for _, placed in self._shelf.records(OTHER):
                for schema, rows in Counter(each.said["schema"] for each in placed).items():
                    yield Step("left out", rows=rows, reason=f"a {schema[:40]}")
        finally:
            self._shelf.close()

    def _settled(self, part: str, records: list[tuple[str, list[Placed]]]) -> Iterator[Step]:
        found: list[tuple[Told, Party, list[Content]]] = []
        for key, placed in records:
            if not self._persons and self._shelf.has(PERSON, key):
                yield Step("left out", rows=len(placed), reason="a person")
                continue
            told = yield from self._read(part, key, placed)
            try:
                found += [(told, *party_of(told))] if told.placed else []
            except Refusal as refusal:
                yield refused(told.placed[0], refusal, len(told.placed))
        self._parties.learn(party for _, party, _ in found)
        for told, party, beside in found:
            try:
                vendor, moves, anew = self._parties.settle(party)
                items = tuple(self._parties.named(vendor, party, beside, anew=anew))
            except Refusal as refusal:
                yield refused(told.placed[0], refusal, len(told.placed))
                continue
            yield Step("imported" if items else "unchanged", items, len(told.placed), moves)

    def _read(self, part: str, key: str, placed: list[Placed]) -> Generator[Step, None, Told]:
        """What is read of a record; the other statements of it are left out by the name of the property."""
        read: list[Placed] = []
        for each in placed:
            if str(each.said.get("external") or "").lower() in TRUE:
                yield Step(
                    "left out", reason="external: matched to the record, and by nobody confirmed"
                )
            elif each.said["prop"] not in READ[part]:
                what = f"{each.said['prop'][:40]} of {each.said['schema']}"
                yield Step("left out", reason=f"the property {what}")
            else:
                read.append(each)
        return Told(key, read, self._copy)

    def _told(self, part: str, key: str, placed: list[Placed]) -> Iterator[Step]:
        told = yield from self._read(part, key, placed)
        if not told.placed:
            return
        try:
            facts, why = self._listings(told) if part == LISTING else self._ownerships(told)
            step = self._stated(facts) if facts else Step("left out", reason=why)
        except Refusal as refusal:
            yield refused(told.placed[0], refusal, len(told.placed))
            return
        yield replace(step, rows=len(told.placed))

    def _stated(self, facts: list[tuple[str, Fact]]) -> Step:
        """What the facts of one record come to, against what was kept of each."""
        known = known_of(self._desk.engine, Ftm.name, [row for row, _ in facts])
        items: list[Said] = []
        moves: list[Move] = []
        outcome = "unchanged"
        for row, fact in facts:
            self._check(fact)
            each = known.get(row, Known(row, 1, row))
            came, said, kept = follow(each, fact)
            if said:
                outcome, occurrence = came, fact.begun["occurrence"]
                kept = replace(kept, occurrence=occurrence, vendor=fact.begun["vendor"])
                moves.append(kept.move(Ftm.name, Ftm.name))
            items += said
        return Step(outcome, tuple(items), moves=tuple(moves))

    def _check(self, fact: Fact) -> None:
        for said in (fact.begun, fact.ended or {}):
            if "disclosed" in said:
                window = read_disclosed(said["disclosed"])
                if window.lo is not None and window.lo > self._desk.now:
                    raise Refusal("listingDate", "a day that is not after now", said["disclosed"])

    def _listings(self, told: Told) -> tuple[list[tuple[str, Fact]], str]:
        vendors, why = self._who(told, "entity")
        places = {each["value"].strip().upper() for each in told.all("country")}
        place = next(iter(places)) if len(places) == 1 else ""
        region = place if self._desk.regions.known(place) else ""
        facts = []
        for vendor in vendors:
            row = identity_of([LISTING, told.key, vendor])
            facts.append((row, listing_of(told, vendor, region, _occurrence(told, row))))
        return facts, why

    def _ownerships(self, told: Told) -> tuple[list[tuple[str, Fact]], str]:
        owned, why = self._who(told, "asset")
        owners, also = self._who(told, "owner")
        facts = []
        for vendor, owner in product(owned, owners):
            row = identity_of([OWNERSHIP, told.key, vendor, owner])
            facts.append((row, ownership_of(told, vendor, owner, _occurrence(told, row))))
        return facts, why or also

    def _who(self, told: Told, prop: str) -> tuple[list[str], str]:
        """The vendors that a property names, or why one is not taken; Refusal for a record that is nowhere."""
        found, why = [], ""
        for said in told.all(prop):
            key = said["value"]
            vendor = self._parties.vendor(Identifier(RECORD, key))
            if not self._persons and self._shelf.has(PERSON, key):
                why = f"a person in {prop}"
            elif vendor:
                found.append(vendor)
            elif self._shelf.has(OTHER, key):
                why = f"neither an organisation nor a person in {prop}"
            else:
                raise Refusal(prop, "a record that is in the file or was imported", key)
        return list(dict.fromkeys(found)), "" if found else why or f"nothing in {prop}"


def _occurrence(told: Told, row: str) -> str:
    return f"ftm:{slug(told.key, 60) or RECORD}:{row[:8]}"
