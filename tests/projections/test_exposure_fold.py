"""The exposure projection gives the same counts as the oracle's fold, on every clock."""

from collections.abc import Sequence
from itertools import pairwise

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from events import Event, Instant
from projections import ExposureRow, fold_rows
from tests.oracle.fold import Answer, Key, exposure
from tests.oracle.logs import logs, questions

PHASES = (Phase.explicit, Phase.generate)


def counts_of(
    rows: Sequence[ExposureRow], day: int, known: Instant
) -> dict[Key, tuple[int, int, int | None, bool, frozenset[str]]]:
    """What the rows answer to a day and a known instant, in the oracle's terms."""
    found: dict[Key, list[ExposureRow]] = {}
    for row in rows:
        if row.valid_from <= day < row.valid_to and row.known_from <= known < row.known_to:
            key = Key(row.occurrence, row.vendor, row.type, row.unit)
            found.setdefault(key, []).append(row)
    return {
        key: (
            *(same[0].certain, same[0].presumed, same[0].possible, bool(same[0].contested)),
            frozenset(row.region for row in same) - {""},
        )
        for key, same in found.items()
    }


def expected(answers: dict[Key, Answer]) -> dict[Key, tuple[object, ...]]:
    return {key: (*answer[:4], answer.regions) for key, answer in answers.items()}


@settings(max_examples=400, deadline=None, phases=PHASES, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_rows_answer_every_question_as_the_oracle_folds_it(data: st.DataObject) -> None:
    events = data.draw(logs())
    for _ in range(4):
        asked = data.draw(questions(events))
        seen = [event for event in events if event.position <= asked.position]
        assert counts_of(fold_rows(seen), asked.day, asked.known) == expected(
            exposure(seen, asked.day, asked.known, asked.position)
        )


@settings(max_examples=200, deadline=None, phases=PHASES, suppress_health_check=list(HealthCheck))
@given(logs())
def test_rows_of_one_count_cover_every_day_once_from_when_it_is_known(events: list[Event]) -> None:
    rows = fold_rows(events)
    for known in {row.known_from for row in rows}:
        lines: dict[tuple[str, ...], list[ExposureRow]] = {}
        for row in rows:
            if row.known_from <= known < row.known_to:
                key = (row.vendor, row.region, row.occurrence, row.type, row.unit)
                lines.setdefault(key, []).append(row)
        for line in lines.values():
            ordered = sorted(line, key=lambda row: row.valid_from)
            assert ordered[0].valid_from == 0
            assert all(a.valid_to == b.valid_from for a, b in pairwise(ordered))


@settings(max_examples=300, deadline=None, phases=PHASES, suppress_health_check=list(HealthCheck))
@given(logs())
def test_certain_presumed_and_possible_are_in_order(events: list[Event]) -> None:
    for row in fold_rows(events):
        assert 0 <= row.certain <= row.presumed
        assert row.possible is None or row.presumed <= row.possible


@settings(max_examples=200, deadline=None, phases=PHASES, suppress_health_check=list(HealthCheck))
@given(logs(), st.randoms())
def test_the_order_of_arrival_changes_no_row_at_the_head(
    events: list[Event], random: object
) -> None:
    last = max(event.recorded_at for event in events)
    settled = [Event(event.position, last, event.claim) for event in events]
    places = list(range(1, len(events) + 1))
    random.shuffle(places)  # type: ignore[attr-defined]
    moved = [Event(place, last, event.claim) for place, event in zip(places, settled, strict=True)]
    assert sorted(fold_rows(settled), key=repr) == sorted(fold_rows(moved), key=repr)
