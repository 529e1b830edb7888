"""Acts upon acts: what is taken back, and what is taken back again, on each of the three clocks."""

from collections.abc import Iterator
from typing import Any

import pytest

from events import ACTS
from tests.timeline.story import GAZETTE, Said, Story, act, awarded, listed, observed, opened_story

DAY = "2018-01-01"
MAY, JUNE, JULY = "2022-05-01", "2022-06-01", "2022-07-01"
OLD, NEW = (0, 3, 3), (0, 4, 4)

UPON_A_CLAIM: dict[str, dict[str, Any]] = {
    "source-corrected": {"by": awarded(4, disclosed=MAY), "disclosed": MAY},
    "source-retracted": {"disclosed": MAY},
    "transcription-corrected": {"by": awarded(4)},
    "recording-voided": {},
    "confirmed": {"at": "2020-06-01", "disclosed": MAY},
    "refined": {"by": awarded(valid="2016-07", disclosed=MAY), "disclosed": MAY},
}
LINKS: dict[str, Said] = {
    "same-occurrence": act("same-occurrence", "harbour", other="port"),
    "member-of": act("member-of", "port", of="harbour"),
    "vendor-merged": act("vendor-merged", "bolt", into="acme"),
}
LASTING = {"payload-redacted", "withdrawn"}


@pytest.fixture
def story(database_url: str) -> Iterator[Story]:
    with opened_story(database_url) as story:
        yield story


def counted(story: Story, *clocks: Any) -> Said:
    """What an answer says of counts, apart from when it was asked."""
    answer = story.exposure(*clocks)
    return {name: answer[name] for name in ("status", "totals", "occurrences", "notes")}


def test_every_act_that_can_be_taken_back_is_taken_back_below():
    assert {*UPON_A_CLAIM, *LINKS, *LASTING} == set(ACTS)


@pytest.mark.parametrize("name", UPON_A_CLAIM)
@pytest.mark.parametrize("undo", ["withdrawn", "recording-voided"])
def test_an_act_upon_a_claim_that_was_taken_back_is_as_if_it_had_not_been(
    story: Story, name: str, undo: str
):
    (claim,) = story.given(awarded())
    before = {known: counted(story, DAY, known) for known in (None, "2022-04-30", JULY)}
    done = story.when(act(name, claim, **UPON_A_CLAIM[name]))
    during = counted(story, DAY)
    story.when(act(undo, done))

    assert during != before[None]
    assert {known: counted(story, DAY, known) for known in before} == before
    assert counted(story, DAY, None, 2) == during
    assert counted(story, DAY, None, 1) == before[None]


@pytest.mark.parametrize("name", LINKS)
@pytest.mark.parametrize("alias", [False, True])
def test_a_link_that_was_taken_back_leaves_things_as_far_apart_as_they_were(
    story: Story, name: str, alias: bool
):
    story.given(awarded(), awarded(occurrence="port"), awarded(vendor="bolt", occurrence="depot"))
    before = counted(story, DAY)
    linked = story.when(LINKS[name])
    during = counted(story, DAY)
    story.when(act(f"{name}-withdrawn" if alias else "withdrawn", linked))

    assert during != before
    assert counted(story, DAY) == before
    assert counted(story, DAY, None, 4) == during
    assert counted(story, DAY, None, 3) == before


@pytest.mark.parametrize("name", LINKS)
def test_a_withdrawal_of_a_link_that_was_withdrawn_links_again(story: Story, name: str):
    story.given(awarded(), awarded(occurrence="port"), awarded(vendor="bolt", occurrence="depot"))
    linked = story.when(LINKS[name])
    during = counted(story, DAY)
    withdrawal = story.when(act("withdrawn", linked))
    apart = counted(story, DAY)
    story.when(act("withdrawn", withdrawal))

    assert counted(story, DAY) == during
    assert counted(story, DAY, None, 5) == apart


def test_a_retraction_that_its_source_retracted_counts_only_between_the_two(story: Story):
    (claim,) = story.given(awarded())
    retraction = story.when(act("source-retracted", claim, disclosed=MAY))
    story.when(act("source-retracted", retraction, disclosed=JULY))

    story.then(
        {
            (DAY, "2022-04-30"): OLD,
            (DAY, MAY): None,
            (DAY, "2022-06-30"): None,
            (DAY, JULY): OLD,
            (DAY, None, 2): None,
            (DAY, JULY, 2): None,
            (DAY, None, 1): OLD,
            (DAY,): OLD,
        }
    )


def test_a_correction_that_its_source_retracted_leaves_what_was_said_first(story: Story):
    (claim,) = story.given(awarded())
    done = story.when(act("source-corrected", claim, **UPON_A_CLAIM["source-corrected"]))
    story.when(act("source-retracted", done, disclosed=JULY))

    story.then({(DAY, "2022-04-30"): OLD, (DAY, MAY): NEW, (DAY, JULY): OLD, (DAY, JULY, 2): NEW})


def test_a_retraction_taken_back_on_an_unknown_day_of_a_month_is_doubtful_within_it(story: Story):
    (claim,) = story.given(listed())
    retraction = story.when(act("source-retracted", claim, disclosed=MAY))
    story.when(act("source-retracted", retraction, disclosed="2022-06"))

    expected = {"2022-05-31": None, "2022-06-15": (0, 0, 1), "2022-06-30": (1, 1, 1)}
    story.then(
        {("2020-01-01", known): counts for known, counts in expected.items()}, type_="listing"
    )


def test_a_voiding_that_was_voided_leaves_the_claim_at_every_known_time(story: Story):
    (claim,) = story.given(awarded())
    voiding = story.when(act("recording-voided", claim))
    story.when(act("recording-voided", voiding))

    story.then(
        {(DAY,): OLD, (DAY, "2021-03-04"): OLD, (DAY, None, 2): None, (DAY, "2021-03-04", 2): None}
    )


def test_withdrawals_withdrawn_four_deep_alternate(story: Story):
    (claim,) = story.given(awarded())
    last = story.when(act("recording-voided", claim))
    for _ in range(4):
        last = story.when(act("withdrawn", last))

    story.then(
        {(DAY, None, position): None if position in (2, 4, 6) else OLD for position in range(1, 7)}
    )


def test_a_claim_voided_twice_stays_away_until_both_are_taken_back(story: Story):
    (claim,) = story.given(awarded())
    first = story.when(act("recording-voided", claim))
    second = story.when(act("recording-voided", claim, actor="another"))
    story.when(act("withdrawn", first))
    story.when(act("withdrawn", second))

    story.then({(DAY, None, 4): None, (DAY,): OLD})


def test_a_correction_corrected_again_leaves_the_last_version(story: Story):
    (claim,) = story.given(awarded())
    story.when(act("source-corrected", claim, by=awarded(4, disclosed=MAY), disclosed=MAY))
    brought = story.one(DAY)["claims"][0]["id"]
    again = story.when(
        act("source-corrected", brought, by=awarded(6, disclosed=JULY), disclosed=JULY)
    )

    story.then(
        {
            (DAY, "2022-04-30"): OLD,
            (DAY, MAY): NEW,
            (DAY, JULY): (0, 6, 6),
            (DAY, JULY, 2): NEW,
            (DAY, JULY, 1): OLD,
        }
    )
    story.when(act("withdrawn", again))
    assert story.total(DAY) == NEW


def test_what_a_withdrawn_correction_brought_goes_with_everything_done_upon_it(story: Story):
    (claim,) = story.given(awarded())
    first = story.when(act("source-corrected", claim, by=awarded(4, disclosed=MAY), disclosed=MAY))
    brought = story.one(DAY)["claims"][0]["id"]
    story.when(act("recording-voided", brought))
    assert story.total(DAY) is None

    story.when(act("withdrawn", first))
    story.then({(DAY,): OLD, (DAY, None, 3): None, (DAY, MAY): OLD})


def test_a_withdrawn_confirmation_takes_the_observation_away_and_no_other(story: Story):
    _, seen = story.given(awarded(), observed())
    later = story.when(act("confirmed", seen, at="2021-06-01", disclosed=MAY))
    story.when(act("confirmed", seen, at="2021-02-01", disclosed=MAY, citation=GAZETTE))
    story.when(act("withdrawn", later))

    story.then(
        {("2021-05-01",): OLD, ("2021-05-01", None, 4): (3, 3, 3), ("2021-01-31",): (3, 3, 3)}
    )


def test_a_link_voided_as_a_recording_is_as_one_withdrawn(story: Story):
    story.given(awarded(), awarded(occurrence="port"))
    linked = story.when(LINKS["same-occurrence"])
    story.when(act("recording-voided", linked))

    story.then({(DAY,): (0, 6, 6), (DAY, None, 3): OLD})


def test_what_one_stream_does_to_a_claim_of_a_linked_one_lasts_when_the_link_is_withdrawn(
    story: Story,
):
    _, other = story.given(awarded(), awarded(occurrence="port"))
    linked = story.when(LINKS["same-occurrence"])
    story.when(act("recording-voided", other))
    story.when(act("withdrawn", linked))

    story.then({(DAY,): OLD, (DAY, None, 4): OLD, (DAY, None, 2): (0, 6, 6)})
    assert {each["id"] for each in story.exposure(DAY)["occurrences"]} == {"harbour"}
