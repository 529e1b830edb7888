"""Statements of the Beneficial Ownership Data Standard: who owns whom among organisations, and since when."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, ClassVar

from events import Refusal

from ..importing.bods_mapping import (
    citation_of,
    fact_of,
    is_next,
    owning_in,
    party_of,
    record_of,
    replaced,
    source_of,
)
from ..importing.bods_statements import (
    PARTY,
    PERSON,
    RELATION,
    disclosed_of,
    inside,
    shelve,
    unmapped,
)
from ..importing.described import described
from ..importing.facts import Content, follow
from ..importing.importer import Desk, Plan, Request
from ..importing.likeness import slug
from ..importing.parties import Parties, Party
from ..importing.rows import identity_of
from ..importing.shelf import Placed, Shelf, filled
from ..importing.sources import file_in
from ..importing.state import Known
from ..importing.statements import copy_of, known_of, many, refused
from ..importing.step import Said, Step


class Bods:
    """A record is followed from statement to statement, across files too; persons are left out unless asked for."""

    name: ClassVar[str] = "bods"
    description: ClassVar[str] = "Beneficial Ownership Data Standard 0.4, JSON or JSON Lines"
    takes: ClassVar[tuple[str, ...]] = ("persons", "observed")

    def plan(self, request: Request, desk: Desk) -> Plan:
        """Every statement is read and put in order before the first is recorded."""
        path = file_in(request.path)
        copy = copy_of(request, desk)
        shelf, _ = filled(path, lambda it: shelve(path, request.limits, desk.now, it))
        return Plan(shelf.count(), _Following(shelf, desk, copy, request.persons).steps())


class _Following:
    """Follows the records of a shelf: parties first, then what is between them."""

    def __init__(self, shelf: Shelf, desk: Desk, copy: Content, persons: bool) -> None:
        self._shelf, self._desk, self._copy = shelf, desk, copy
        self._persons = persons
        self._parties = Parties(desk.engine, Bods.name)
        self._described: set[str] = set()

    def steps(self) -> Iterator[Step]:
        try:
            for part in (PARTY, PERSON):
                for records in many(self._shelf.records(part)):
                    yield from self._settled(part, records)
            for records in many(self._shelf.records(RELATION)):
                keys = {key: self._row(placed[0].said) for key, placed in records}
                known = known_of(self._desk.engine, Bods.name, keys.values())
                for key, placed in records:
                    yield from self._related(placed, known.get(keys[key], Known(keys[key], 1, "")))
        finally:
            self._shelf.close()

    def _row(self, said: dict[str, Any]) -> str:
        return identity_of([source_of(said)[0], said["recordId"]])

    def _settled(self, part: str, records: list[tuple[str, list[Placed]]]) -> Iterator[Step]:
        if part == PERSON and not self._persons:
            for _, placed in records:
                yield Step("left out", rows=len(placed), reason="a person")
            return
        parties = {}
        for each in (each for _, placed in records for each in placed):
            try:
                parties[each.number] = party_of(each.said)
            except Refusal as refusal:
                yield refused(each, refusal)
        self._parties.learn(parties.values())
        for each in (each for _, placed in records for each in placed):
            if each.number in parties:
                yield from self._named(each, parties[each.number])

    def _named(self, placed: Placed, party: Party) -> Iterator[Step]:
        said = placed.said
        try:
            self._audit(said)
            disclosed = disclosed_of(said)
            words: Content = {"citation": citation_of(said, self._copy)}
            words |= {"disclosed": disclosed} if disclosed else {}
            vendor, moves, anew = self._parties.settle(party)
            items = tuple(self._parties.named(vendor, party, [words] * len(party.names), anew=anew))
        except Refusal as refusal:
            yield refused(placed, refusal)
            return
        yield from self._described_by(said)
        yield Step("imported" if items else "unchanged", items, moves=moves)

    def _described_by(self, said: dict[str, Any]) -> Iterator[Step]:
        source, name = source_of(said)
        if source not in self._described:
            self._described.add(source)
            yield Step("described", (described(source, name),), rows=0)

    def _audit(self, said: dict[str, Any]) -> None:
        name = unmapped(said)
        if name:
            raise Refusal("statement", "only fields of the standard", name)

    def _related(self, placed: list[Placed], known: Known) -> Iterator[Step]:
        for each in placed:
            try:
                step, known = self._stated(each.said, known)
            except Refusal as refusal:
                step = refused(each, refusal)
            yield step

    def _stated(self, said: dict[str, Any], known: Known) -> tuple[Step, Known]:
        """A statement of a relationship, and the record as it is to be kept; one that was taken before says nothing."""
        if said["statementId"] in known.fields:
            return Step("unchanged"), known
        self._audit(said)
        pair, why = self._pair(said)
        if (
            not why
            and not owning_in(said)
            and not (known.begun and said["recordStatus"] == "closed")
        ):
            why = "no interest of ownership or control"
        if why:
            return Step("left out", reason=why), known
        day = disclosed_of(said)
        if day < known.vanished:
            raise Refusal(
                "statementDate", f"a statement after {known.vanished}, the last imported", day
            )
        occurrence = known.occurrence or self._occurrence(said, known, 1)
        fact = fact_of(said, pair, occurrence, known, self._copy)
        items: tuple[Said, ...] = ()
        turned = is_next(known, fact)
        if turned:
            _, items, known = follow(known, replaced(known, fact))
            occurrence = self._occurrence(said, known, int(known.fingerprint or 1) + 1)
            fact = fact_of(said, pair, occurrence, known, self._copy)
            stage = str(int(known.fingerprint or 1) + 1)
            known = replace(known, begun={}, ended={}, fingerprint=stage)
        outcome, more, known = follow(known, fact)
        known = replace(
            known,
            occurrence=occurrence,
            vendor=pair[0],
            fields=(*known.fields, said["statementId"]),
            vanished=day or known.vanished,
        )
        moves = (known.move(Bods.name, Bods.name),)
        return Step("changed" if turned else outcome, (*items, *more), moves=moves), known

    def _occurrence(self, said: dict[str, Any], known: Known, stage: int) -> str:
        name = f"bods:{slug(said['recordId'], 60)}:{known.row[:8]}"
        return name if stage == 1 else f"{name}:{stage}"

    def _pair(self, said: dict[str, Any]) -> tuple[tuple[str, str], str]:
        """The owned vendor and its owner, or why there are none."""
        details, found = inside(said, "recordDetails"), []
        for name in ("subject", "interestedParty"):
            key = details.get(name)
            if not isinstance(key, str):
                return ("", ""), f"no record in {name}"
            if self._shelf.has(PERSON, key) and not self._persons:
                return ("", ""), f"a person in {name}"
            vendor = self._parties.vendor(record_of(said, key))
            if not vendor:
                raise Refusal(name, "a record that is in the file or was imported", key)
            found.append(vendor)
        return (found[0], found[1]), ""
