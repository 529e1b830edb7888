"""Reducing a life changes none of its bounds."""

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from events import Begins, Days, Effect, Ends, IntendsToEnd, Observed, Quantity
from projections.algebra import Life, profile, reduced

DAYS = st.integers(100, 112)
COUNTS = st.one_of(
    st.none(),
    st.just(Quantity(1, None, "all")),
    st.just(Quantity(1, None, "most")),
    st.builds(lambda lo, more: Quantity(lo, lo + more), st.integers(0, 3), st.integers(0, 2)),
    st.builds(lambda lo: Quantity(lo, None), st.integers(0, 3)),
)


@st.composite
def windows(draw: st.DrawFn) -> tuple[int, int]:
    first = draw(DAYS)
    return first, first + draw(st.sampled_from([0, 0, 0, 2]))


@st.composite
def effects(draw: st.DrawFn) -> Effect:
    first, last = draw(windows())
    sort = draw(st.sampled_from(["begins", "ends", "seen", "seen", "seen", "seen", "meant"]))
    if sort == "begins":
        return Begins(first, last, draw(st.sampled_from([None, None, Quantity(1, 1)])))
    if sort == "ends":
        return Ends(first, last, draw(st.sampled_from([None, Quantity(1, 1)])))
    if sort == "meant":
        return IntendsToEnd(first)
    return Observed(Days(first, last), draw(COUNTS), draw(COUNTS))


@settings(
    max_examples=600,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(effects(), min_size=3, max_size=8), st.integers(1, 4), st.booleans())
def test_a_reduced_life_has_the_same_profile(said: list[Effect], size: int, lasting: bool):
    for extra in ([], [Begins(None, 100)]):
        life = Life(Quantity(size, size), (*extra, *said), lasting)
        one, other = profile(life), profile(reduced(life))

        assert (one is None) == (other is None)
        if one is not None and other is not None:
            assert one.spans == other.spans


def test_a_long_row_of_confirmations_reduces_to_its_ends():
    everyone = Quantity(1, None, "all")
    seen = [Observed(Days(day, day), everyone) for day in range(200, 1200)]
    life = Life(Quantity(1, 1), (Begins(100, 101), *seen))

    assert len(reduced(life).effects) == 3
