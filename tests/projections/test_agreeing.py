"""Claims that agree on one count have the rows that the general fold gives."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from events import KINDS, Event, parse_claim
from projections.exposure import _cores, _rows_together, closed, extend
from projections.partition import counts_members, partitions
from projections.visibility import slices, visible

DATES = ("2016", "2016-05", "2016-05-17", "2016-05~", "2015/2017", "2016/..", "[2016..2017]", None)
DISCLOSED = ("2018-01-01", "2018", "[..2018-03]", "2018-01-01T12:00:00Z", "2015", None)
MODALITIES = ("effected", "agreed", "announced", "alleged")
COUNTED = sorted(name for name, kind in KINDS.items() if kind.says != "nothing")
LEFT_OUT = ("count", "region", "concerns", "occurrence", "vendor", "unit")
RECORDED = 1_700_000_000_000_000


def folded(claims: list[Event]) -> set[Any]:
    """The rows of the fold over slices of the known clock."""
    spans: Any = {}
    found: list[Any] = []
    for known_from, known_to in slices(claims):
        for partition in partitions(visible(claims, known_from)):
            found += extend(spans, _cores("site", partition), known_from, known_to)
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
        }
        claim = parse_claim({name: value for name, value in said.items() if value is not None})
        event = Event(position, RECORDED, claim)
        if counts_members(event):
            events.append(event)
    return events


@given(told())
def test_claims_that_agree_are_folded_as_any_claims_are(claims: list[Event]):
    rows = _rows_together("site", claims)
    if rows is None:
        return

    assert set(rows) == folded(claims)
    assert len(list(rows)) == len(set(rows))


@given(told().filter(lambda claims: len(claims) == 1))
def test_one_claim_of_a_kind_with_a_type_agrees_with_itself(claims: list[Event]):
    (event,) = claims

    assert (_rows_together("site", claims) is None) == (event.claim.type is None)
