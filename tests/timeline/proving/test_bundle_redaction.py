"""What was redacted is in no bundle made after it, and a bundle made before it still verifies."""

import pytest

from events import parse_act
from tests.timeline.story import EXCHANGE, Said, Story, act, awarded, listed, observed
from timeline import Service
from timeline.errors import Unproven

from .bundles import bundled, shape_of, verified, written

QUOTE = "zanzibar quayside utterance"
SECRET = awarded(citation={**EXCHANGE, "quote": QUOTE})


@pytest.fixture
def story(service: Service) -> Story:
    return Story(service, service.clock)  # type: ignore[arg-type] # the clock of the fixture


def corrected(target: str, **fields: object) -> Said:
    return act("source-corrected", target, by=awarded(6, **fields), disclosed="2022-02-02")


def test_a_bundle_made_before_a_redaction_verifies_after_it_and_one_made_after_shows_no_words(
    story: Story,
):
    claim, *_ = story.given(SECRET, observed(), listed())
    before = bundled(story.service, "acme", valid_at="2018-01-01")
    assert QUOTE.encode() in before
    story.when(act("payload-redacted", claim))
    after = bundled(story.service, "acme", valid_at="2018-01-01")

    assert verified(before).bundle.answer["occurrences"]
    assert QUOTE.encode() not in after
    found = verified(after).bundle
    (emptied,) = [each for each in found.events if each.envelope.identity == claim]
    assert (emptied.payload, emptied.salt) == (None, None)
    was = verified(before).bundle.events[0]
    assert emptied.envelope == was.envelope
    assert claim not in {each["claim"] for each in found.citations}


def test_a_claim_that_an_act_brought_in_and_that_was_redacted_is_shown_without_words(story: Story):
    claim, *_ = story.given(awarded(), listed())
    said = corrected(claim, citation={**EXCHANGE, "quote": QUOTE})
    correction, brought = story.when(said), parse_act(said).brought
    assert brought is not None
    before = bundled(story.service, "acme", valid_at="2018-01-01")
    assert QUOTE.encode() in before
    story.when(act("payload-redacted", brought.id))
    after = bundled(story.service, "acme", valid_at="2018-01-01")

    verified(before)
    assert QUOTE.encode() not in after
    (emptied,) = [
        each for each in verified(after).bundle.events if each.envelope.identity == correction
    ]
    assert (emptied.payload, emptied.envelope.brings) == (None, brought.id)


def test_all_that_there_was_of_a_vendor_redacted_leaves_a_bundle_that_verifies(story: Story):
    claim, *_ = story.given(SECRET, listed(vendor="bolt", occurrence="bolt-listed"))
    story.when(act("payload-redacted", claim))
    found = verified(bundled(story.service, "acme", position=0)).bundle
    assert found.answer["status"] == "before_first_record"
    (emptied,) = [each for each in found.events if each.envelope.identity == claim]
    assert emptied.payload is None


def test_an_older_position_of_a_redacted_log_verifies(story: Story):
    claim, *_ = story.given(SECRET, observed(), listed())
    story.when(act("payload-redacted", claim))
    story.given(awarded(occurrence="quay"))
    for position in range(2, 6):
        content = bundled(story.service, "acme", position=position)
        assert QUOTE.encode() not in content
        assert verified(content).checkpoint.size == 5


def test_words_are_withheld_by_no_act_of_the_one_who_hands_out_a_bundle(story: Story):
    claim, kept, *_ = story.given(SECRET, observed(), listed())
    story.when(act("payload-redacted", claim))
    shape = shape_of(bundled(story.service, "acme"))
    for event in shape["events"]:
        if event["envelope"]["identity"] == kept:
            event["payload"] = event["salt"] = None

    with pytest.raises(Unproven, match=r"^position 2: its words are withheld$"):
        verified(written(shape))
