"""Targets: whether an act is upon something that is there, and says of it what such an act may say."""

from collections.abc import Callable

from events import Act, ActEvent, Claim, Days, Event, Quantity, Redacted, Refusal, When

Said = Claim | Act
SINGLE = Quantity(1, 1)
"""The size of an occurrence of which nothing is said."""
Lookup = Callable[[str], Said | Redacted | None]


def check_act(act: Act, look_up: Lookup, exists: Callable[[str, str], bool]) -> None:
    """Raise Refusal for an act that cannot be upon its target.

    `look_up` finds what was said by its id, `exists` whether there is a vendor or occurrence of an id.
    """
    if "occurrence" in act.targets or "vendor" in act.targets:
        _check_link(act, exists)
        return
    target = look_up(act.target)
    wanted = " or ".join(sorted(act.targets))
    if target is None:
        raise Refusal("target", f"the id of a recorded {wanted}", act.target)
    if isinstance(target, Redacted):
        raise Refusal("target", f"a {wanted} whose words are still there", act.target)
    if isinstance(target, Act):
        if "act" not in act.targets:
            raise Refusal("target", f"the id of a recorded {wanted}, not of an act", act.target)
        if target.does == "redacts":
            raise Refusal("target", "an act that can be undone, a redaction cannot", act.target)
        return
    if "claim" not in act.targets:
        raise Refusal("target", f"the id of a recorded {wanted}, not of a claim", act.target)
    if act.brought is not None and isinstance(look_up(act.brought.id), Redacted):
        raise Refusal("by", "a claim whose words were not removed", act.brought.id)
    _check_upon_claim(act, target)


def _check_link(act: Act, exists: Callable[[str, str], bool]) -> None:
    what = "vendor" if "vendor" in act.targets else "occurrence"
    said = act.content()
    others = [(field, said[field]) for field in ("other", "of", "into") if field in said]
    for field, name in (("target", act.target), *others):
        if not exists(what, name):
            raise Refusal(field, f"the id of a recorded {what}", name)
    for field, name in others:
        if name == act.target:
            raise Refusal(field, f"another {what} than the target", name)


def _check_upon_claim(act: Act, target: Claim) -> None:
    brought = act.brought
    if brought is None:
        if act.does == "adds" and act.brings(target) is None:
            raise Refusal("target", "a claim of something that began or was in force", target.kind)
        return
    if brought.occurrence != target.occurrence:
        raise Refusal(
            "by.occurrence", f"that of the target, {target.occurrence}", brought.occurrence
        )
    if brought.id == target.id:
        raise Refusal("by", "another claim than the target", brought.id)
    if act.does == "adds":
        _check_narrower(brought, target)


def _check_narrower(brought: Claim, target: Claim) -> None:
    """A refinement says nothing that its target leaves out, and drops nothing that it says."""
    for field in ("kind", "vendor", "modality", "counted_unit"):
        if getattr(brought, field) != getattr(target, field):
            expected = f"that of the target, {getattr(target, field)}"
            said = "unit" if field == "counted_unit" else field
            raise Refusal(f"by.{said}", expected, getattr(brought, said))
    if target.region is not None and not _is_in(brought.region, target.region):
        raise Refusal("by.region", f"{target.region} or a part of it", brought.region)
    if target.when is not None and not _is_when(brought.when, target.when):
        raise Refusal("by.valid", f"a time within {target.valid}", brought.valid)
    for field, inner, outer in (
        ("size", brought.whole or SINGLE, target.whole or SINGLE),
        ("count", brought.part, target.part),
    ):
        if not _is_part(inner, outer):
            expected = f"a {field} within {getattr(target, field) or 'what the target says'}"
            raise Refusal(f"by.{field}", expected, getattr(brought, field))


def _is_in(region: str | None, outer: str) -> bool:
    return region is not None and (region == outer or region.startswith(f"{outer}-"))


def _is_part(inner: Quantity | None, outer: Quantity | None) -> bool:
    """Whether a number is within another; nothing said is all of them."""
    if inner is None or outer is None:
        return inner is outer
    if inner.share != outer.share or inner.lo < outer.lo:
        return False
    return outer.hi is None or (inner.hi is not None and inner.hi <= outer.hi)


def _is_when(inner: When | None, outer: When) -> bool:
    """Whether a time is told in the same form, with each side within the other's, and no more doubt."""
    if inner is None or inner.interval != outer.interval or inner.still != outer.still:
        return False
    if inner.qualified and not outer.qualified:
        return False
    sides = ((inner.begins, outer.begins), (inner.ends, outer.ends))
    return all(
        one is other if one is None or other is None else _within(one, other)
        for one, other in sides
    )


def _within(inner: Days, outer: Days) -> bool:
    starts = outer.first is None or (inner.first is not None and inner.first >= outer.first)
    ends = outer.last is None or (inner.last is not None and inner.last <= outer.last)
    return starts and ends


def said_in(entry: Event | ActEvent | Redacted, name: str) -> Said | Redacted:
    """What an entry of the log says by a name: its claim, its act, or the claim its act brings in."""
    if isinstance(entry, Event):
        return entry.claim
    if isinstance(entry, Redacted):
        return entry
    brought = entry.act.brought
    return brought if brought is not None and brought.id == name else entry.act
