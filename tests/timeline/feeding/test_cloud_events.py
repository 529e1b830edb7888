"""An event of the log as a CloudEvents object: whatever it is of, receivers can tell, order and verify it."""

from hashlib import sha256

import pytest

from events import (
    ACTS,
    KINDS,
    ActEvent,
    Event,
    Redacted,
    canonical_json,
    parse_act,
    parse_claim,
)
from timeline.feeding import SOURCE, cloud_event

NOON = 1_772_366_400_000_000


@pytest.mark.parametrize("kind", KINDS)
def test_a_claim_is_told_as_it_would_be_recorded_and_its_words_prove_its_id(kind):
    claim = parse_claim(KINDS[kind].EXAMPLE)

    event = cloud_event(Event(7, NOON, claim))

    assert event["type"] == f"timeline.{kind}"
    assert event["subject"] == claim.occurrence
    assert parse_claim(event["data"]).id == claim.id
    assert event["id"] == "c-" + sha256(canonical_json(event["data"])).hexdigest()[:32]


@pytest.mark.parametrize("act", ACTS)
def test_an_act_is_told_as_it_would_be_recorded_and_its_words_prove_its_id(act):
    said = parse_act(ACTS[act].EXAMPLE)

    event = cloud_event(ActEvent(8, NOON, said, "acme-harbour-projects"))

    assert event["type"] == f"timeline.{act}"
    assert event["subject"] == "acme-harbour-projects"
    assert parse_act(event["data"]).id == said.id
    assert event["id"] == "a-" + sha256(canonical_json(event["data"])).hexdigest()[:32]


def test_what_was_redacted_keeps_its_place_and_has_no_words():
    event = cloud_event(Redacted(9, NOON, "c-1", "project-awarded", "acme-harbour-projects"))

    assert event == {
        "specversion": "1.0",
        "id": "c-1",
        "source": SOURCE,
        "type": "timeline.project-awarded",
        "subject": "acme-harbour-projects",
        "time": "2026-03-01T12:00:00Z",
        "recordedtime": "2026-03-01T12:00:00Z",
        "sequence": "0000000000000000009",
    }


def test_sequences_sort_as_the_positions_do():
    claim = parse_claim(KINDS["project-awarded"].EXAMPLE)
    positions = [1, 9, 10, 99, 1_000_000, (1 << 63) - 1]

    sequences = [cloud_event(Event(each, NOON, claim))["sequence"] for each in positions]

    assert sequences == sorted(sequences)
    assert [int(each) for each in sequences] == positions
