"""The restricted lists of the United States as JSON: Entity List, UFLPA, 1260H, NS-CMIC, FCC, import bans and more."""

from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar

from ..database import reading
from ..importing.importer import Desk, Plan, Request
from ..importing.likeness import slug
from ..importing.opening import bad, is_folder
from ..importing.organisations import PERHAPS, is_organisation
from ..importing.state import Known, ListState, load
from ..importing.step import Move, Step
from ..importing.us_entries import Copy, Entry, parse
from ..importing.us_saying import claims_of, named_as
from ..importing.vendors import Vendors, recorded_listing


class UsLists:
    """An entry says when it was listed and each time it was revised; what is recorded of it already is not listed anew."""

    name: ClassVar[str] = "us-lists"
    description: ClassVar[str] = "US restricted lists as JSON, one file or a folder of them"
    takes: ClassVar[tuple[str, ...]] = ("persons",)

    def plan(self, request: Request, desk: Desk) -> Plan:
        """Every file is read before the first entry is recorded."""
        folder = is_folder(request.path)
        paths = sorted(request.path.glob("*.json")) if folder else [request.path]
        found = [
            parse(path, request.limits) for path in paths if not folder or path.stem != "lists"
        ]
        if not found:
            raise bad(request.path, "a folder with lists in it", "none")
        vendors = Vendors(desk.engine, "", "", ListState(), keyed=False)
        steps = (step for copy in found for step in _steps(copy, request, desk, vendors))
        return Plan(sum(len(copy.entries) for copy in found), steps)


def _steps(copy: Copy, request: Request, desk: Desk, vendors: Vendors) -> Iterator[Step]:
    key = f"us-lists:{copy.list_id}"
    with reading(desk.engine) as connection:
        state = load(connection, key)
    vendors.turn_to(copy.published.list, key, state)
    vendors.learn(name for entry in copy.entries for name in (entry.name, *entry.aliases))
    for entry in copy.entries:
        known = next(iter(state.rows.get(entry.identity, ())), None)
        if known is None and not request.persons and not _is_organisation(entry, vendors):
            known = Known(entry.identity, 1, entry.identity)
            state.put(known)
        if known is not None and not known.occurrence and not request.persons:
            yield Step("left out", moves=(known.move(key, copy.published.list),), reason=PERHAPS)
        elif copy.published.cites and not entry.cited:
            yield Step("refused", reason=f"{entry.name}: expected a citation with its date")
        else:
            listed = known if known is not None and known.occurrence else None
            yield _step(copy, entry, listed, state, vendors, desk)


def _step(
    copy: Copy, entry: Entry, known: Known | None, state: ListState, vendors: Vendors, desk: Desk
) -> Step:
    moves: tuple[Move, ...] = ()
    list_ = copy.published.list
    if known is None:
        who = vendors.find(entry.identity, entry.name, entry.aliases)
        there = recorded_listing(desk.engine, list_, who.vendor, state.occurrences)
        occurrence = there or _unused(
            f"{list_}:{slug(entry.name, 60) or entry.identity[:12]}", state
        )
        known = Known(entry.identity, 1, entry.identity, occurrence=occurrence, vendor=who.vendor)
        known = replace(known, begun={"before": there is not None})
        state.put(known)
        moves = (known.move(f"us-lists:{copy.list_id}", list_), *who.candidates)
    claims = claims_of(copy, entry, known)
    names = [name for name in (entry.name, *entry.aliases) if not vendors.named(known.vendor, name)]
    said = [named_as(copy, known.vendor, name) for name in names]
    return Step("listed", (*said, *claims), moves=moves)


def _is_organisation(entry: Entry, vendors: Vendors) -> bool:
    return is_organisation(entry.name) or vendors.knows((entry.name, *entry.aliases))


def _unused(base: str, state: ListState) -> str:
    number, name = 1, base
    while name in state.occurrences:
        number += 1
        name = f"{base}:{number}"
    return name
