"""Claims that agree on one count have the rows that the general fold gives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events import KINDS, Event, parse_claim
from projections.exposure import _cores, closed, extend, occurrence_rows
from projections.partition import counts_members, partitions
from projections.visibility import slices, visible

DATES = ("2016", "2016-05", "2016-05-17", "2016-05~", "2015/2017", "2016/..", "[2016..2017]", None)
DISCLOSED = ("2018-01-01", "2018", "[..2018-03]", "2018-01-01T12:00:00Z", "2015", None)
COUNTED = sorted(name for name, kind in KINDS.items() if kind.says != "nothing")
RECORDED = 1_700_000_000_000_000


def folded(event: Event) -> set[tuple[object, ...]]:
    """The rows of the fold over slices of the known clock."""
    spans: dict[tuple[object, ...], tuple[int, int]] = {}
    found: list[tuple[object, ...]] = []
    for known_from, known_to in slices([event]):
        for partition in partitions(visible([event], known_from)):
            found += extend(spans, _cores(event.occurrence, partition), known_from, known_to)  # type: ignore[arg-type]  # narrower here
    return {*found, *closed(spans)}  # type: ignore[arg-type]  # narrower here


@pytest.mark.parametrize("kind", COUNTED)
@given(
    valid=st.sampled_from(DATES),
    disclosed=st.sampled_from(DISCLOSED),
    modality=st.sampled_from(("effected", "agreed", "announced", "alleged")),
    size=st.sampled_from((None, 3, "several", "up to 4")),
    regions=st.sampled_from(((), ("CN-XJ",), ("CN-XJ", "BR"))),
)
def test_one_claim_is_folded_as_any_number_is(
    kind: str,
    valid: str | None,
    disclosed: str | None,
    modality: str,
    size: int | str | None,
    regions: tuple[str, ...],
):
    names = dict(zip(("region", "concerns"), regions, strict=False))
    example = {
        k: v for k, v in KINDS[kind].EXAMPLE.items() if k not in ("count", "region", "concerns")
    }
    said = {
        **example,
        "kind": kind,
        "valid": valid,
        "disclosed": disclosed,
        "modality": modality,
        "size": size,
    }
    event = Event(
        1, RECORDED, parse_claim({k: v for k, v in {**said, **names}.items() if v is not None})
    )
    if not counts_members(event):
        return

    rows = list(occurrence_rows(event.occurrence, [event]))

    assert set(rows) == folded(event)
    assert len(rows) == len(set(rows))
