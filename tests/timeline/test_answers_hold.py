"""Answers equal the oracle's, and nothing recorded or disclosed later changes them."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events import Event, Instant, day_text, instant_text
from projections import Holds, disclosed
from tests.oracle.fold import Answer, Key, exposure
from tests.oracle.logs import Question, logs, questions
from timeline import Asked, FixedClock, Item, Service, answer_exposure, resolve_question, to_json

from .recorded import append, runs

pytestmark = pytest.mark.slow
ON_BOTH = pytest.mark.parametrize(
    ("database_url", "examples"),
    [("sqlite", 80), pytest.param("postgres", 25, marks=pytest.mark.postgresql)],
    indirect=["database_url"],
)
LATER: Instant = 4_000_000_000_000_000
Shape = dict[str, Any]


def ask(service: Service, asked: Asked, vendor: str | None, region: str | None) -> Shape:
    with service.snapshot() as snapshot:
        question = resolve_question(
            snapshot, asked, vendor=vendor, region=region, include_excluded=True
        )
        return answer_exposure(question)


def ask_pinned(service: Service, address: str) -> Shape:
    """The answer at a pinned address, asked as the door asks it."""
    given = dict(parse_qsl(address.partition("?")[2]))
    assert given["all"] == "true"
    asked = Asked(
        valid_at=given.get("valid_at"),
        known_at=given.get("known_at"),
        recorded_at=given.get("recorded_at"),
        position=int(given["position"]),
        defaulted=tuple(given.get("defaulted", "").split(",")),
    )
    return ask(service, asked, given.get("vendor"), given.get("region"))


def subjects(events: Sequence[Event]) -> st.SearchStrategy[tuple[str | None, str | None]]:
    """A vendor the events name, a region, or both."""
    vendors = sorted({event.claim.vendor for event in events if event.claim.vendor})
    regions = st.sampled_from(["CN-XJ", "BR", "US", "CN"])
    vendor = st.sampled_from(vendors)
    return st.one_of(
        st.tuples(vendor, st.none()), st.tuples(st.none(), regions), st.tuples(vendor, regions)
    )


def concerns(key: Key, answer: Answer, vendor: str | None, region: str | None) -> bool:
    """Whether a count is of the vendor, and in the region or within it."""
    within = {"CN": {"CN", "CN-XJ"}}.get(region or "", {region})
    return (
        key.type != "ownership"
        and vendor in (None, key.vendor)
        and (region is None or bool(answer.regions & within))
    )


def as_shown(answer: Shape) -> dict[Key, tuple[object, ...]]:
    """The occurrences of an answer in the oracle's terms."""
    return {
        Key(each["id"], each["vendor"], each["type"], each["unit"]): (
            *each["in_force"].values(),
            each["contested"],
        )
        for each in answer["occurrences"]
    }


def totals(answers: dict[Key, Answer]) -> list[Shape]:
    """By type and unit the sum of the possible, and between which bounds the certain must lie."""
    found = []
    for type_, unit in sorted({(key.type, key.unit) for key in answers}):
        each = [a for key, a in answers.items() if (key.type, key.unit) == (type_, unit)]
        highs = [answer.possible for answer in each]
        found.append(
            {
                "type": type_,
                "unit": unit,
                "certain": [max(a.certain for a in each), sum(a.certain for a in each)],
                "presumed": [max(a.presumed for a in each), sum(a.presumed for a in each)],
                "possible": None if None in highs else sum(high or 0 for high in highs),
            }
        )
    return found


def agree(rows: list[Shape], sums: list[Shape]) -> bool:
    """Whether totals are the sums, or where occurrences may be one, not less than the greatest."""
    if len(rows) != len(sums):
        return False
    between = all(
        sums[at][key][0] <= row[key] <= sums[at][key][1]
        and (row["unlinked"] or row[key] == sums[at][key][1])
        for at, row in enumerate(rows)
        for key in ("certain", "presumed")
    )
    names = ("type", "unit", "possible")
    plain = [{key: row[key] for key in names} for row in rows]
    return between and plain == [{key: each[key] for key in names} for each in sums]


@ON_BOTH
def test_an_answer_is_what_the_oracle_folds(fresh, examples):
    @runs(examples)
    @given(st.data())
    def answered(data: st.DataObject) -> None:
        with fresh() as engine:
            clock = FixedClock(0)
            service = Service(engine, clock)
            events = append(service, clock, data.draw(logs()))
            clock.set(LATER)
            for _ in range(3):
                question: Question = data.draw(questions(events))
                position = min(max(1, question.position), len(events))
                vendor, region = data.draw(subjects(events[:position]))
                times = Asked(
                    valid_at=day_text(question.day),
                    known_at=instant_text(question.known),
                    position=position,
                )
                said = ask(service, times, vendor, region)
                folded = exposure(events, question.day, question.known, position)
                mine = {k: a for k, a in folded.items() if concerns(k, a, vendor, region)}
                assert as_shown(said) == {key: answer[:4] for key, answer in mine.items()}
                assert agree(said["totals"], totals(mine))
                assert said["status"] == ("exposed" if mine else "none_recorded")

    answered()


@ON_BOTH
def test_a_pinned_answer_keeps_its_bytes_whatever_is_recorded_later(fresh, examples):
    @runs(examples)
    @given(st.data())
    def pinned(data: st.DataObject) -> None:
        generated = data.draw(logs(most=8))
        cut = data.draw(st.integers(1, len(generated)))
        with fresh() as engine:
            clock = FixedClock(0)
            service = Service(engine, clock)
            before = append(service, clock, generated[:cut])
            question: Question = data.draw(questions(before))
            times = Asked(
                valid_at=data.draw(st.sampled_from([None, day_text(question.day)])),
                known_at=data.draw(st.sampled_from([None, instant_text(question.known)])),
                position=data.draw(st.sampled_from([None, min(question.position, len(before))])),
            )
            vendor, region = data.draw(subjects(before[: times.position or None]))
            first = ask(service, times, vendor, region)
            clock.set(clock.now() + 1)
            assert to_json(ask_pinned(service, str(first["pinned"]))) == to_json(first)
            append(service, clock, generated[cut:])
            clock.set(LATER)
            assert to_json(ask_pinned(service, str(first["pinned"]))) == to_json(first)

    pinned()


@ON_BOTH
def test_what_is_disclosed_later_changes_nothing_known_before(fresh, examples):
    names = {"as_of", "interpretation", "pinned", "coverage"}

    @runs(examples)
    @given(st.data())
    def unchanged(data: st.DataObject) -> None:
        generated = data.draw(logs(most=8))
        known = data.draw(questions(generated)).known
        early = [event for event in generated if disclosed(event.known, known) is not Holds.NO]
        late = [event for event in generated if disclosed(event.known, known) is Holds.NO]
        if not early:
            return
        with fresh() as engine:
            clock = FixedClock(0)
            service = Service(engine, clock)
            append(service, clock, early)
            vendor, region = data.draw(subjects(early))
            day = data.draw(questions(early)).day
            times = Asked(valid_at=day_text(day), known_at=instant_text(known))
            before = ask(service, times, vendor, region)
            append(service, clock, late)
            after = ask(service, times, vendor, region)
            assert {name: after[name] for name in after.keys() - names} == {
                name: before[name] for name in before.keys() - names
            }

    unchanged()


@ON_BOTH
def test_recording_the_same_twice_appends_nothing_and_changes_no_answer(fresh, examples):
    @runs(examples // 2)
    @given(logs(), st.data())
    def recorded(generated: list[Event], data: st.DataObject) -> None:
        with fresh() as engine:
            service = Service(engine, FixedClock(LATER))
            items = [Item(event.claim.content()) for event in generated]
            first = service.record(items)
            vendor, region = data.draw(subjects(generated))
            said = to_json(ask(service, Asked(), vendor, region))
            again = service.record(data.draw(st.permutations(items)))
            assert (first.new, again.new) == (len(items), 0)
            assert again.position == first.position == len(items)
            assert set(again.positions) == set(first.positions)
            assert to_json(ask(service, Asked(), vendor, region)) == said

    recorded()
