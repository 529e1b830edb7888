"""Claims that agree on one count have the rows that the general fold gives."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from events import KINDS, Event, parse_claim
from projections.agreeing import agreed_steps, solved_steps
from projections.exposure import closed, cores_of, extend, occurrence_rows
from projections.partition import counts_members, partitions
from projections.visibility import slices, visible

DATES = ("2016", "2016-05", "2016-05-17", "2016-05~", "2015/2017", "2016/..", "[2016..2017]", None)
DISCLOSED = ("2018-01-01", "2018", "[..2018-03]", "2018-01-01T12:00:00Z", "2015", None)
MODALITIES = ("effected", "agreed", "announced", "alleged")
COUNTED = sorted(name for name, kind in KINDS.items() if kind.says != "nothing")
LEFT_OUT = ("count", "region", "concerns", "occurrence", "vendor", "unit")
RECORDED = 1_700_000_000_000_000


def folded(claims: list[Event]) -> set[Any]:
    """The rows of the fold over slices of the known clock, with every count solved anew."""
    spans: Any = {}
    found: list[Any] = []
    for known_from, known_to in slices(claims):
        for part in partitions(visible(claims, known_from)):
            steps = solved_steps(part)
            cores = cores_of("site", part.key, part.regions, part.tellers, steps)
            found += extend(spans, cores, known_from, known_to)
    return {*found, *closed(spans)}


@st.composite
def told(draw: st.DrawFn) -> list[Event]:
    """One to three claims about one occurrence of one vendor that move counters."""
    events: list[Event] = []
    for position in range(1, draw(st.integers(1, 3)) + 1):
        kind = draw(st.sampled_from(COUNTED))
        said: dict[str, Any] = {
            **{k: v for k, v in KINDS[kind].EXAMPLE.items() if k not in LEFT_OUT},
            "kind": kind,
            "occurrence": "site",
            "vendor": "acme",
            "valid": draw(st.sampled_from(DATES)),
            "disclosed": draw(st.sampled_from(DISCLOSED)),
            "modality": draw(st.sampled_from(MODALITIES)),
            "size": draw(st.sampled_from((None, 3, "several", "up to 4"))),
            "region": draw(st.sampled_from((None, "CN-XJ", "BR"))),
            "concerns": draw(st.sampled_from((None, None, "CN-XJ"))),
            "unit": draw(st.sampled_from((None, "site"))),
            "citation": {"source": draw(st.sampled_from(("gazette", "paper")))},
        }
        claim = parse_claim({name: value for name, value in said.items() if value is not None})
        event = Event(position, RECORDED, claim)
        if counts_members(event):
            events.append(event)
    return events


@given(told())
def test_claims_that_agree_are_folded_as_any_claims_are(claims: list[Event]):
    rows = list(occurrence_rows("site", claims))

    assert set(rows) == folded(claims)
    assert len(rows) == len(set(rows))


@given(told())
def test_the_steps_agreed_on_are_those_solved_and_none_where_claims_contradict(
    claims: list[Event],
):
    for known_from, _ in slices(claims):
        for part in partitions(visible(claims, known_from)):
            agreed, solved = agreed_steps(part), solved_steps(part)
            contested = any(step[-1] for step in solved)

            assert contested if agreed is None else list(agreed) == solved
