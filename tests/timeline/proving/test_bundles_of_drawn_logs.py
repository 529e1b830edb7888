"""The bundle of any question to any log verifies, before and after a redaction, and is refused if anything is withheld."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events import Claim, Entry, Event, day_text, instant_text, parse_claim
from tests.oracle.acted import acted_logs, redaction_of
from tests.oracle.logs import questions
from tests.oracle.profiles import many
from tests.timeline.conftest import Fresh, fresh
from tests.timeline.recorded_acts import LATER, commits
from tests.timeline.test_stored_projection_with_acts import on_both
from timeline import FixedClock, Service, Settings
from timeline.errors import BadParameter, UnknownRegion, UnknownVendor, Unproven
from timeline.proving.verifying import verify

from .bundles import bundled, shape_of, verified, written

__all__ = ["fresh"]
pytestmark = pytest.mark.slow
POLICIES = (
    *("strict", "primary-first", "latest-disclosed", "exclude-source:gazette"),
    *("exclude-source:times,exclude-source:wire", "min-reliability:B"),
)
UNASKABLE = (BadParameter, UnknownVendor, UnknownRegion)


def beside(number: int) -> Claim:
    """What is told beside the story: where a source was looked at, what it is, whom a vendor owns."""
    day = 1 + number * 7 % 28
    citation = {
        "source": ("gazette", "times", "wire")[number % 3],
        "retrieved_at": f"2020-01-{day:02}T10:00:00Z",
    }
    said: list[dict[str, Any]] = [
        {"kind": "statement-made", "vendor": f"other-{number % 2}", "statement": f"n {number}"},
        {"kind": "ownership-held", "vendor": "bolt", "owner": "acme", "valid": "2020-01-02/.."},
        {"kind": "source-rated", "about": "times", "letter": "C"},
        {"kind": "vendor-named", "vendor": "acme", "name": f"Acme {number}"},
        {"kind": "statement-made", "vendor": "acme", "statement": f"n {number}"},
    ]
    told = said[number % len(said)]
    return parse_claim({"occurrence": f"beside-{number % 4}", "citation": citation, **told})


def record(service: Service, entries: Sequence[Entry], data: st.DataObject) -> None:
    """Record a log commit by commit, with something beside it and a redaction now and then."""
    assert isinstance(service.clock, FixedClock)
    recorded: list[Claim] = []
    for instant, together in commits(entries):
        service.clock.set(instant)
        service.log.append(together)
        recorded += [said for said in together if isinstance(said, Claim)]
        if data.draw(st.integers(0, 2), label="beside") == 0:
            service.log.append([beside(data.draw(st.integers(0, 40)))])
        if recorded and data.draw(st.integers(0, 5), label="redact") == 0:
            service.log.append([redaction_of(data.draw(st.sampled_from(recorded)))])
    service.clock.set(LATER)


@st.composite
def asked(draw: st.DrawFn, entries: Sequence[Entry], length: int) -> dict[str, Any]:
    """A question of one of the vendors, on any of the clocks and with any view."""
    question = draw(questions(entries))
    vendors = {each.claim.vendor for each in entries if isinstance(each, Event)}
    found: dict[str, Any] = {
        "vendor": draw(st.sampled_from(sorted({each for each in vendors if each}))),
        "region": draw(st.sampled_from([None, None, "CN-XJ", "BR", "CN"])),
        "policy": draw(st.sampled_from(["strict", *POLICIES])),
        "include_excluded": draw(st.booleans()),
        "with_subsidiaries": draw(st.sampled_from([False, False, True])),
        "type_": draw(st.sampled_from([None, None, None, "project", "listing"])),
    }
    day = day_text(question.day)
    when = draw(st.sampled_from(["valid_at", "during", "neither"]))
    if when == "valid_at":
        found["valid_at"] = day
    elif when == "during":
        found["during"] = f"{day}/{day_text(question.day + draw(st.integers(0, 9)))}"
    if draw(st.booleans()):
        found["known_at"] = instant_text(question.known)
    recorded = draw(st.sampled_from(["position", "recorded_at", "neither"]))
    if recorded == "position":
        found["position"] = draw(st.integers(0, length))
    elif recorded == "recorded_at":
        at = draw(st.sampled_from([each.recorded_at for each in entries]))
        found["recorded_at"] = instant_text(at + draw(st.sampled_from([-1, 0, 1])))
    return found


def opened(engine: Any, folder: Path) -> Service:
    return Service(engine, FixedClock(0), Settings(key=str(folder / "timeline.key")))


@on_both(sqlite=50, postgres=10)
def test_the_bundle_of_any_question_to_any_log_verifies(fresh: Fresh, examples, tmp_path: Path):
    proven = {"bundles": 0, "redacted": 0}

    @many(examples)
    @given(st.data())
    def holds(data: st.DataObject) -> None:
        entries = data.draw(acted_logs(links=True, most=9))
        if not any(isinstance(entry, Event) and entry.claim.vendor for entry in entries):
            return
        with fresh() as engine:
            service = opened(engine, tmp_path)
            record(service, entries, data)
            with service.snapshot() as snapshot:
                length = snapshot.live.position
            question = data.draw(asked(entries, length))
            try:
                content = bundled(service, **question)
            except UNASKABLE:
                return
            found = verified(content).bundle
            proven["bundles"] += 1
            proven["redacted"] += any(
                each.payload is None and each.envelope.topic != "payload-redacted"
                for each in found.events
            )
            withheld(content, data)

    holds()
    assert proven["bundles"] > examples // 2
    assert proven["redacted"] > 0


def withheld(content: bytes, data: st.DataObject) -> None:
    """An event, a subject or some words less, and the bundle is refused."""
    shape = shape_of(content)
    for name in ("events", "subjects"):
        at = data.draw(st.integers(0, len(shape[name]) - 1))
        less = {**shape, name: [*shape[name][:at], *shape[name][at + 1 :]]}
        with pytest.raises(Unproven):
            verify(written(less))
    told = [at for at, event in enumerate(shape["events"]) if event["payload"]]
    if told:
        at = data.draw(st.sampled_from(told))
        blank = {**shape["events"][at], "payload": None, "salt": None}
        events = [*shape["events"][:at], blank, *shape["events"][at + 1 :]]
        with pytest.raises(Unproven):
            verify(written({**shape, "events": events}))


@on_both(sqlite=8, postgres=3)
def test_a_log_that_grew_proves_the_same_answer_to_a_pinned_question(
    fresh: Fresh, examples, tmp_path: Path
):
    @many(examples)
    @given(st.data())
    def holds(data: st.DataObject) -> None:
        entries = data.draw(acted_logs(links=True, most=9))
        if not any(isinstance(entry, Event) and entry.claim.vendor for entry in entries):
            return
        cut = data.draw(st.integers(1, len(entries)))
        with fresh() as engine:
            service = opened(engine, tmp_path)
            record(service, entries[:cut], data)
            with service.snapshot() as snapshot:
                length = snapshot.live.position
            named = [each for each in entries[:cut] if isinstance(each, Event)]
            if not any(each.claim.vendor for each in named):
                return
            question = {**data.draw(asked(entries[:cut], length)), "position": length}
            question.pop("recorded_at", None)
            try:
                before = verified(bundled(service, **question)).bundle
            except UNASKABLE:
                return
            for instant, together in commits(entries[cut:]):
                service.clock.set(instant)
                service.log.append(together)
            service.clock.set(LATER)
            after = verified(bundled(service, **question)).bundle
            assert after.answer == before.answer

    holds()
