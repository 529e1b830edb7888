"""The ground of an answer: the claims it stands on as the log holds them, with what befell them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from events import ActEvent, Citation, Entry, Instant, Redacted
from projections import EVER, Holds, Standing, disclosed, standings

from ..answers.identity import entries_of
from ..answers.question import Question
from ..answers.roots import Chain, full_chain
from ..answers.snapshot import Snapshot
from ..answers.sources import sources_at
from ..answers.why import acts_upon, told_of, word


@dataclass(frozen=True, slots=True)
class Grounded:
    """A claim of an answer, with its whole chain of citations; `by` is the act that brought it in."""

    standing: Standing
    chain: Chain
    by: ActEvent | None

    @property
    def word(self) -> str:
        """`standing`, or the act that set it aside."""
        return word(self.standing)

    @property
    def gone(self) -> bool:
        """Whether it counts no more."""
        return self.standing.counts is Holds.NO


@dataclass(frozen=True, slots=True)
class Ground:
    """What an answer stands on, everything in the order of positions.

    `cited` has the chain of each act that cites something, by the act's id; `names` the sources by id.
    """

    claims: tuple[Grounded, ...]
    acts: tuple[ActEvent, ...]
    cited: Mapping[str, Chain]
    redacted: tuple[Redacted, ...]
    names: Mapping[str, Mapping[str, object]]

    def gone_before(self, claim: str, act: ActEvent) -> bool:
        """Whether a claim had been set aside when an act upon it was recorded."""
        ends = (
            each.standing.set_aside_by
            for each in self.claims
            if each.gone and each.standing.event.claim.id == claim
        )
        return any(end is not None and end.position < act.position for end in ends)


def ground_of_exposure(question: Question, answer: Mapping[str, Any]) -> Ground:
    """The ground of an exposure answer, no later than the question's position and known instant."""
    position = question.as_of.position
    ids = _claims_named(answer)
    told = entries_of(question.snapshot, ids.keys(), position)
    wanted = {claim for claims in ids.values() for claim in claims}
    wanted |= {gone["id"] for each in answer["occurrences"] for gone in each["redacted"]}
    return _ground(question.snapshot, told.values(), wanted, question.known, position)


def ground_of_why(snapshot: Snapshot, answer: Mapping[str, Any]) -> Ground:
    """The ground of a why answer, as of all that is recorded and disclosed."""
    told = told_of(snapshot, answer["target"])
    wanted = {each["id"] for each in (*answer["claims"], *answer["redacted"], *answer["acts"])}
    return _ground(snapshot, [told], wanted, EVER, snapshot.live.position)


def _claims_named(answer: Mapping[str, Any]) -> dict[str, set[str]]:
    """By occurrence, the ids of the claims an exposure answer shows, those set aside among them."""
    found: dict[str, set[str]] = {}
    for each in answer["occurrences"]:
        claims = [*each["claims"], *(gone["claim"] for gone in each["set_aside"])]
        named = {claim["id"] for claim in claims}
        found[each["id"]] = named | {dispute["claim"] for dispute in each["disputed_by"]}
    aside = (gone["claim"] for gone in answer["set_aside"])
    for claim in (*answer["notes"], *answer["measurements"], *aside):
        found.setdefault(claim["occurrence"], set()).add(claim["id"])
    return found


def _ground(
    snapshot: Snapshot,
    streams: Iterable[Sequence[Entry]],
    wanted: set[str],
    known: Instant,
    position: int,
) -> Ground:
    claims: dict[str, Grounded] = {}
    acts: dict[str, ActEvent] = {}
    cited: dict[str, Chain] = {}
    redacted: dict[str, Redacted] = {}
    for told in streams:
        every = standings(told, known)
        around = [each.event for each in every]
        there = {entry.position: entry for entry in told if isinstance(entry, ActEvent)}
        for each in every:
            name = each.event.claim.id
            # A claim set aside may have been brought in again by an act.
            if name in wanted and (name not in claims or claims[name].gone):
                chain = full_chain(each.event.claim.citation, around)
                claims[name] = Grounded(each, chain, there.get(each.event.position))
        found = [claims[name] for name in {each.event.claim.id for each in every} & claims.keys()]
        for act in _acts(told, wanted, found, known):
            acts[act.act.id] = act
            if isinstance(act.act.citation, Citation):
                cited[act.act.id] = full_chain(act.act.citation, around)
        redacted |= {e.id: e for e in told if isinstance(e, Redacted) and e.id in wanted}
    return Ground(
        tuple(sorted(claims.values(), key=lambda each: each.standing.event.position)),
        tuple(sorted(acts.values(), key=lambda act: act.position)),
        cited,
        tuple(sorted(redacted.values(), key=lambda entry: entry.position)),
        {str(each["source"]): each for each in sources_at(snapshot, position)},
    )


def _acts(
    told: Sequence[Entry], wanted: set[str], claims: Iterable[Grounded], known: Instant
) -> list[ActEvent]:
    """The acts upon the claims wanted, those that brought them in or set them aside, and acts upon those."""
    names = set(wanted)
    for each in claims:
        acts = (each.by, each.standing.set_aside_by)
        names |= {act.act.id for act in acts if act is not None}
    return [act for act in acts_upon(told, names) if disclosed(act.known, known) is not Holds.NO]
