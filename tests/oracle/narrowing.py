"""Hypothesis strategies for claims that say nothing but a subset of what another says."""

from datetime import date

from hypothesis import strategies as st

from events import Claim, Days, Refusal, parse_claim, read_quantity

from .logs import disclosures


@st.composite
def narrowed(draw: st.DrawFn, target: Claim, size: int | str) -> Claim | None:
    """A claim of fewer completions than its target: a part of its window, a part of its size.

    None where its valid time is of a form that no other says a part of.
    """
    said = target.content()
    when = target.when
    if when is not None:
        window = when.begins
        if when.interval or when.qualified or window is None:
            return None
        valid = draw(_within(window))
        if valid is not None:
            said["valid"] = valid
    if target.whole is not None and draw(st.booleans()):
        said["size"] = draw(_part(target.whole.lo, target.whole.hi or target.whole.lo + 2))
    elif size == target.size:
        said["note"] = "said again"
    if draw(st.booleans()):
        said["disclosed"] = draw(disclosures)
    try:
        return parse_claim(said)
    except Refusal:
        return None


@st.composite
def _within(draw: st.DrawFn, window: Days) -> str | None:
    if window.first is None or window.last is None:
        return None
    day = st.integers(window.first, window.last)
    first, last = sorted([draw(day), draw(day)])
    texts = [date.fromordinal(each).isoformat() for each in (first, last)]
    return texts[0] if first == last else f"[{texts[0]}..{texts[1]}]"


@st.composite
def _part(draw: st.DrawFn, lo: int, hi: int) -> int | str:
    low, high = sorted([draw(st.integers(lo, hi)), draw(st.integers(lo, hi))])
    words = low if low == high else f"between {low} and {high}"
    assert read_quantity(words).lo >= lo
    return words
