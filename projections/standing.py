"""Standing: what acts leave of the claims of an occurrence, for those who know what was disclosed by an instant."""

from collections.abc import Iterable, Sequence
from enum import IntEnum
from typing import NamedTuple

from events import (
    ACTS,
    ActEvent,
    Citation,
    Claim,
    Entry,
    Event,
    Instant,
    Instants,
    Redacted,
    canonical_json,
)

from .projection import EVER


class Holds(IntEnum):
    """Whether something is so at a known instant; MAYBE where a disclosure may lie before or after it."""

    NO = 0
    MAYBE = 1
    YES = 2

    @property
    def contrary(self) -> "Holds":
        """Whether its opposite is so."""
        return Holds(2 - self)


class Standing(NamedTuple):
    """A claim seen by an instant, whether it counts, and the act that set it aside or may have."""

    event: Event
    counts: Holds
    set_aside_by: ActEvent | None = None


def standings(entries: Iterable[Entry], known: Instant) -> list[Standing]:
    """Every claim disclosed, certainly or possibly, by a known instant, in the order of positions."""
    ordered = sorted(entries, key=lambda entry: entry.position)
    acts = [entry for entry in ordered if isinstance(entry, ActEvent)]
    claims = [entry for entry in ordered if isinstance(entry, Event)]
    if not acts and not any(isinstance(entry, Redacted) for entry in ordered):
        seen = ((event, disclosed(event.known, known)) for event in claims)
        return [Standing(event, holds) for event, holds in seen if holds]
    in_force = acts_in_force(acts, known)
    offered = [(event, disclosed(event.known, known)) for event in claims]
    offered += _brought(acts, claims, in_force, known)
    removals = _removals(acts, [event for event, _ in offered], in_force)
    emptied = _emptied(ordered, acts, in_force)
    found = []
    for event, holds in sorted(offered, key=lambda pair: pair[0].position):
        gone, act = removals.get(event.position, (Holds.NO, None))
        gone = max(gone, emptied.get(event.claim.id, Holds.NO))
        if holds:
            found.append(Standing(event, min(holds, gone.contrary), act))
    return found


def disclosed(window: Instants, known: Instant) -> Holds:
    """Whether what was disclosed within a window was public by an instant."""
    if window.hi <= known:
        return Holds.YES
    return Holds.MAYBE if window.lo is None or window.lo < known else Holds.NO


def chain_of(citation: Citation) -> list[Citation]:
    """A citation, what it relies on, and so on, as far as it is told within it."""
    chain: list[Citation] = []
    link: Citation | str | None = citation
    while isinstance(link, Citation):
        chain.append(link)
        link = link.derived_from
    return chain


def same_place(citation: Citation) -> bytes:
    """What makes two citations the same place: their id, or else all but the words quoted from it."""
    if citation.id is not None:
        return canonical_json([citation.source, citation.id])
    said = citation.model_dump(mode="json")
    about = ("source", "title", "url", "published")
    return canonical_json({name: said.get(name) for name in about})


def acts_in_force(acts: Sequence[ActEvent], known: Instant = EVER) -> dict[str, Holds]:
    """Whether each act counts: disclosed, and not undone by an act upon it that counts itself."""
    upon: dict[str, list[ActEvent]] = {}
    for act in acts:
        upon.setdefault(act.act.target, []).append(act)
    found: dict[str, Holds] = {}

    def holds(act: ActEvent, above: frozenset[str]) -> Holds:
        name = act.act.id
        if name not in found and name not in above:
            undone = [holds(each, above | {name}) for each in upon.get(name, ()) if _removes(each)]
            last = max(undone, default=Holds.NO)
            found[name] = min(disclosed(act.known, known), last.contrary)
        return found.get(name, Holds.NO)

    for act in acts:
        holds(act, frozenset())
    return found


def _emptied(
    entries: Iterable[Entry], acts: Sequence[ActEvent], in_force: dict[str, Holds]
) -> dict[str, Holds]:
    """How surely each claim is gone by what is left of an act upon it that was redacted and not undone."""
    found: dict[str, Holds] = {}
    for left in entries:
        if isinstance(left, Redacted) and left.upon is not None and _removed(left):
            undone = (in_force[a.act.id] for a in acts if a.act.target == left.id and _removes(a))
            holds = max(undone, default=Holds.NO).contrary
            found[left.upon] = max(holds, found.get(left.upon, Holds.NO))
    return found


def _removed(redacted: Redacted) -> bool:
    """Whether what is left of an act still tells that it removed what it was upon."""
    act = ACTS.get(redacted.kind)
    return act is not None and act.does in ("removes", "replaces")


def _removes(act: ActEvent) -> bool:
    return act.act.does in ("removes", "replaces", "redacts")


def _brought(
    acts: Sequence[ActEvent], claims: Sequence[Event], in_force: dict[str, Holds], known: Instant
) -> list[tuple[Event, Holds]]:
    """The claims that acts bring in; an act may be upon a claim that an earlier act brought."""
    by_id: dict[str, Claim] = {event.claim.id: event.claim for event in claims}
    found: list[tuple[Event, Holds]] = []
    for act in acts:
        # A claim that stands in the act itself needs no target, whose words may be gone.
        target = by_id.get(act.act.target) or act.act.brought
        event = None if target is None else act.brings(target)
        if event is not None:
            by_id.setdefault(event.claim.id, event.claim)
            found.append((event, min(in_force[act.act.id], disclosed(event.known, known))))
    return found


def _removals(
    acts: Sequence[ActEvent], offered: Sequence[Event], in_force: dict[str, Holds]
) -> dict[int, tuple[Holds, ActEvent]]:
    """By position, how surely a claim is gone, and the act by which."""
    gone: dict[int, tuple[Holds, ActEvent]] = {}
    brought = {act.position for act in acts}
    for act in acts:
        holds = in_force[act.act.id]
        if not holds or not _removes(act):
            continue
        for target in [event for event in offered if event.claim.id == act.act.target]:
            for event in offered:
                if event.position in brought:
                    taken = event.position < act.position and event.claim.id == act.act.target
                else:
                    taken = event.claim.id == act.act.target or _carried(event, target, act)
                if taken and gone.get(event.position, (Holds.NO, act))[0] < holds:
                    gone[event.position] = (holds, act)
    return gone


def _carried(event: Event, target: Event, act: ActEvent) -> bool:
    """Whether a claim only repeats another that it relies on, and was out before the act was."""
    one, other = event.claim, target.claim
    same = all(
        getattr(one, name) == getattr(other, name)
        for name in ("kind", "vendor", "valid", "size", "count")
    )
    if not act.act.carries_on or not same:
        return False
    before = act.act.clock == "record" or event.known.hi <= act.known.hi
    return before and _relies(one.citation, other.citation)


def _relies(citation: Citation, on: Citation) -> bool:
    """Whether a citation's chain passes through another, told in it or named at its end."""
    chain = chain_of(citation)
    named = chain[-1].derived_from
    if isinstance(named, str) and named in (on.id, on.source):
        return True
    return same_place(on) in {same_place(link) for link in chain[1:]}
