"""Recording: what may be appended to the log, checked as a whole batch before anything is written."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from events import Claim, Instant, Refusal, instant_text, parse_claim

from .errors import BadClaim
from .regions import Regions

WRAPPERS = ("claim", "act")


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to record as it came, and where it stood (`line 3: `), for a refusal to name."""

    said: object
    where: str = ""


def read_claims(items: Sequence[Item], regions: Regions, now: Instant) -> list[Claim]:
    """The claims of a batch; raises BadClaim for the first that cannot be recorded.

    A claim is a JSON object, alone or under `claim`. Its regions must be known, or placed by a claim
    of the same batch, and it cannot have been disclosed after `now`.
    """
    claims = [_parse(item) for item in items]
    placed = _placed(claims, items, regions)
    for item, claim in zip(items, claims, strict=True):
        for field, region in _regions_of(claim):
            if not placed.known(region):
                raise _refused(
                    item, field, "the id of a known region such as CN-XJ, BR or 419", region
                )
        window = claim.window()
        if window is not None and window.lo is not None and window.lo > now:
            expected = f"a time not after now ({instant_text(now)})"
            raise _refused(item, "disclosed", expected, claim.disclosed)
    return claims


def _parse(item: Item) -> Claim:
    said = item.said
    field = ""
    if isinstance(said, Mapping) and len(said) == 1 and next(iter(said)) in WRAPPERS:
        (field, said) = next(iter(said.items()))
    if field == "act":
        raise _refused(item, "act", "a claim, no acts upon claims can be recorded yet", "an act")
    try:
        return parse_claim(said)
    except Refusal as refusal:
        raise BadClaim(
            where=item.where, field=refusal.field, expected=refusal.expected, got=refusal.got
        ) from None


def _placed(claims: Sequence[Claim], items: Sequence[Item], regions: Regions) -> Regions:
    """The regions with the places this batch adds."""
    places: dict[str, tuple[str, str]] = {}
    for item, claim in zip(items, claims, strict=True):
        said = claim.content()
        if claim.kind != "region-named" or "within" not in said:
            continue
        region, within = said["region"], said["within"]
        if regions.known(region):
            if within not in regions.parents(region):
                raise _refused(item, "within", f"{region} to stay in its place", within)
        elif places.setdefault(region, (said["name"], within))[1] != within:
            raise _refused(item, "within", f"one place for {region}", within)
    try:
        return regions.with_places(places)
    except ValueError as error:
        raise BadClaim(
            where="", field="within", expected="a place in a known region", got=error
        ) from None


def _regions_of(claim: Claim) -> Iterator[tuple[str, str]]:
    for field in ("region", "concerns"):
        region = getattr(claim, field)
        if region is not None:
            yield field, region


def _refused(item: Item, field: str, expected: str, got: object) -> BadClaim:
    refusal = Refusal(field, expected, got)
    return BadClaim(where=item.where, field=field, expected=expected, got=refusal.got)
