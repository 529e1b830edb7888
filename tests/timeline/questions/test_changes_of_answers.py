"""A saved question is told of what changed its answer, once, and whether that is about the past."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from threading import Thread

import pytest

from events import instant_of, parse_claim
from tests.timeline.story import (
    EXCHANGE,
    FIRST_DAY,
    TIMES,
    Story,
    act,
    awarded,
    listed,
    observed,
    opened_story,
)
from timeline import BadParameter, Item, Questions, UnknownParameter, UnknownQuestion, UnknownVendor
from timeline.casebook import casebook_lines

IN_2018 = {"vendor": "acme", "region": "BR-SP", "valid_at": "2018-01-01"}
NOW = {"vendor": "acme"}


@pytest.fixture
def story(database_url: str) -> Iterator[Story]:
    with opened_story(database_url) as story:
        yield story


def saved(story: Story, **asked: object) -> str:
    return str(Questions(story.service).save(asked).question["id"])


def changes(story: Story, question: str | None = None, after: int = 0) -> list[dict]:
    return list(Questions(story.service).changes(after, 1_000, question)["changes"])


def totals(side: dict, type_: str = "project") -> list[tuple]:
    return [
        (row["certain"], row["presumed"], row["possible"])
        for row in side["totals"]
        if row["type"] == type_
    ]


def test_a_late_correction_of_the_casebook_changes_what_was_in_2018(story):
    story.service.record([Item(json.loads(line)) for line in casebook_lines()])
    question = saved(story, vendor="Dahua", region="Xinjiang", valid_at="2018-01-01")
    five = next(
        claim
        for claim in (json.loads(line).get("claim", {}) for line in casebook_lines())
        if claim.get("occurrence") == "dahua-xinjiang-five"
        and claim.get("size") == 5
        and claim["citation"]["source"] == "szse-filing"
    )
    six = {**five, "size": 6, "verbatim": "six projects", "disclosed": "2025-02-01"}
    target = parse_claim(five).id
    story.clock.set(instant_of(FIRST_DAY + timedelta(days=9)))
    said = act("source-corrected", target, by=six, disclosed="2025-02-01")
    (position,) = story.service.record([Item({"act": said})]).positions

    (change,) = changes(story, question)

    assert change["retroactive"] is True
    assert totals(change["before"]) == [(1, 1, 5)]
    assert totals(change["after"]) == [(1, 1, 6)]
    assert [each["position"] for each in change["causes"]] == [position]
    assert change["causes"][0]["disclosed"] == "2025-02-01"
    assert [each["id"] for each in change["occurrences"]] == ["dahua-xinjiang-five"]


def test_an_answer_about_the_present_changes_with_events_and_not_with_time(story):
    story.given(listed())
    question = saved(story, **NOW)
    story.clock.advance(400 * 86_400_000_000)
    assert changes(story) == []
    story.told += 500

    story.given({**listed(), "occurrence": "again", "region": "CN-XJ"})

    (change,) = changes(story, question)
    assert not change["retroactive"]
    assert change["position"] == 2


def test_what_does_not_change_the_answer_is_not_told(story):
    story.given(awarded())
    saved(story, **IN_2018)
    saved(story, vendor="acme", region="CN-XJ")
    story.given(
        {**awarded(), "occurrence": "later", "valid": "2022"},
        {**awarded(), "occurrence": "other", "vendor": "bolt"},
        {"kind": "denial-made", "occurrence": "harbour", "vendor": "acme", "statement": "no"}
        | {"citation": TIMES},
    )

    assert changes(story) == []


def test_each_act_upon_a_claim_is_told_and_names_itself_as_the_cause(story):
    name, seen = story.given(awarded(), observed())
    question = saved(story, **IN_2018)
    voided = story.when(act("recording-voided", seen))
    story.given(act("withdrawn", voided))
    story.given(act("source-retracted", name, disclosed="2022-01-01"))

    told = changes(story, question)

    kinds = [[cause["kind"] for cause in each["causes"]] for each in told]
    assert kinds == [["recording-voided"], ["withdrawn"], ["source-retracted"]]
    assert [totals(each["after"]) for each in told] == [[(0, 3, 3)], [(3, 3, 3)], []]
    assert [each["retroactive"] for each in told] == [True] * 3
    for earlier, later in pairwise(told):
        assert earlier["after"]["totals"] == later["before"]["totals"]


def test_an_answer_as_known_in_the_past_changes_for_the_past(story):
    story.given(awarded())
    question = saved(story, vendor="acme", valid_at="2030-01-01", known_at="2021-12-31")

    story.given({**awarded(disclosed="2021-07-01"), "occurrence": "late"})

    (change,) = changes(story, question)
    assert change["retroactive"]


def test_what_is_recorded_together_is_one_change_with_several_causes(story):
    story.given(awarded())
    question = saved(story, **IN_2018)
    one, other = ({**awarded(), "occurrence": name, "citation": EXCHANGE} for name in ("a", "b"))

    story.record(one, {**awarded(), "vendor": "bolt", "occurrence": "c"}, other)

    (change,) = changes(story, question)
    assert [cause["position"] for cause in change["causes"]] == [2, 4]
    assert change["position"] == 4
    assert {each["id"] for each in change["occurrences"]} == {"a", "b"}


def test_a_merger_brings_the_claims_of_the_other_vendor(story):
    story.given(awarded(), {**awarded(), "occurrence": "bolts", "vendor": "bolt"})
    question = saved(story, **IN_2018)
    merged = story.when({"act": "vendor-merged", "target": "bolt", "into": "acme", "reason": "one"})
    story.given({**awarded(size=1), "occurrence": "third", "vendor": "bolt"})
    story.given(act("withdrawn", merged))

    told = changes(story, question)

    found = [[cause["kind"] for cause in each["causes"]] for each in told]
    assert found == [["vendor-merged"], ["project-awarded"], ["withdrawn"]]
    assert {each["id"] for each in told[0]["occurrences"]} == {"bolts"}


def test_a_redaction_is_told_once_with_what_was_told_before(story):
    name, _ = story.given(awarded(), {**awarded(size=1), "occurrence": "other"})
    question = saved(story, **IN_2018)

    story.given(act("payload-redacted", name))

    (change,) = changes(story, question)
    assert [each["id"] for each in change["occurrences"]] == ["harbour"]
    assert change["occurrences"][0]["after"] is None
    assert change["before"]["pinned"] is None
    assert changes(story, after=change["number"]) == []


def test_a_rebuild_is_silent(story):
    story.given(awarded())
    saved(story, **IN_2018)
    story.given(observed())
    before = changes(story)

    for status in story.service.projector.status():
        story.service.projector.rebuild(status.name)

    assert changes(story) == before
    assert len(before) == 1


def test_a_question_is_saved_once_and_told_of_what_comes_after(story):
    story.given(awarded())
    questions = Questions(story.service)
    first = questions.save(IN_2018)
    again = questions.save({**IN_2018, "region": "BR-SP", "policy": "strict"})
    assert (first.new, again.new) == (True, False)
    assert again.question == first.question
    assert first.question["since"] == 1

    questions.remove(first.question["id"])
    story.given(observed())

    with pytest.raises(UnknownQuestion):
        changes(story, first.question["id"])
    with pytest.raises(UnknownQuestion):
        questions.remove(first.question["id"])


@pytest.mark.parametrize(
    ("asked", "refused", "words"),
    [
        ({}, BadParameter, "question: expected a vendor, a region or both"),
        ([], BadParameter, "question: expected an object"),
        ({"vendor": "acme", "position": 1}, BadParameter, "position: expected left out"),
        ({"vendor": "acme", "asof": "2018"}, UnknownParameter, "asof: no such parameter"),
        ({"vendor": "nobody"}, UnknownVendor, "no vendor is known"),
        ({"vendor": "acme", "valid_at": "soon"}, BadParameter, "valid_at: expected a day"),
        ({"vendor": "acme", "valid_at": ""}, BadParameter, "valid_at: expected a text"),
        ({"vendor": "acme", "with_subsidiaries": "yes"}, BadParameter, "expected true or false"),
        ({"vendor": "acme", "policy": "mine"}, BadParameter, "policy: expected"),
    ],
)
def test_a_question_that_cannot_be_asked_is_not_saved(story, asked, refused, words):
    story.given(awarded())

    with pytest.raises(refused, match=words):
        Questions(story.service).save(asked)

    assert Questions(story.service).every() == []


def test_several_that_follow_at_once_record_each_change_once(story):
    story.given(awarded())
    questions = [saved(story, vendor="acme", valid_at=f"20{year}-01-01") for year in range(17, 23)]
    for number in range(12):
        story.given({**awarded(size=1), "occurrence": f"more-{number}"})

    followers = [Thread(target=Questions(story.service).follow) for _ in range(4)]
    for each in followers:
        each.start()
    for each in followers:
        each.join()

    told = changes(story)
    assert [each["number"] for each in told] == list(range(1, 12 * len(questions) + 1))
    assert len({each["id"] for each in told}) == len(told)
    assert [each["position"] for each in told] == sorted(each["position"] for each in told)


def test_the_days_of_a_moving_question_are_those_of_recording(story):
    story.given(awarded())
    saved(story, **NOW)
    story.given({**awarded(disclosed="2025-12-02"), "occurrence": "late"})

    (change,) = changes(story)

    assert datetime(2026, 1, 2, tzinfo=UTC).date().isoformat() in change["after"]["pinned"]
