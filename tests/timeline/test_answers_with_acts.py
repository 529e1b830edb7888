"""Answers over a log with acts: nothing recorded or disclosed later changes them, nor recording twice."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events import ActEvent, Entry, Event, Instant, day_text, instant_text
from tests.oracle.acted import acted_logs, redaction_of
from tests.oracle.acting import NO, disclosed
from tests.oracle.changing import names_of, placed, rearranged
from tests.oracle.logs import questions
from tests.oracle.profiles import many
from timeline import (
    Asked,
    FixedClock,
    Item,
    Service,
    answer_exposure,
    resolve_question,
    to_json,
)

from .recorded_acts import LATER, commits, said_by
from .test_stored_projection_with_acts import on_both

pytestmark = pytest.mark.slow
Shape = dict[str, Any]
Subject = tuple[str | None, str | None]


def ask(service: Service, asked: Asked, vendor: str | None, region: str | None) -> Shape:
    with service.snapshot() as snapshot:
        question = resolve_question(
            snapshot, asked, vendor=vendor, region=region, include_excluded=True
        )
        return answer_exposure(question)


def ask_pinned(service: Service, address: str) -> Shape:
    """The answer at a pinned address, asked as the door asks it."""
    given = dict(parse_qsl(address.partition("?")[2]))
    asked = Asked(
        valid_at=given.get("valid_at"),
        known_at=given.get("known_at"),
        recorded_at=given.get("recorded_at"),
        position=int(given["position"]),
        defaulted=tuple(given.get("defaulted", "").split(",")),
    )
    return ask(service, asked, given.get("vendor"), given.get("region"))


def record(service: Service, clock: FixedClock, entries: Sequence[Entry]) -> None:
    for instant, together in commits(entries):
        clock.set(instant)
        service.log.append(together)


def subjects(entries: Sequence[Entry]) -> st.SearchStrategy[Subject]:
    """A vendor the entries name, a region, or both."""
    told = [entry.claim for entry in entries if isinstance(entry, Event)]
    vendor = st.sampled_from(sorted({claim.vendor for claim in told if claim.vendor}))
    region = st.sampled_from(["CN-XJ", "BR", "US"])
    nothing = st.none()
    return st.one_of(
        st.tuples(vendor, nothing), st.tuples(nothing, region), st.tuples(vendor, region)
    )


def in_order(counts: Shape) -> bool:
    certain, presumed, possible = (counts[name] for name in ("certain", "presumed", "possible"))
    return 0 <= certain <= presumed and (possible is None or presumed <= possible)


def assert_in_order(answer: Shape) -> None:
    assert all(in_order(total) for total in answer["totals"])
    assert all(in_order(each["in_force"]) for each in answer["occurrences"])


@on_both(sqlite=35, postgres=8)
def test_what_is_recorded_later_changes_no_byte_of_a_pinned_answer(fresh, examples):
    @many(examples)
    @given(st.data())
    def pinned(data: st.DataObject) -> None:
        entries = data.draw(acted_logs(links=True, most=9))
        cut = data.draw(st.integers(1, len(entries)))
        with fresh() as engine:
            clock = FixedClock(0)
            service = Service(engine, clock)
            record(service, clock, entries[:cut])
            question = data.draw(questions(entries[:cut]))
            times = Asked(
                valid_at=data.draw(st.sampled_from([None, day_text(question.day)])),
                known_at=data.draw(st.sampled_from([None, instant_text(question.known)])),
                position=data.draw(st.sampled_from([None, min(question.position, cut)])),
            )
            first = ask(service, times, *data.draw(subjects(entries[: times.position or 1])))
            assert_in_order(first)
            clock.set(clock.now() + 1)
            assert to_json(ask_pinned(service, str(first["pinned"]))) == to_json(first)
            record(service, clock, entries[cut:])
            clock.set(LATER)
            assert to_json(ask_pinned(service, str(first["pinned"]))) == to_json(first)

    pinned()


def disclosed_later(entries: Sequence[Entry], known: Instant) -> set[int]:
    """The positions of what says nothing at `known`, and of nothing else that does.

    An act that takes away what is disclosed later is as late; what any other act is upon is not.
    """
    early: set[str] = set()
    while True:
        late: set[int] = set()
        names: set[str] = set()
        for entry in entries:
            if _is_late(entry, known, names) and not names_of(entry) & early:
                late.add(entry.position)
                names |= names_of(entry)
        needed = {
            entry.act.target
            for entry in entries
            if isinstance(entry, ActEvent) and entry.position not in late
        } & names
        if not needed:
            return late
        early |= needed


def _is_late(entry: Entry, known: Instant, late: set[str]) -> bool:
    if isinstance(entry, ActEvent) and entry.act.clock == "record":
        return entry.act.does == "removes" and entry.act.target in late
    assert not isinstance(entry, ActEvent) or entry.act.clock == "source"
    assert isinstance(entry, Event | ActEvent)
    return disclosed(entry.known, known) == NO


@on_both(sqlite=35, postgres=8)
def test_what_is_disclosed_later_changes_no_count_known_before(fresh, examples):
    @many(examples)
    @given(st.data())
    def unchanged(data: st.DataObject) -> None:
        entries = data.draw(acted_logs(links=True, most=9))
        question = data.draw(questions(entries))
        late = disclosed_later(entries, question.known)
        early = [entry for entry in entries if entry.position not in late]
        if not any(isinstance(entry, Event) for entry in early):
            return
        with fresh() as engine:
            clock = FixedClock(0)
            service = Service(engine, clock)
            record(service, clock, early)
            subject = data.draw(subjects(early))
            times = Asked(valid_at=day_text(question.day), known_at=instant_text(question.known))
            before = ask(service, times, *subject)
            record(service, clock, [entry for entry in entries if entry.position in late])
            after = ask(service, times, *subject)
            for name in ("status", "totals", "occurrences"):
                assert after[name] == before[name]

    unchanged()


@on_both(sqlite=20, postgres=5)
def test_the_order_of_arrival_changes_no_total_at_the_head(fresh, examples):
    @many(examples)
    @given(st.data())
    def same(data: st.DataObject) -> None:
        entries = data.draw(acted_logs(links=True))
        subject = data.draw(subjects(entries))
        times = Asked(valid_at=day_text(data.draw(questions(entries)).day))
        settled = range(len(entries))
        found = []
        for order in (settled, data.draw(st.permutations(settled))):
            with fresh() as engine:
                service = Service(engine, FixedClock(LATER))
                record(service, FixedClock(LATER), rearranged(entries, order, LATER))
                answer = ask(service, times, *subject)
                assert_in_order(answer)
                found.append((answer["status"], answer["totals"], figures(answer)))
        assert found[0] == found[1]

    same()


def figures(answer: Shape) -> list[object]:
    names = ("id", "vendor", "type", "unit", "in_force", "contested", "size")
    return sorted(([each[name] for name in names] for each in answer["occurrences"]), key=repr)


@on_both(sqlite=20, postgres=4)
def test_recording_claims_and_acts_twice_appends_nothing(fresh, examples):
    @many(examples)
    @given(st.data())
    def recorded(data: st.DataObject) -> None:
        entries = data.draw(acted_logs(links=True))
        told = [entry for entry in entries if isinstance(entry, Event)]
        items = [Item(said_by(placed(entry, 1, 0)).content()) for entry in entries]
        if data.draw(st.integers(0, 3)) == 0:
            taken = data.draw(st.sampled_from(told))
            items.append(Item(redaction_of(taken.claim).content()))
        with fresh() as engine:
            service = Service(engine, FixedClock(LATER))
            first = service.record(items)
            subject = (None, data.draw(st.sampled_from(["CN-XJ", "BR", "US"])))
            said = to_json(ask(service, Asked(), *subject))
            again = service.record(items)
            assert (first.new, again.new) == (len(items), 0)
            assert again.position == first.position == len(items)
            assert to_json(ask(service, Asked(), *subject)) == said

    recorded()
