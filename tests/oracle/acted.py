"""Hypothesis strategies for logs of claims and of acts upon them, upon acts, occurrences and vendors."""

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from events import (
    ACTS,
    Act,
    ActEvent,
    Claim,
    Entry,
    Event,
    Instant,
    Redacted,
    Refusal,
    parse_act,
    parse_claim,
    start_of,
)
from timeline.targets import check_act

from .logs import (
    FIRST,
    HOUR,
    SILENT,
    UNIVERSE,
    Said,
    Theme,
    anywhere,
    claims,
    counts,
    disclosures,
    open_sizes,
    plain,
    sizes,
    themes,
)
from .narrowing import narrowed

SOURCES = ("gazette", "times", "filing", "wire")
UPON_CLAIMS = (
    *("source-corrected", "source-retracted") * 3,
    *("transcription-corrected", "recording-voided", "confirmed", "refined") * 2,
)
UPON_ACTS = (*("withdrawn",) * 3, "recording-voided", "source-retracted")
LINKS = (*("same-occurrence",) * 4, "member-of", "vendor-merged")


class Draft:
    """A log as it grows."""

    def __init__(self, theme: Theme, now: Instant) -> None:
        self.theme, self.now = theme, now
        self.entries: list[Entry] = []
        self.claims: dict[str, Claim] = {}
        self.acts: dict[str, Act] = {}
        self.streams: dict[str, str] = {}

    def add(self, said: Claim | Act) -> None:
        """Record what is valid and new; what is not is left out."""
        place = (len(self.entries) + 1, self.now)
        if isinstance(said, Claim):
            if said.id not in self.streams:
                self.entries.append(Event(*place, said))
                self._hold(said, said.occurrence)
            return
        try:
            check_act(said, lambda name: self.claims.get(name) or self.acts.get(name), self._exists)
        except Refusal:
            return
        if said.id in self.acts:
            return
        stream = self.streams.get(said.target, said.target)
        stream = f"vendor:{stream}" if "vendor" in said.targets else stream
        self.entries.append(ActEvent(*place, said, stream))
        self.acts[said.id] = said
        self.streams[said.id] = stream
        if said.brought is not None and said.brought.id not in self.streams:
            self._hold(said.brought, stream)

    def _hold(self, claim: Claim, stream: str) -> None:
        self.claims[claim.id] = claim
        self.streams[claim.id] = stream

    def _exists(self, what: str, name: str) -> bool:
        if what == "vendor":
            return any(name in claim.vendors for claim in self.claims.values())
        recorded = (entry for entry in self.entries if isinstance(entry, Event))
        return any(entry.occurrence == name for entry in recorded)

    def linked(self, act: Act) -> bool:
        """Whether it is a link, or takes one back."""
        while act.target in self.acts:
            act = self.acts[act.target]
        return act.does == "links"


@st.composite
def repeats(draw: st.DrawFn, told: Claim, theme: Theme) -> Claim:
    """A claim that says what another says, relying on it; some differ, some rely on something else."""
    elsewhere = draw(st.sampled_from([told.occurrence, told.occurrence, *theme.occurrences]))
    whole = told.citation.model_dump(mode="json")
    link = draw(
        st.sampled_from(
            [
                whole,
                whole,
                told.citation.source,
                {"source": "wire", "derived_from": whole},
                "nobody",
            ]
        )
    )
    said = {**told.content(), "occurrence": elsewhere}
    said["citation"] = {"source": draw(st.sampled_from(SOURCES)), "derived_from": link}
    said.pop("disclosed", None)
    if draw(st.integers(0, 3)):
        said["disclosed"] = draw(disclosures)
    if draw(st.integers(0, 3)) == 0:
        _change(draw, said)
    return _parsed(said) or told


def _change(draw: st.DrawFn, said: Said) -> None:
    """Say one field otherwise."""
    field, values = draw(
        st.sampled_from(
            [
                ("size", st.one_of(sizes, open_sizes)),
                ("size", sizes),
                ("valid", anywhere),
                ("valid", anywhere),
                ("count", counts),
                ("region", st.sampled_from(["CN-XJ", "BR", "US"])),
                ("modality", st.sampled_from(["effected", "alleged", "denied", "announced"])),
            ]
        )
    )
    said[field] = draw(values)


def _parsed(said: Said) -> Claim | None:
    try:
        return parse_claim(said)
    except Refusal:
        return None


@st.composite
def upon_claims(draw: st.DrawFn, draft: Draft) -> Act | None:
    """An act upon a claim, recorded or brought in by another act."""
    target = draw(st.sampled_from(list(draft.claims.values())))
    name = draw(st.sampled_from(UPON_CLAIMS))
    said: Said = {"act": name, "target": target.id, "reason": draw(st.sampled_from("rst"))}
    if ACTS[name].clock == "source" and draw(st.integers(0, 4)):
        said["disclosed"] = draw(disclosures)
    if name == "confirmed":
        said["at"] = draw(st.one_of(plain, plain, anywhere))
        if draw(st.booleans()):
            said["citation"] = {"source": draw(st.sampled_from(SOURCES))}
    elif name == "refined":
        brought = draw(narrowed(target))
        if brought is None:
            return None
        said["by"] = brought.content()
    elif name.endswith("-corrected"):
        said["by"] = draw(_versions(draft, target)).content()
    return _act(said)


@st.composite
def _versions(draw: st.DrawFn, draft: Draft, target: Claim) -> Claim:
    """Another version of a claim, or another claim of its occurrence."""
    if draw(st.integers(0, 4)) == 0:
        other = draw(claims(draft.theme)).content()
        return parse_claim({**other, "occurrence": target.occurrence})
    said = target.content()
    _change(draw, said)
    if draw(st.booleans()):
        said["disclosed"] = draw(disclosures)
    return _parsed(said) or target


def _act(said: dict[str, Any]) -> Act | None:
    try:
        return parse_act(said)
    except Refusal:
        return None


@st.composite
def upon_acts(draw: st.DrawFn, draft: Draft) -> Act | None:
    """An act that takes an act back; a link is taken back on the record clock only."""
    target = draw(st.sampled_from(list(draft.acts.values())))
    name = draw(st.sampled_from(UPON_ACTS))
    if draft.linked(target) and name == "source-retracted":
        name = "withdrawn"
    said: Said = {"act": name, "target": target.id, "reason": draw(st.sampled_from("rst"))}
    if name == "source-retracted" and draw(st.booleans()):
        said["disclosed"] = draw(disclosures)
    return _act(said)


@st.composite
def linking(draw: st.DrawFn, draft: Draft) -> Act | None:
    """An act that links two occurrences or two vendors."""
    name = draw(st.sampled_from(LINKS))
    told = draft.claims.values()
    vendors = sorted({vendor for claim in told for vendor in claim.vendors})
    occurrences = sorted({claim.occurrence for claim in told})
    things = vendors if name == "vendor-merged" else occurrences
    if len(things) < 2:
        return None
    target, other = draw(st.permutations(things))[:2]
    field = {"same-occurrence": "other", "member-of": "of", "vendor-merged": "into"}[name]
    return _act({"act": name, "target": target, field: other, "reason": "one and the same"})


@st.composite
def acted_logs(
    draw: st.DrawFn, *, most: int = 7, links: bool = False, open_ended: bool = True
) -> list[Entry]:
    """A log of up to `most` claims and acts; same-occurrence and the like only where `links`."""
    theme = draw(themes(open_ended=open_ended))
    if links:
        theme = theme._replace(
            occurrences=("first", "second", "third"),
            vendors=draw(st.sampled_from([("acme",), ("acme", "bolt")])),
            kinds=tuple(kind for kind in theme.kinds if kind not in SILENT),
        )
    start = draw(st.sampled_from([0, UNIVERSE // 2, UNIVERSE + 2, UNIVERSE + 2]))
    draft = Draft(theme, start_of(FIRST.toordinal() + start))
    for _ in range(draw(st.integers(3, most))):
        draft.now += draw(st.sampled_from([0, 1, HOUR, 24 * HOUR, 60 * HOUR])) or (
            0 if draft.entries else 1
        )
        step = draw(st.integers(0, 19)) if len(draft.entries) > links else 0
        said: Claim | Act | None
        if step < 6:
            said = draw(claims(theme))
        elif step < 9:
            said = draw(repeats(draw(st.sampled_from(list(draft.claims.values()))), theme))
        elif step < 12 and links:
            said = draw(linking(draft))
        elif step < 15 and draft.acts:
            said = draw(upon_acts(draft))
        else:
            said = draw(upon_claims(draft))
        if said is not None:
            draft.add(said)
    return draft.entries


def redaction_of(claim: Claim) -> Act:
    """The act that takes a claim's words out of the log."""
    return parse_act({"act": "payload-redacted", "target": claim.id, "reason": "ordered"})


def redacted(entries: Sequence[Entry], names: frozenset[str], now: Instant) -> list[Entry]:
    """A log after the claims of some names were redacted: an envelope stands where each was said."""
    found: list[Entry] = []
    acts: list[Act] = []
    for entry in entries:
        place = (entry.position, entry.recorded_at)
        if isinstance(entry, Event) and entry.claim.id in names:
            claim = entry.claim
            found.append(Redacted(*place, claim.id, claim.kind, claim.occurrence))
            acts.append(redaction_of(claim))
        elif isinstance(entry, ActEvent) and entry.act.brought and entry.act.brought.id in names:
            act = entry.act
            found.append(Redacted(*place, act.id, act.act, entry.occurrence, act.target))
        else:
            found.append(entry)
    streams = {entry.claim.id: entry.occurrence for entry in entries if isinstance(entry, Event)}
    for act in acts:
        found.append(ActEvent(len(found) + 1, now, act, streams[act.target]))
    return found


@st.composite
def redacted_logs(draw: st.DrawFn, *, links: bool = False) -> list[Entry]:
    """A log of claims and acts after one or two of its claims were redacted."""
    entries = draw(acted_logs(links=links))
    names = [entry.claim.id for entry in entries if isinstance(entry, Event)]
    chosen = draw(st.frozensets(st.sampled_from(names), min_size=1, max_size=2))
    return redacted(entries, chosen, entries[-1].recorded_at + HOUR)
