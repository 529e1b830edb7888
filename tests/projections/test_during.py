"""In force at some time of some days, and throughout them, by brute force over the members."""

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from events import Begins, Days, Effect, Ends, Observed, Quantity
from projections.algebra import SOME_TIME, THROUGHOUT, Life, during
from tests.oracle.members import completions

UNIVERSE = range(4)
TICKS = st.integers(0, 3)


@st.composite
def effects(draw: st.DrawFn) -> Effect:
    first = draw(TICKS)
    last = min(3, first + draw(st.integers(0, 1)))
    count = draw(st.sampled_from([None, Quantity(1, 1), Quantity(1, None)]))
    sort = draw(st.sampled_from(["begins", "ends", "seen"]))
    if sort == "begins":
        return Begins(first, last, count)
    return Ends(first, last, count) if sort == "ends" else Observed(Days(first, first), count)


@settings(
    max_examples=150,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(effects(), min_size=1, max_size=3), st.integers(1, 3), TICKS, TICKS)
def test_some_time_and_throughout_are_exact(said: list[Effect], size: int, one: int, other: int):
    first, last = min(one, other), max(one, other)
    found = list(completions(said, range(size, size + 1), UNIVERSE))
    solved = during(Life(Quantity(size, size), tuple(said)), first, last)

    if solved is None:
        assert not found
        return
    some = [sum(m.begins <= last and m.ends > first for m in members) for members in found]
    whole = [sum(m.begins <= first and m.ends > last for m in members) for members in found]
    there, throughout = solved.at(SOME_TIME), solved.at(THROUGHOUT)
    assert (there.certain, there.possible) == (min(some), max(some))
    assert (throughout.certain, throughout.possible) == (min(whole), max(whole))
