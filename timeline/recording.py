"""Recording: what may be appended to the log, checked as a whole batch before anything is written."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from events import Act, Claim, Instant, Redacted, Refusal, instant_text, parse_act, parse_claim

from .answers.snapshot import Snapshot
from .answers.subjects import is_vendor
from .errors import BadClaim
from .regions import Regions
from .targets import Said, check_act, said_in

WRAPPERS = ("claim", "act")
Beside = Callable[[Connection, Sequence[Said]], None]
"""Writes in the transaction of an append what belongs to the claims and acts that are new."""
Look = Callable[[Snapshot, Sequence[Said]], Beside]
"""Sees a batch before it is recorded, and says what is written with it."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to record as it came, and where it stood (`line 3: `), for a refusal to name."""

    said: object
    where: str = ""


def read_batch(items: Sequence[Item], snapshot: Snapshot, now: Instant) -> list[Said]:
    """The claims and acts of a batch; raises BadClaim for the first that cannot be recorded.

    Each is a JSON object, alone or under `claim` or `act`. Regions must be known, or placed by a claim of the
    batch; what an act is upon must be in the log, or stand before it in the batch; nothing can have been
    disclosed after `now`.
    """
    batch = [(item, _parse(item)) for item in items]
    claims = [(item, claim) for item, said in batch for claim in _claims_in(said)]
    placed = _placed(claims, snapshot.regions)
    earlier: dict[str, Said | Redacted] = {}
    for item, said in batch:
        within = "by." if isinstance(said, Act) else ""
        for claim in _claims_in(said):
            _check_regions(item, claim, placed, within)
            _check_disclosed(item, claim, now, within)
        if isinstance(said, Act):
            _check_disclosed(item, said, now)
            _check_act(item, said, earlier, snapshot)
            if said.does == "redacts":
                earlier[said.target] = Redacted(0, 0, said.target, said.act, "")
        earlier[said.id] = said
        for claim in _claims_in(said):
            earlier.setdefault(claim.id, claim)
    return [said for _, said in batch]


def together(besides: Sequence[Beside]) -> Beside:
    """Several that write, as one."""

    def beside(connection: Connection, fresh: Sequence[Said]) -> None:
        for each in besides:
            each(connection, fresh)

    return beside


def _parse(item: Item) -> Said:
    said = item.said
    wrapper = None
    if isinstance(said, Mapping) and len(said) == 1 and next(iter(said)) in WRAPPERS:
        wrapper, said = next(iter(said.items()))
    act = wrapper == "act" or (wrapper is None and isinstance(said, Mapping) and "act" in said)
    try:
        return parse_act(said) if act else parse_claim(said)
    except Refusal as refusal:
        raise _bad(item, refusal) from None


def _claims_in(said: Said) -> tuple[Claim, ...]:
    if isinstance(said, Claim):
        return (said,)
    return () if said.brought is None else (said.brought,)


def _placed(claims: Sequence[tuple[Item, Claim]], regions: Regions) -> Regions:
    """The regions with the places this batch adds."""
    places: dict[str, tuple[str, str]] = {}
    for item, claim in claims:
        if claim.kind != "region-named":
            continue
        said = claim.content()
        if "within" not in said:
            continue
        region, within = said["region"], said["within"]
        if regions.known(region):
            if within not in regions.parents(region):
                raise _bad(item, Refusal("within", f"{region} to stay in its place", within))
        elif places.setdefault(region, (said["name"], within))[1] != within:
            raise _bad(item, Refusal("within", f"one place for {region}", within))
    try:
        return regions.with_places(places)
    except ValueError as error:
        first = next(item for item, claim in claims if claim.region in places)
        raise _bad(first, Refusal("within", "a place in a known region", str(error))) from None


def _check_regions(item: Item, claim: Claim, regions: Regions, within: str) -> None:
    for field, region in _regions_of(claim):
        if not regions.known(region):
            expected = "the id of a known region such as CN-XJ, BR or 419"
            raise _bad(item, Refusal(within + field, expected, region))


def _regions_of(claim: Claim) -> Iterator[tuple[str, str]]:
    for field in ("region", "concerns"):
        region = getattr(claim, field)
        if region is not None:
            yield field, region


def _check_disclosed(item: Item, said: Said, now: Instant, within: str = "") -> None:
    window = said.window()
    if window is not None and window.lo is not None and window.lo > now:
        expected = f"a time not after now ({instant_text(now)})"
        raise _bad(item, Refusal(f"{within}disclosed", expected, said.disclosed))


def _check_act(
    item: Item, act: Act, earlier: Mapping[str, Said | Redacted], snapshot: Snapshot
) -> None:
    position = snapshot.live.position
    if snapshot.log.by_id(snapshot.connection, act.id) is not None:
        return

    def look_up(name: str) -> Said | Redacted | None:
        if name in earlier:
            return earlier[name]
        entry = snapshot.log.by_id(snapshot.connection, name)
        return None if entry is None else said_in(entry, name)

    def exists(what: str, name: str) -> bool:
        claims = [said for said in earlier.values() if isinstance(said, Claim)]
        if what == "vendor":
            told = any(name in claim.vendors for claim in claims)
            return told or is_vendor(snapshot, name, position)
        told = any(claim.occurrence == name for claim in claims)
        return told or bool(snapshot.log.streams(snapshot.connection, [name], position)[name])

    try:
        check_act(act, look_up, exists)
    except Refusal as refusal:
        raise _bad(item, refusal) from None


def _bad(item: Item, refusal: Refusal) -> BadClaim:
    return BadClaim(
        where=item.where, field=refusal.field, expected=refusal.expected, got=refusal.got
    )
