"""The bundle of any answer verifies, and proves the answer that was given."""

import json
from typing import Any

import pytest

from events import KINDS
from projections import subject_key
from timeline import (
    Asked,
    FixedClock,
    Item,
    Service,
    answer_exposure,
    resolve_question,
    to_json,
)
from timeline.database import writing
from timeline.errors import BadParameter, NothingToProve
from timeline.proving import building, checkpoints, subject_heads
from timeline.proving.checkpoints import Issued

from .bundles import bundled, shape_of, verified
from .conftest import NOON

XINJIANG = {"vendor": "dahua", "region": "CN-XJ"}
HIKVISION = {"vendor": "hikvision", "region": "CN-XJ"}
QUESTIONS: dict[str, dict[str, Any]] = {
    "c1": {**XINJIANG, "valid_at": "2015-12-31"},
    "c3": {"vendor": "浙江大华技术股份有限公司", "region": "Xinjiang", "valid_at": "2018-01-01"},
    "c4": {**XINJIANG, "valid_at": "2024-12-23"},
    "c6": {"vendor": "dahua", "region": "新疆", "known_at": "2017-12-31"},
    "c7 before": {**XINJIANG, "known_at": "2019-10-08"},
    "c7 after": {**XINJIANG, "known_at": "2019-10-09"},
    "c8": {**XINJIANG, "recorded_at": "2020-01-01"},
    "c9": {**XINJIANG, "valid_at": "2018-01-01", "policy": "exclude-source:BU"},
    "c9 two": {
        **XINJIANG,
        "valid_at": "2018-01-01",
        "policy": "exclude-source:BU,exclude-source:RTR-D",
    },
    "c9 root": {**XINJIANG, "valid_at": "2018-01-01", "policy": "exclude-source:SZSE-D"},
    "c10 during": {**HIKVISION, "valid_at": "2020-01-01"},
    "c10 after": {**HIKVISION, "valid_at": "2024-12-14"},
    "c10 alone": {**HIKVISION, "known_at": "2024-12-12", "type_": "contract"},
    "c11": {
        "vendor": "megvii",
        "region": "US",
        "valid_at": "2025-02-01",
        "known_at": "2024-12-31",
    },
    "c12": {"vendor": "corsight", "region": "419"},
    "c12 dahua": {"vendor": "dahua", "region": "419", "include_excluded": True},
    "c13": {**HIKVISION, "valid_at": "2023-06-01", "with_subsidiaries": True},
    "c13 all": {
        **HIKVISION,
        "valid_at": "2023-06-01",
        "with_subsidiaries": True,
        "include_excluded": True,
    },
    "everywhere": {"vendor": "dahua"},
    "all": {"vendor": "hikvision", "include_excluded": True},
    "during": {**XINJIANG, "during": "2016/2018"},
    "during known": {**XINJIANG, "during": "2016-05/2024", "known_at": "2024-12-22"},
    "position": {**XINJIANG, "position": 100},
    "position 40": {"vendor": "dahua", "position": 40},
    "position 0": {"vendor": "dahua", "position": 0},
    "recorded": {**XINJIANG, "recorded_at": "2027-01-15T08:00:01Z"},
    "primary": {**XINJIANG, "policy": "primary-first"},
    "latest": {**HIKVISION, "policy": "latest-disclosed", "include_excluded": True},
    "reliable": {**XINJIANG, "policy": "min-reliability:B"},
    "listing": {"vendor": "dahua", "type_": "listing", "region": "US"},
    "nowhere": {"vendor": "dahua", "region": "AQ"},
}


def answered(service: Service, *, type_: Any = None, **asked: Any) -> Any:
    clocks = ("valid_at", "known_at", "recorded_at", "position", "during")
    times = Asked(**{name: asked.pop(name) for name in clocks if name in asked})
    with service.snapshot() as snapshot:
        question = resolve_question(snapshot, times, type_=type_, **asked)
        return json.loads(to_json(answer_exposure(question)))


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_bundle_of_a_casebook_question_verifies(shared: Service, name: str):
    found = verified(bundled(shared, **QUESTIONS[name]))

    assert found.bundle.answer == answered(shared, **QUESTIONS[name])
    assert found.checkpoint.size == 183
    assert [each.text for each in found.signers] == [each.text for each in shared.keys.verifiers]
    assert not found.trusted


def test_the_bundles_of_some_casebook_questions_verify_from_each_database(casebook: Service):
    for name in ("c6", "c9", "c13", "recorded"):
        found = verified(bundled(casebook, **QUESTIONS[name]))
        assert found.bundle.answer == answered(casebook, **QUESTIONS[name])


def test_a_negative_certificate_says_what_it_proves_and_what_not(shared: Service):
    found = verified(bundled(shared, **QUESTIONS["c6"])).bundle

    assert found.answer["status"] == "none_recorded"
    assert any("negative certificate" in line for line in found.statement.proven)
    assert any("nobody disclosed" in line for line in found.statement.not_proven)
    assert found.answer["coverage"]
    assert found.events
    nowhere = verified(bundled(shared, **QUESTIONS["nowhere"])).bundle
    assert any("dahua in AQ" in line for line in nowhere.statement.proven)
    exposed = verified(bundled(shared, **QUESTIONS["c4"])).bundle
    assert not any("negative" in line for line in exposed.statement.proven)


def test_a_bundle_of_what_was_recorded_before_the_first_event_shows_no_later_answer(
    shared: Service,
):
    found = verified(bundled(shared, **QUESTIONS["c8"])).bundle

    assert found.answer["status"] == "before_first_record"
    assert found.answer["occurrences"] == found.citations == []
    assert not any("negative" in line for line in found.statement.proven)


def test_of_a_vendor_that_the_log_never_had_it_is_proven_that_it_has_nothing(shared: Service):
    found = verified(bundled(shared, "nobody", position=0)).bundle
    (proof,) = [each for each in found.subjects if each.subject == "vendor:nobody"]

    assert found.answer["status"] == "before_first_record"
    assert subject_key("vendor:nobody").hex() not in {each.key for each in proof.bucket}


def test_every_citation_of_what_is_shown_is_told_in_full(shared: Service):
    bundle = shape_of(bundled(shared, **QUESTIONS["c4"]))

    shown = {each["envelope"]["position"]: each for each in bundle["events"]}
    assert bundle["citations"]
    for each in bundle["citations"]:
        payload = shown[each["position"]]["payload"]
        said = payload.get("by", payload)["citation"]
        assert all(each["citation"][name] == value for name, value in said.items())


def test_an_empty_log_has_no_bundle(service: Service):
    with pytest.raises(NothingToProve, match="position: "):
        bundled(service, "acme")


def test_a_region_alone_has_no_bundle(shared: Service):
    with pytest.raises(BadParameter, match="vendor: expected the vendor a bundle is about"):
        bundled(shared, None, "CN-XJ")


def test_the_bundle_of_a_pinned_question_proves_the_same_answer_when_the_log_has_grown(
    casebook: Service, clock: FixedClock
):
    asked = {**XINJIANG, "valid_at": "2018-01-01", "position": 183}
    before = verified(bundled(casebook, **asked))
    clock.set(NOON + 10**12)
    taken = next(each for each in before.bundle.events if each.envelope.topic == "project-awarded")
    voided = {"act": "recording-voided", "target": taken.envelope.identity, "reason": "a test"}
    casebook.record([Item(voided)])
    after = verified(bundled(casebook, **asked))

    assert after.bundle.answer == before.bundle.answer
    assert (before.checkpoint.size, after.checkpoint.size) == (183, 184)
    assert len(after.bundle.events) == len(before.bundle.events) + 1
    now = verified(bundled(casebook, **{**asked, "position": 184}))
    assert now.bundle.answer["occurrences"] != before.bundle.answer["occurrences"]


def test_a_bundle_stands_on_a_whole_checkpoint_while_the_next_is_made(
    casebook: Service, monkeypatch: pytest.MonkeyPatch
):
    issue, made = building.issue, list[Issued]()

    def and_begin_the_next(*given: Any) -> Issued:
        made.append(issue(*given))
        if len(made) == 1:
            casebook.record([Item({**KINDS["project-awarded"].EXAMPLE, "occurrence": "later"})])
            with writing(casebook.engine) as connection:
                subject_heads.advance(connection, made[0].size, made[0].size + 1)
                checkpoints._move(connection, made[0].size + 1)
        return made[-1]

    monkeypatch.setattr(building, "issue", and_begin_the_next)
    found = verified(bundled(casebook, **XINJIANG))

    assert [each.size for each in made] == [made[0].size, made[0].size + 1]
    assert found.checkpoint.size == made[1].size
