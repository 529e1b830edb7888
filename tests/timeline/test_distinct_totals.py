"""Totals over occurrences nobody linked, corroboration, and numbers taken from what was corrected since."""

from collections.abc import Iterator

import pytest

from tests.timeline.story import EXCHANGE, GAZETTE, TIMES, Story, act, awarded, opened_story

DAY = "2018-01-01"
MAY = "2022-05-01"
PAPER = {"source": "paper", "id": "paper-1"}


@pytest.fixture
def story(database_url: str) -> Iterator[Story]:
    with opened_story(database_url) as story:
        yield story


def unlinked(story: Story, *clocks: str) -> bool:
    (row,) = story.exposure(DAY, *clocks)["totals"]
    return bool(row["unlinked"])


def test_two_occurrences_nobody_told_apart_are_at_least_the_larger_and_at_most_both(story: Story):
    story.given(awarded(3), awarded(2, occurrence="port", citation=GAZETTE))

    assert story.total(DAY) == (0, 3, 5)
    assert unlinked(story)


def test_once_one_source_tells_both_they_are_two(story: Story):
    story.given(
        awarded(3),
        awarded(2, occurrence="port", citation=GAZETTE),
        awarded(2, occurrence="port", citation=EXCHANGE, disclosed=MAY),
    )

    assert story.total(DAY) == (0, 5, 5)
    assert not unlinked(story)
    assert story.total(DAY, "2022-04-30") == (0, 3, 5)
    assert story.total(DAY, None, 2) == (0, 3, 5)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"region": "BR-RJ"}, (0, 5, 5)),
        ({"region": "BR-SP"}, (0, 3, 5)),
        ({"region": None}, (0, 3, 5)),
    ],
)
def test_occurrences_in_regions_that_do_not_meet_are_two(
    story: Story, fields: dict[str, str | None], expected: tuple[int, int, int]
):
    story.given(awarded(3), awarded(2, occurrence="port", citation=GAZETTE, **fields))

    assert story.total(DAY) == expected


def test_occurrences_of_two_vendors_are_two(story: Story):
    story.given(awarded(3), awarded(2, vendor="bolt", occurrence="port", citation=GAZETTE))

    assert story.total(DAY, vendor=None, region="BR-SP") == (0, 5, 5)


def test_occurrences_in_two_units_have_a_row_each(story: Story):
    story.given(awarded(3), awarded(2, occurrence="port", unit="contract", citation=GAZETTE))

    rows = {row["unit"]: row["possible"] for row in story.exposure(DAY)["totals"]}
    assert rows == {"project": 3, "contract": 2}


def test_occurrences_asserted_to_be_one_are_counted_as_one_and_no_more_as_unlinked(story: Story):
    story.given(awarded(3), awarded(3, occurrence="port", citation=GAZETTE))
    link = story.when(act("same-occurrence", "harbour", other="port"))

    assert (story.total(DAY), unlinked(story)) == ((0, 3, 3), False)
    story.when(act("withdrawn", link))
    assert (story.total(DAY), unlinked(story)) == ((0, 3, 6), True)


@pytest.mark.parametrize(
    ("one", "other"), [("harbour", "port"), ("port", "harbour"), ("pier", "quay"), ("quay", "pier")]
)
def test_a_member_is_counted_once_by_whichever_name_it_or_its_cohort_was_linked(
    story: Story, one: str, other: str
):
    cohort = "port" if "port" in (one, other) else "harbour"
    story.given(*(awarded(occurrence=name) for name in ("harbour", cohort)))
    story.given(
        *(awarded(1, occurrence=name) for name in ("pier", "quay") if {one, other} & {name})
    )
    story.given(awarded(1, occurrence="pier"))
    story.given(act("member-of", "pier", of=cohort), act("same-occurrence", one, other=other))

    assert story.total(DAY) == (0, 3, 3)


def test_independent_roots_are_counted_once_each(story: Story):
    story.given(awarded(), awarded(citation=TIMES))
    one_root = story.one(DAY)["corroboration"]
    story.given(awarded(citation=GAZETTE))

    assert (one_root["lo"], one_root["hi"], one_root["sources"]) == (1, 1, ["exchange"])
    two = story.one(DAY)["corroboration"]
    assert (two["lo"], two["hi"], two["sources"]) == (2, 2, ["exchange", "gazette"])


def test_a_derivation_nobody_assessed_makes_the_number_of_roots_an_interval(story: Story):
    story.given(awarded(), awarded(citation=PAPER), awarded(citation={"source": "rumour"}))

    found = story.one(DAY)["corroboration"]
    assert (found["lo"], found["hi"]) == (1, 3)


def test_of_one_source_nobody_assessed_there_is_one_root(story: Story):
    story.given(awarded(citation=PAPER))

    found = story.one(DAY)["corroboration"]
    assert (found["lo"], found["hi"]) == (1, 1)


def test_what_an_act_set_aside_corroborates_no_more(story: Story):
    claim, _ = story.given(awarded(), awarded(citation=GAZETTE))
    story.when(act("recording-voided", claim))

    found = story.one(DAY)["corroboration"]
    assert (found["lo"], found["hi"], found["sources"]) == (1, 1, ["gazette"])


@pytest.mark.parametrize("by_claim", [False, True])
def test_a_number_taken_from_a_claim_that_was_corrected_is_flagged_and_stays(
    story: Story, by_claim: bool
):
    (claim,) = story.given(awarded())
    same = awarded(
        vendor="bolt",
        occurrence="depot",
        verbatim="the same number",
        size_from=claim if by_claim else "harbour",
    )
    (taken,) = story.given(same)
    before = story.one(DAY, vendor="bolt")["stale_dependency"]
    done = story.when(act("source-corrected", claim, by=awarded(4, disclosed=MAY), disclosed=MAY))

    assert before == []
    after = story.one(DAY, vendor="bolt")
    assert after["stale_dependency"] == [{"claim": taken, "relied_on": claim, "act": done}]
    assert (after["size"]["lo"], after["in_force"]["possible"]) == (3, 3)
    assert story.one(DAY, "2022-04-30", vendor="bolt")["stale_dependency"] == []
    assert story.one(DAY, None, 2, vendor="bolt")["stale_dependency"] == []


def test_a_dependency_is_fresh_again_when_the_correction_is_withdrawn(story: Story):
    (claim,) = story.given(awarded())
    story.given(awarded(vendor="bolt", occurrence="depot", size_from="harbour"))
    done = story.when(act("recording-voided", claim))
    stale = story.one(DAY, vendor="bolt")["stale_dependency"]
    story.when(act("withdrawn", done))

    assert [each["act"] for each in stale] == [done]
    assert story.one(DAY, vendor="bolt")["stale_dependency"] == []
