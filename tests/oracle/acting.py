"""Which claims hold at (known, position), and of which occurrence, once every act is applied.

Three values: no, maybe, yes. Everything is asked again for each question, by walking the whole log.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from events import ActEvent, Citation, Claim, Entry, Event, Instant, Instants

NO, MAYBE, YES = range(3)
UNDOING = ("source-retracted", "recording-voided", "withdrawn")
SAME = ("kind", "vendor", "valid", "size", "count")


class Held(NamedTuple):
    """A claim under its occurrence's linked name, and whether it holds: maybe or yes."""

    event: Event
    holds: int


def held(entries: Sequence[Entry], known: Instant, position: int) -> list[Held]:
    """Every claim that may hold, those brought by acts too."""
    return _Asked([entry for entry in entries if entry.position <= position], known).held()


def disclosed(window: Instants, known: Instant) -> int:
    """Whether what was disclosed at some instant of a window was public at `known`."""
    if window.hi <= known:
        return YES
    return MAYBE if window.lo is None or window.lo < known else NO


def contrary(value: int) -> int:
    """Not: of no yes, of maybe maybe."""
    return YES - value


class _Asked:
    """A log up to a position, asked at one known instant."""

    def __init__(self, entries: Sequence[Entry], known: Instant) -> None:
        self.known = known
        self.events = [entry for entry in entries if isinstance(entry, Event)]
        self.acts = [entry for entry in entries if isinstance(entry, ActEvent)]
        self.claims: dict[str, Claim] = {}
        for act in self.acts:
            if act.act.brought is not None:
                self.claims[act.act.brought.id] = act.act.brought
        self.claims |= {event.claim.id: event.claim for event in self.events}
        self.names = self._linked_names()

    def held(self) -> list[Held]:
        found = [Held(event, self._recorded_holds(event)) for event in self.events]
        for act in self.acts:
            event = self._brought(act)
            if event is not None:
                found.append(Held(event, self._brought_holds(act, event)))
        return [Held(self._renamed(event), holds) for event, holds in found if holds > NO]

    def _act_holds(self, act: ActEvent) -> int:
        undoing = (
            other
            for other in self.acts
            if other.act.target == act.act.id and other.act.act in UNDOING
        )
        return min(disclosed(act.known, self.known), contrary(self._strongest(undoing)))

    def _strongest(self, acts: Iterable[ActEvent]) -> int:
        return max((self._act_holds(act) for act in acts), default=NO)

    def _recorded_holds(self, event: Event) -> int:
        carrying = [act for act in self.acts if self._carries(act, event)]
        removed = self._strongest([*self._removing(event.claim), *carrying])
        return min(disclosed(event.known, self.known), contrary(removed))

    def _brought_holds(self, act: ActEvent, event: Event) -> int:
        later = [each for each in self._removing(event.claim) if each.position > act.position]
        removed = self._strongest(later)
        seen = disclosed(event.known, self.known)
        return min(self._act_holds(act), seen, contrary(removed))

    def _removing(self, claim: Claim) -> list[ActEvent]:
        return [
            act
            for act in self.acts
            if act.act.does in ("removes", "replaces") and act.act.target == claim.id
        ]

    def _brought(self, act: ActEvent) -> Event | None:
        target = self.claims.get(act.act.target)
        if act.act.act == "confirmed":
            denied = target is not None and target.modality == "denied"
            return None if target is None or denied else act.brings(target)
        if act.act.brought is None:
            return None
        own = act.act.clock == "record"
        return Event(act.position, act.recorded_at, act.act.brought, None if own else act.known)

    def _carries(self, act: ActEvent, event: Event) -> bool:
        """Whether a claim only repeats what the act is upon, and is set aside with it."""
        target = self.claims.get(act.act.target)
        if target is None or not act.act.carries_on or target.id == event.claim.id:
            return False
        return (
            self._name(event.claim.occurrence) == self._name(target.occurrence)
            and all(getattr(event.claim, field) == getattr(target, field) for field in SAME)
            and relies_on(event.claim.citation, target.citation)
            and (act.act.clock == "record" or event.known.hi <= act.known.hi)
        )

    def _linked_names(self) -> dict[str, str]:
        """The name of every linked occurrence: one that no link calls `other`, the smallest."""
        pairs = [
            (act.act.target, act.act.content()["other"])
            for act in self.acts
            if act.act.act == "same-occurrence" and self._act_holds(act) == YES
        ]
        together = {name: {name} for pair in pairs for name in pair}
        for _ in pairs:
            for one, other in pairs:
                joined = together[one] | together[other]
                for name in joined:
                    together[name] = joined
        others = {other for _, other in pairs}
        return {name: min(joined - others or joined) for name, joined in together.items()}

    def _name(self, occurrence: str) -> str:
        return self.names.get(occurrence, occurrence)

    def _renamed(self, event: Event) -> Event:
        name = self._name(event.occurrence)
        if name == event.occurrence:
            return event
        claim = event.claim.model_copy(update={"occurrence": name})
        return Event(event.position, event.recorded_at, claim, event.known)


def relies_on(citation: Citation, place: Citation) -> bool:
    """Whether the chain a citation relies on passes through another one, told whole or by its name."""
    link = citation.derived_from
    while isinstance(link, Citation):
        if _place(link) == _place(place):
            return True
        link = link.derived_from
    return link is not None and link in (place.id, place.source)


def _place(citation: Citation) -> tuple[str | None, ...]:
    """Where a citation points, whatever words it quotes and whatever it relies on itself."""
    if citation.id is not None:
        return (citation.source, citation.id)
    published = None if citation.published is None else str(citation.published)
    return (citation.source, citation.title, citation.url, published)
