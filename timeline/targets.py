"""Targets: whether an act is upon something that is there, and says of it what such an act may say."""

from collections.abc import Callable

from events import Act, ActEvent, Claim, Days, Event, Redacted, Refusal

Said = Claim | Act
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
    if target.when is not None:
        inner, outer = brought.when, target.when.span()
        if inner is None or not _within(inner.span(), outer):
            raise Refusal("by.valid", f"a time within {target.valid}", brought.valid)
    if target.whole is not None:
        size = brought.whole
        wider = size is not None and (
            size.lo < target.whole.lo
            or (target.whole.hi is not None and (size.hi is None or size.hi > target.whole.hi))
        )
        if size is None or wider:
            raise Refusal("by.size", f"a size within {target.size}", brought.size)
    for field in ("kind", "vendor", "unit"):
        if getattr(brought, field) != getattr(target, field):
            expected = f"that of the target, {getattr(target, field)}"
            raise Refusal(f"by.{field}", expected, getattr(brought, field))


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
