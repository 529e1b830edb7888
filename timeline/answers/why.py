"""The why answer: from a claim to the words of its source, and on to the roots it rests on."""

from collections.abc import Sequence

from events import ActEvent, Citation, Entry, Redacted
from projections import EVER, Standing, standings

from ..errors import UnknownClaim
from .claims import act_shape, citation_shape, claim_shape, redacted_shape
from .evidence import Evidence
from .identity import entries_of
from .roots import count_roots, full_chain
from .snapshot import Snapshot
from .totals import Answer


def answer_why(snapshot: Snapshot, target: str) -> Answer:
    """The provenance of a claim, or of every claim of an occurrence; UnknownClaim where there is none."""
    told = told_of(snapshot, target)
    every = standings(told, EVER)
    found = [each for each in every if each.event.claim.id == target] or every
    events = [each.event for each in found]
    chains = [full_chain(event.claim.citation, [each.event for each in every]) for event in events]
    evidence = Evidence.read(snapshot, [each.event for each in every], chains)
    names = {target, *(event.claim.id for event in events)}
    return {
        "target": target,
        "occurrence": told[0].occurrence,
        "claims": [
            {**claim_shape(each.event), "standing": word(each), "chain": _links(chain, evidence)}
            for each, chain in zip(found, chains, strict=True)
        ],
        "chain": _links(max(chains, key=len), evidence) if chains else [],
        "roots": count_roots(chains),
        "acts": [act_shape(entry) for entry in acts_upon(told, names)],
        "redacted": [redacted_shape(entry) for entry in told if isinstance(entry, Redacted)],
    }


def told_of(snapshot: Snapshot, target: str) -> list[Entry]:
    """Everything the log holds of an occurrence, or of the one a claim or act is about; UnknownClaim if nothing."""
    position = snapshot.live.position
    entry = snapshot.log.by_id(snapshot.connection, target)
    occurrence = target if entry is None else entry.occurrence
    told = entries_of(snapshot, [occurrence], position)[occurrence]
    if not told:
        raise UnknownClaim(field="target", name=target)
    return told


def acts_upon(told: Sequence[Entry], names: set[str]) -> list[ActEvent]:
    """The acts upon some claims, and upon those acts, in the order of their positions."""
    reached = set(names)
    found: list[ActEvent] = []
    for entry in told:
        if isinstance(entry, ActEvent) and (entry.act.target in reached or entry.act.id in reached):
            reached.add(entry.act.id)
            found.append(entry)
    return found


def word(standing: Standing) -> str:
    """What became of a claim, in one word: `standing`, or the act that set it aside."""
    act = standing.set_aside_by
    return "standing" if act is None else act.act.act


def _links(chain: Sequence[Citation], evidence: Evidence) -> list[Answer]:
    """The citations of a chain, each with the words around those it quotes and what its capture shows."""
    return [
        {
            **citation_shape(link),
            "prefix": link.prefix,
            "suffix": link.suffix,
            "capture": evidence.shape(link),
        }
        for link in chain
    ]
