"""Hypothesis strategies for claims that say nothing but a subset of what another says."""

from hypothesis import strategies as st

from events import Claim, Day, Refusal, day_text, parse_claim

from .logs import disclosures


@st.composite
def narrowed(draw: st.DrawFn, target: Claim) -> Claim | None:
    """A claim of fewer completions than its target: a part of its window, a part of its size.

    None where its valid time is of a form that no other says a part of.
    """
    smaller, sooner = draw(st.booleans()), draw(st.booleans())
    said = {**target.content(), "note": "more exactly"}
    when = target.when
    if when is not None:
        window = when.begins
        if when.interval or when.qualified or window is None:
            return None
        if window.first is not None and window.last is not None:
            said["valid"] = draw(_within(window.first, window.last))
    if target.whole is not None and smaller:
        said["size"] = draw(_part(target.whole.lo, target.whole.hi or target.whole.lo + 2))
    if sooner:
        said["disclosed"] = draw(disclosures)
    try:
        return parse_claim(said)
    except Refusal:
        return None


@st.composite
def _within(draw: st.DrawFn, earliest: Day, latest: Day) -> str:
    day = st.integers(earliest, latest)
    first, last = sorted([draw(day), draw(day)])
    texts = [day_text(each) for each in (first, last)]
    return texts[0] if first == last else f"[{texts[0]}..{texts[1]}]"


@st.composite
def _part(draw: st.DrawFn, lo: int, hi: int) -> int | str:
    low, high = sorted([draw(st.integers(lo, hi)), draw(st.integers(lo, hi))])
    return low if low == high else f"between {low} and {high}"
