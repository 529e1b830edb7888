"""A refinement never widens bounds, and a qualifier never tightens them, with acts in the logs."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from events import ActEvent, Entry, Instant
from projections import fold_rows
from tests.oracle.changing import narrowings, qualified
from tests.oracle.logs import days, questions
from tests.oracle.profiles import many

from .test_exposure_fold import counts_of

Bounds = dict[object, tuple[int, float, bool]]


def bounds(entries: Sequence[Entry], asked: int, known: Instant) -> Bounds:
    """The certain and the possible count of each key, and whether it is contested."""
    return {
        key: (counts[0], float("inf") if counts[2] is None else counts[2], counts[3])
        for key, counts in counts_of(fold_rows(entries), asked, known).items()
    }


def within(inner: Bounds, outer: Bounds) -> bool:
    """Whether every count lies within its counterpart, if it has one, contested ones aside."""
    return all(
        inner[key][0] >= low and inner[key][1] <= high
        for key, (low, high, contested) in outer.items()
        if key in inner and not contested and not inner[key][2]
    )


def sets_aside(entries: Sequence[Entry]) -> bool:
    """Whether an act of the log sets a claim or an act aside."""
    acts = (entry.act for entry in entries if isinstance(entry, ActEvent))
    return any(act.does in ("removes", "replaces") for act in acts)


@many(150)
@given(st.data())
def test_a_refinement_never_widens(data: st.DataObject) -> None:
    before, after = data.draw(narrowings())
    # What refines a claim that was set aside stands without it, by a citation of its own.
    if sets_aside(before):
        return
    for _ in range(3):
        asked, known = data.draw(days), data.draw(questions(after)).known
        wide, narrow = bounds(before, asked, known), bounds(after, asked, known)
        assert within(narrow, wide), (wide, narrow)


@many(150)
@given(st.data())
def test_a_qualifier_never_tightens(data: st.DataObject) -> None:
    exact, loose = data.draw(qualified())
    # With its qualifier a claim no longer repeats another to the letter, and is not set aside with it.
    if sets_aside(exact):
        return
    for _ in range(3):
        asked, known = data.draw(days), data.draw(questions(exact)).known
        wide, narrow = bounds(loose, asked, known), bounds(exact, asked, known)
        assert within(narrow, wide), (wide, narrow)
