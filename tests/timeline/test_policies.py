"""Policies: where sources contradict, all positions are told, and those a policy goes by are marked."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.timeline.story import EXCHANGE, GAZETTE, TIMES, Said, Story, act, awarded, opened_story
from timeline import BadParameter

DAY = "2018-01-01"
THREE = awarded(3, citation=EXCHANGE)
FIVE = awarded(5, citation=GAZETTE, disclosed="2022-05-01")
PAPER = {"source": "paper", "id": "paper-1"}
LETTERS = {"exchange": "B", "gazette": "D"}


@pytest.fixture
def story(database_url: str) -> Iterator[Story]:
    with opened_story(database_url) as story:
        yield story


def described(source: str, name: str, sort: str | None = None) -> Said:
    said = {
        "kind": "source-described",
        "occurrence": f"{source}-source",
        "about": source,
        "name": name,
        "citation": {"source": "desk", "derived_from": None},
    }
    return said if sort is None else {**said, "sort": sort}


def rated(source: str, letter: str) -> Said:
    return {
        "kind": "source-rated",
        "occurrence": f"{source}-rating",
        "about": source,
        "letter": letter,
        "citation": {"source": "desk", "derived_from": None},
    }


def sides(story: Story, *clocks: Any, **view: Any) -> dict[str, tuple[int, bool]]:
    """By source, what its position holds to be possible, and whether it was chosen."""
    return {
        position["source"]: (position["in_force"]["possible"], position["chosen"])
        for position in story.one(*clocks, **view)["positions"]
    }


def test_what_contradicts_is_contested_and_the_answer_is_the_hull_of_all_positions(story: Story):
    story.given(THREE, FIVE)
    one = story.one(DAY)

    assert one["contested"] is True
    assert (one["size"]["lo"], one["size"]["hi"]) == (3, 5)
    assert story.total(DAY) == (0, 3, 5)
    assert sides(story, DAY) == {"exchange": (3, True), "gazette": (5, True)}
    ids = {claim["id"] for claim in one["claims"]}
    assert {name for each in one["positions"] for name in each["claims"]} == ids


def test_nothing_is_contested_before_the_second_side_was_public_or_recorded(story: Story):
    story.given(THREE, FIVE)

    for clocks in ((DAY, "2022-04-30"), (DAY, None, 1)):
        one = story.one(*clocks)
        assert (one["contested"], one["positions"]) == (False, [])
        assert story.total(*clocks) == (0, 3, 3)


def test_claims_that_agree_on_a_narrower_answer_are_not_contested(story: Story):
    story.given(awarded("at least 2"), awarded("up to 4", citation=GAZETTE))

    assert story.one(DAY)["contested"] is False
    assert story.total(DAY) == (0, 2, 4)


def test_a_contradiction_that_an_act_resolved_is_none(story: Story):
    _, five = story.given(THREE, FIVE)
    story.when(act("source-retracted", five, disclosed="2022-06-01"))

    assert story.one(DAY)["contested"] is False
    assert story.total(DAY) == (0, 3, 3)
    assert story.one(DAY, "2022-05-31")["contested"] is True


@pytest.mark.parametrize("sort", ["primary", "government", "company"])
def test_primary_first_goes_by_the_source_that_is_nearest_and_still_tells_the_other(
    story: Story, sort: str
):
    story.given(THREE, FIVE, described("exchange", "EX", sort), described("gazette", "GZ", "press"))

    assert story.total(DAY, policy="primary-first") == (0, 3, 3)
    assert sides(story, DAY, policy="primary-first") == {
        "exchange": (3, True),
        "gazette": (5, False),
    }
    assert story.total(DAY) == (0, 3, 5)


def test_of_sources_nobody_described_those_that_rely_on_nothing_are_primary(story: Story):
    story.given(awarded(3, citation=PAPER), FIVE)

    assert sides(story, DAY, policy="primary-first") == {"paper": (3, False), "gazette": (5, True)}


def test_primary_first_among_no_primary_source_prefers_none(story: Story):
    story.given(awarded(3, citation=PAPER), awarded(5, citation={"source": "rumour"}))

    assert story.total(DAY, policy="primary-first") == (0, 3, 5)
    assert {chosen for _, chosen in sides(story, DAY, policy="primary-first").values()} == {True}


def test_latest_disclosed_goes_by_what_came_out_last_as_far_as_it_was_public(story: Story):
    story.given(THREE, FIVE, awarded(7, citation=PAPER, disclosed="2023-01-01"))

    assert story.total(DAY, policy="latest-disclosed") == (0, 7, 7)
    assert story.total(DAY, "2022-12-31", policy="latest-disclosed") == (0, 5, 5)
    assert story.total(DAY, None, 2, policy="latest-disclosed") == (0, 5, 5)
    assert sides(story, DAY, policy="latest-disclosed") == {
        "exchange": (3, False),
        "gazette": (5, False),
        "paper": (7, True),
    }


@pytest.mark.parametrize("name", ["gazette", "GZ"])
def test_a_source_is_left_out_by_its_id_or_by_a_recorded_name(story: Story, name: str):
    story.given(THREE, FIVE, described("gazette", "GZ"))
    view = {"policy": f"exclude-source:{name}"}

    assert story.total(DAY, **view) == (0, 3, 3)
    assert {each["citation"]["source"] for each in story.one(DAY, **view)["claims"]} == {"exchange"}


def test_a_source_left_out_takes_with_it_what_relies_on_it_but_not_what_it_relies_on(story: Story):
    root, repeat = story.given(THREE, awarded(3, citation=TIMES, disclosed="2021-03-06"))

    assert story.ids(DAY, policy="exclude-source:times") == {root}
    assert story.total(DAY, policy="exclude-source:exchange") is None
    assert story.ids(DAY) == {root, repeat}


def test_several_sources_are_left_out_at_once(story: Story):
    story.given(THREE, FIVE, awarded(7, citation=PAPER))

    view = {"policy": "exclude-source:gazette,exclude-source:paper"}
    assert story.total(DAY, **view) == (0, 3, 3)


@pytest.mark.parametrize("word", ["exclude-source:nobody", "exclude-source:", "exclude-source:gz"])
def test_leaving_out_an_unknown_source_is_refused_with_those_there_are(story: Story, word: str):
    story.given(THREE, FIVE, described("gazette", "GZ"))

    with pytest.raises(BadParameter, match=r"policy: expected exclude-source:one of .*gazette"):
        story.exposure(DAY, policy=word)


@pytest.mark.parametrize(
    "word", ["min-reliability:G", "min-reliability:", "min-reliability:b", "newest"]
)
def test_a_policy_that_is_none_is_refused_with_those_there_are(story: Story, word: str):
    story.given(THREE)

    with pytest.raises(BadParameter, match=r"policy: expected strict, primary-first"):
        story.exposure(DAY, policy=word)


@pytest.mark.parametrize(
    ("letter", "expected"),
    [("A", None), ("B", (0, 3, 3)), ("C", (0, 3, 3)), ("D", (0, 3, 5)), ("F", (0, 3, 5))],
)
def test_only_sources_rated_at_least_so_reliable_count(
    story: Story, letter: str, expected: tuple[int, int, int] | None
):
    story.given(THREE, FIVE, *(rated(source, given) for source, given in LETTERS.items()))

    assert story.total(DAY, policy=f"min-reliability:{letter}") == expected


def test_a_source_nobody_rated_is_of_the_lowest_reliability(story: Story):
    story.given(THREE)

    assert story.total(DAY, policy="min-reliability:E") is None
    assert story.total(DAY, policy="min-reliability:F") == (0, 3, 3)


def test_a_rating_counts_from_its_position_and_the_later_one_holds(story: Story):
    story.given(THREE, rated("exchange", "E"), rated("exchange", "A"))
    view = {"policy": "min-reliability:B"}

    assert story.total(DAY, **view) == (0, 3, 3)
    assert story.total(DAY, None, 2, **view) is None


def test_a_rating_that_was_voided_counts_no_more(story: Story):
    _, rating = story.given(THREE, rated("exchange", "A"))
    story.when(act("recording-voided", rating))

    assert story.total(DAY, policy="min-reliability:B") is None
    assert story.total(DAY, None, 2, policy="min-reliability:B") == (0, 3, 3)


def test_a_policy_stands_in_the_pinned_address_and_strict_does_not(story: Story):
    story.given(THREE, FIVE)

    assert "policy=latest-disclosed" in story.exposure(DAY, policy="latest-disclosed")["pinned"]
    assert "policy" not in story.exposure(DAY, policy="strict")["pinned"]
