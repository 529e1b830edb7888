"""Going on from where an occurrence stood gives the rows that folding it anew gives."""

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from events import Event, day_text, parse_claim, start_of
from projections import ExposureRow, Running, occurrence_rows

FIRST = 737425
CITED = {"source": "gazette", "derived_from": None}
KINDS = ("project-awarded", "operation-observed", "exit-announced", "contract-terminated")
COUNTS = st.sampled_from([None, None, "some", "all", 1, 2])


@st.composite
def streams(draw: st.DrawFn, most: int = 8) -> list[Event]:
    """One occurrence, most claims of it disclosed in order, some on one day, a few late."""
    size = draw(st.sampled_from([None, 1, 3]))
    events: list[Event] = []
    day = FIRST
    for position in range(1, draw(st.integers(3, most + 1))):
        day += draw(st.sampled_from([0, 1, 1, 2]))
        late = draw(st.sampled_from([0, 0, 0, 0, 0, -3]))
        kind = KINDS[0] if position == 1 else draw(st.sampled_from((*KINDS, KINDS[1], KINDS[1])))
        said = {
            "kind": kind,
            "occurrence": "one",
            "vendor": "acme",
            "region": draw(st.sampled_from(["BR", "BR", "CN"])),
            "valid": day_text(day - draw(st.integers(0, 4))),
            "disclosed": day_text(day + late),
            "note": f"claim {position}",
            "citation": {**CITED, "source": draw(st.sampled_from(["gazette", "paper"]))},
        }
        if position == 1 and size is not None:
            said["size"] = size
        if kind == "operation-observed":
            counts = {"in_force": draw(COUNTS), "ended": draw(COUNTS)}
            said |= {name: count for name, count in counts.items() if count is not None}
        events.append(Event(position, start_of(day + 30), parse_claim(said)))
    return events


@settings(
    max_examples=500,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
@given(streams())
def test_stepping_on_gives_the_rows_of_a_whole_fold(events: list[Event]):
    rows = set(occurrence_rows("one", events[:1]))
    running = Running.start("one", events[:1])
    for index, event in enumerate(events[1:], start=2):
        moved = None
        if running is not None:
            tail = [row for row in rows if row.known_to >= running.cut]
            moved = running.step(event, tail)
        expected = set(occurrence_rows("one", events[:index]))
        if moved is None:
            running = Running.start("one", events[:index])
            rows = expected
            continue
        ended, begun = moved
        assert ended <= rows
        rows = (rows - ended) | begun
        assert rows == expected


def test_claims_disclosed_in_order_are_stepped_over_without_folding():
    events = [_seen(position) for position in range(1, 40)]
    running = Running.start("one", events[:1])
    assert running is not None
    rows: set[ExposureRow] = set(occurrence_rows("one", events[:1]))

    for event in events[1:]:
        moved = running.step(event, [row for row in rows if row.known_to >= running.cut])
        assert moved is not None
        rows = (rows - moved[0]) | moved[1]

    assert rows == set(occurrence_rows("one", events))


def _seen(position: int) -> Event:
    kind = "project-awarded" if position == 1 else "operation-observed"
    day = FIRST + 2 * position
    said = {
        "kind": kind,
        "occurrence": "one",
        "vendor": "acme",
        "valid": day_text(day),
        "disclosed": day_text(day),
        "citation": CITED,
    }
    return Event(position, start_of(day + 30), parse_claim(said))
