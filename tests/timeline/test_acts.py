"""Every act upon claims, before and after it, on each of the three clocks."""

from collections.abc import Iterator

import pytest

from events import parse_act, parse_claim
from tests.timeline.story import (
    EXCHANGE,
    GAZETTE,
    TIMES,
    Story,
    act,
    awarded,
    listed,
    observed,
    opened_story,
)

DAY = "2018-01-01"
FOUR = awarded(4, valid="2017", disclosed="2022-05-01")
THREE_OF_2017 = awarded(3, valid="2017", disclosed="2022-05-01")
NONE, OLD, NEW = (0, 0, 0), (0, 3, 3), (0, 4, 4)


@pytest.fixture
def story(database_url: str) -> Iterator[Story]:
    with opened_story(database_url) as story:
        yield story


def test_a_correction_by_the_source_counts_from_its_disclosure_and_its_position(story: Story):
    (claim,) = story.given(awarded())
    story.when(act("source-corrected", claim, by=FOUR, disclosed="2022-05-01"))

    story.then(
        {
            (DAY,): NEW,
            (DAY, "2022-04-30"): OLD,
            (DAY, "2022-05-01"): NEW,
            (DAY, None, 1): OLD,
            (DAY, "2022-05-01", 1): OLD,
            ("2017-01-15", "2022-04-30"): OLD,
            ("2017-01-15", "2022-05-01"): (0, 0, 4),
            (DAY, "2021-03-03"): None,
        }
    )


def test_a_correction_of_unknown_disclosure_counts_from_that_of_what_it_brings(story: Story):
    (claim,) = story.given(awarded())
    story.when(act("source-corrected", claim, by=FOUR))

    story.then({(DAY, "2022-04-30"): OLD, (DAY, "2022-05-01"): NEW})


def test_a_correction_disclosed_on_an_unknown_day_of_a_month_is_doubtful_within_it(story: Story):
    (claim,) = story.given(awarded())
    story.when(act("source-corrected", claim, by=FOUR, disclosed="2022-05"))

    story.then({(DAY, "2022-04-30"): OLD, (DAY, "2022-05-15"): (0, 0, 4), (DAY, "2022-05-31"): NEW})


def test_a_retraction_by_the_source_takes_away_from_its_disclosure_on(story: Story):
    (claim,) = story.given(listed())
    story.when(act("source-retracted", claim, disclosed="2022-05-01"))

    story.then(
        {
            ("2020-01-01", "2022-04-30"): (1, 1, 1),
            ("2020-01-01", "2022-05-01"): None,
            ("2020-01-01", None, 1): (1, 1, 1),
            ("2020-01-01",): None,
        },
        type_="listing",
    )


def test_what_only_repeats_a_retracted_claim_goes_with_it_and_an_independent_one_stays(
    story: Story,
):
    root, _, other = story.given(
        awarded(),
        awarded(citation=TIMES, disclosed="2021-03-06"),
        awarded(2, occurrence="harbour", citation=GAZETTE, valid="[2016..2017]"),
    )
    story.when(act("source-retracted", root, disclosed="2022-05-01"))

    assert story.ids(DAY) == {other}
    assert story.total(DAY) == (0, 2, 2)


def test_a_repetition_published_after_the_retraction_is_a_claim_of_its_own(story: Story):
    root, later = story.given(awarded(), awarded(citation=TIMES, disclosed="2022-06-01"))
    story.when(act("source-retracted", root, disclosed="2022-05-01"))

    story.then({(DAY, "2022-05-01"): None, (DAY, "2022-06-01"): OLD})
    assert story.ids(DAY) == {later}


def test_a_mistake_in_copying_is_mended_at_every_known_time_but_at_no_older_position(
    story: Story,
):
    (claim,) = story.given(awarded())
    story.when(act("transcription-corrected", claim, by=awarded(4)))

    story.then(
        {
            (DAY,): NEW,
            (DAY, "2021-03-04"): NEW,
            (DAY, "2022-05-01"): NEW,
            (DAY, "2021-03-03"): None,
            (DAY, None, 1): OLD,
            (DAY, "2021-03-04", 1): OLD,
            ("2015-12-31",): NONE,
        }
    )


def test_a_wrong_date_of_disclosure_is_mended_as_any_other_mistake_in_copying(story: Story):
    (claim,) = story.given(awarded())
    story.when(act("transcription-corrected", claim, by=awarded(disclosed="2020-01-01")))

    story.then({(DAY, "2020-01-01"): OLD, (DAY, "2020-01-01", 1): None, (DAY, "2019-12-31"): None})


def test_a_recording_that_was_voided_is_seen_at_no_known_time_but_at_older_positions(
    story: Story,
):
    (claim,) = story.given(awarded())
    story.when(act("recording-voided", claim))

    story.then(
        {
            (DAY,): None,
            (DAY, "2021-03-04"): None,
            (DAY, None, 1): OLD,
            (DAY, "2021-03-04", 1): OLD,
            (DAY, "2021-03-03", 1): None,
        }
    )


def test_a_claim_said_again_is_an_observation_on_that_day(story: Story):
    (claim,) = story.given(awarded())
    story.when(act("confirmed", claim, at="2020-06-01", disclosed="2022-05-01"))

    story.then(
        {
            (DAY, "2022-04-30"): OLD,
            (DAY, "2022-05-01"): (3, 3, 3),
            ("2020-06-01",): (3, 3, 3),
            ("2020-06-02",): (0, 3, 3),
            ("2016-06-01",): (0, 0, 3),
            (DAY, None, 1): OLD,
        }
    )


def test_an_observation_said_again_extends_what_was_last_seen(story: Story):
    _, seen = story.given(awarded(), observed(in_force=2, ended=1))
    story.when(act("confirmed", seen, at="2021-06-01", disclosed="2022-05-01", citation=GAZETTE))

    story.then(
        {
            ("2021-01-01", "2022-04-30"): (0, 2, 2),
            ("2021-01-01", "2022-05-01"): (2, 2, 2),
            ("2021-06-02",): (0, 2, 2),
            ("2021-01-01", None, 2): (0, 2, 2),
        }
    )
    brought = story.one("2021-01-01")["claims"][-1]
    assert (brought["kind"], brought["citation"]["source"]) == ("operation-observed", "gazette")


def test_a_refined_claim_is_narrower_from_its_disclosure_and_beside_its_target(story: Story):
    (claim,) = story.given(awarded(valid="[2016..2017]"))
    story.when(act("refined", claim, by=THREE_OF_2017, disclosed="2022-05-01"))

    story.then(
        {
            ("2016-06-01", "2022-04-30"): (0, 0, 3),
            ("2016-06-01", "2022-05-01"): NONE,
            ("2016-06-01", None, 1): (0, 0, 3),
            (DAY,): OLD,
        }
    )
    assert story.ids(DAY) == {claim, parse_claim(THREE_OF_2017).id}


def test_two_occurrences_asserted_to_be_one_are_counted_once_from_that_position(story: Story):
    story.given(awarded(), awarded(occurrence="port", citation=GAZETTE, valid="2016-06"))
    apart = story.total("2018-06-01")
    story.when(act("same-occurrence", "harbour", other="port"))

    assert apart == (0, 3, 6)
    story.then(
        {
            ("2018-06-01",): OLD,
            ("2018-06-01", "2021-03-04"): OLD,
            ("2018-06-01", None, 2): apart,
            ("2018-06-01", "2021-03-03"): None,
            ("2016-05-31",): NONE,
            ("2016-05-31", None, 2): (0, 0, 3),
        }
    )
    one = story.one("2018-06-01")
    assert (one["id"], one["same_as"]) == ("harbour", ["port"])


def test_occurrences_linked_one_by_one_are_all_the_same(story: Story):
    names = ("harbour", "port", "quay", "pier")
    story.given(*(awarded(occurrence=name, note=name) for name in names))
    story.when(act("same-occurrence", "port", other="quay"))
    story.when(act("same-occurrence", "harbour", other="pier"))
    story.when(act("same-occurrence", "pier", other="quay"))

    one = story.one(DAY)
    assert (one["id"], one["same_as"]) == ("harbour", ["pier", "port", "quay"])
    story.then({(DAY,): OLD, (DAY, None, 6): (0, 6, 6), (DAY, None, 4): (0, 12, 12)})


def test_a_named_member_is_counted_within_its_cohort_from_that_position(story: Story):
    member = awarded(1, occurrence="pier", region="BR-SP", valid="2016", citation=EXCHANGE)
    story.given(awarded(), member)
    story.when(act("member-of", "pier", of="harbour"))

    story.then({(DAY,): OLD, (DAY, "2021-03-04"): OLD, (DAY, None, 2): (0, 4, 4)})
    members = {each["id"]: each["member_of"] for each in story.exposure(DAY)["occurrences"]}
    assert members == {"harbour": None, "pier": "harbour"}


def test_a_member_certain_to_be_in_force_lifts_its_cohort(story: Story):
    seen = observed(occurrence="pier", in_force=1)
    story.given(awarded(), awarded(1, occurrence="pier"), seen)
    story.when(act("member-of", "pier", of="harbour"))

    story.then({("2019-01-01",): (1, 3, 3), ("2019-01-01", None, 3): (1, 4, 4)})


def test_vendors_asserted_to_be_one_have_what_either_has_from_that_position(story: Story):
    story.given(awarded(), awarded(2, vendor="bolt", occurrence="depot"))
    story.when(act("vendor-merged", "bolt", into="acme"))

    for vendor in ("acme", "bolt"):
        assert story.total(DAY, vendor=vendor) == (0, 5, 5)
    assert story.total(DAY, None, 2) == OLD
    assert story.total(DAY, None, 2, vendor="bolt") == (0, 2, 2)
    assert story.total(DAY, "2021-03-03") is None


def test_a_changed_world_is_no_act_and_closes_what_was_so_on_the_valid_clock(story: Story):
    ended = {**listed(kind="entity-delisted", valid="2023-02-01", disclosed="2023-01-30")}
    story.given(listed(), ended)

    story.then(
        {
            ("2023-01-31",): (1, 1, 1),
            ("2023-02-01",): NONE,
            ("2023-02-01", "2023-01-29"): (1, 1, 1),
            ("2023-02-01", None, 1): (1, 1, 1),
        },
        type_="listing",
    )


def test_an_act_told_twice_is_recorded_once_and_named_by_its_content(story: Story):
    (claim,) = story.given(awarded())
    said = act("recording-voided", claim)

    assert story.when(said) == parse_act(said).id
    again = story.record(said, said)
    assert (again.new, again.positions) == (0, (2, 2))


def test_a_claim_and_the_act_upon_it_can_be_told_in_one_batch(story: Story):
    claim = awarded()
    told = story.record(claim, act("recording-voided", parse_claim(claim).id))

    assert (told.new, told.positions) == (2, (1, 2))
    story.then({(DAY,): None, (DAY, None, 1): OLD})
