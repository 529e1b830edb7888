"""Changes and diff agree with asking for the exposure at every moment in between."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events import Event, day_text
from tests.oracle.logs import FIRST, UNIVERSE, logs
from timeline import (
    Asked,
    BadParameter,
    FixedClock,
    Service,
    answer_changes,
    answer_diff,
    answer_exposure,
    read_asked,
    resolve_question,
)

from .recorded import append, runs

pytestmark = pytest.mark.slow
ON_BOTH = pytest.mark.parametrize(
    ("database_url", "examples"),
    [("sqlite", 40), pytest.param("postgres", 8, marks=pytest.mark.postgresql)],
    indirect=["database_url"],
)
LATER = 4_000_000_000_000_000
DAYS = range(FIRST.toordinal() - 2, FIRST.toordinal() + UNIVERSE + 4)
Shape = dict[str, Any]


def vendor_of(events: Sequence[Event]) -> str:
    return next(event.claim.vendor for event in events if event.claim.vendor)


def state(service: Service, asked: Asked, vendor: str) -> Shape:
    """The part of an exposure answer that changes and diff speak of."""
    with service.snapshot() as snapshot:
        said = answer_exposure(resolve_question(snapshot, asked, vendor=vendor))
    names = ("id", "vendor", "type", "unit", "in_force", "contested")
    return {
        "totals": said["totals"],
        "occurrences": [{name: each[name] for name in names} for each in said["occurrences"]],
    }


def changes(service: Service, asked: Asked, vendor: str, along: str) -> Shape:
    with service.snapshot() as snapshot:
        return answer_changes(resolve_question(snapshot, asked, vendor=vendor), along)


def said_by(answer: Shape, moment: str | int) -> Shape:
    """The state that holds at a moment by the listed changes."""
    held = answer["before"]
    for change in answer["changes"]:
        if change["at"] <= moment:
            held = change
    return {"totals": held["totals"], "occurrences": held["occurrences"]}


@ON_BOTH
def test_changes_say_what_exposure_says_at_every_moment(fresh, examples):
    @runs(examples)
    @given(logs())
    def agree(generated: list[Event]) -> None:
        with fresh() as engine:
            clock = FixedClock(0)
            service = Service(engine, clock)
            events = append(service, clock, generated)
            clock.set(LATER)
            vendor, day = vendor_of(events), day_text(FIRST.toordinal() + 4)
            along = changes(service, Asked(), vendor, "valid")
            for each in map(day_text, DAYS):
                assert said_by(along, each) == state(service, Asked(valid_at=each), vendor), each
            along = changes(service, Asked(valid_at=day), vendor, "known")
            for each in map(day_text, DAYS):
                asked = Asked(valid_at=day, known_at=each)
                assert said_by(along, each) == state(service, asked, vendor), each
            along = changes(service, Asked(valid_at=day), vendor, "recorded")
            for position in range(1, len(events) + 1):
                asked = Asked(valid_at=day, position=position, known_at="2099-01-01")
                assert said_by(along, position) == state(service, asked, vendor), position
            assert all(change["caused_by"] for change in along["changes"])

    agree()


@ON_BOTH
def test_a_diff_lists_exactly_the_counts_that_differ(fresh, examples):
    @runs(examples)
    @given(logs(), st.sampled_from(DAYS), st.sampled_from(DAYS), st.booleans())
    def agree(generated: list[Event], one: int, other: int, known: bool) -> None:
        with fresh() as engine:
            clock = FixedClock(0)
            service = Service(engine, clock)
            events = append(service, clock, generated)
            clock.set(LATER)
            vendor = vendor_of(events)
            name = "known_at" if known else "valid_at"
            sides = [read_asked(f"{name}={day_text(day)}", name) for day in (one, other)]
            with service.snapshot() as snapshot:
                asked = [resolve_question(snapshot, side, vendor=vendor) for side in sides]
                said = answer_diff(*asked)
            was, now = (counts(state(service, side, vendor)) for side in sides)
            differing = {
                (each["occurrence"], each["type"], each["unit"]): each
                for each in said["differences"]
            }
            for key in {*was, *now}:
                assert (key in differing) == (was.get(key) != now.get(key)), key
            assert all(each["because"] for each in said["differences"])

    agree()


def counts(shown: Shape) -> dict[tuple[str, str, str], Shape]:
    return {
        (each["id"], each["type"], each["unit"]): {**each["in_force"], "c": each["contested"]}
        for each in shown["occurrences"]
    }


@pytest.mark.parametrize(
    "words", ["valid=2018", "valid_at", "position=x", "valid_at=1,valid_at=2", "known_at="]
)
def test_a_side_of_a_diff_that_cannot_be_read_is_refused(words: str):
    with pytest.raises(BadParameter, match="from: expected"):
        read_asked(words, "from")
