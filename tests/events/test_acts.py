"""What every act promises: its names, its example, its bytes and its id."""

import re
from inspect import getdoc, getsourcefile
from pathlib import Path
from typing import get_args

import pytest

from events import ACTS, Act, Refusal, canonical_json, parse_act, parse_claim, read_json, read_said
from events.act import ActClock, Does, Targets

IDS = {
    "confirmed": "a-b1ddd976dfe3b7d6323e22327bd10b3f",
    "member-of": "a-0c35be982c5811c6702bffc55ed01642",
    "payload-redacted": "a-0584bfc1371217262387514d97f8a78b",
    "recording-voided": "a-a9eeff2b43b0c5a6c1869580227a9f45",
    "refined": "a-c24e7884b07cddd25a8a4f83fef58f4f",
    "same-occurrence": "a-20834da2283dfc022b675357fa5f6ab0",
    "source-corrected": "a-55bddb34548cabf6de639169254a58b4",
    "source-retracted": "a-5fdee483e0d29a4821c46b51b401b4e3",
    "transcription-corrected": "a-366447ade99f7bc68c9ca548279ce182",
    "vendor-merged": "a-7f4418c3fd50323f0b81a9f193dfc047",
    "withdrawn": "a-4cb7422c80b097401c7305f7d34bb216",
}
EVERY = pytest.mark.parametrize("name", ACTS)
BRINGING = [name for name, act in ACTS.items() if "by" in act.model_fields]
UNDOING = "withdrawn"


def example(name: str) -> Act:
    return parse_act(ACTS[name].EXAMPLE)


def test_the_acts_are_those_of_the_semantics():
    assert set(ACTS) == {
        *("source-corrected", "source-retracted", "transcription-corrected", "recording-voided"),
        *("confirmed", "refined", "payload-redacted", "withdrawn"),
        *("same-occurrence", "member-of", "vendor-merged"),
    }


@EVERY
def test_the_three_spellings_of_a_name_agree(name: str):
    cls = ACTS[name]

    assert cls.act == name
    assert Path(getsourcefile(cls) or "").stem == name.replace("-", "_")
    assert cls.__name__ == "".join(word.title() for word in name.split("-"))


@EVERY
def test_an_act_is_told_in_a_docstring_of_its_own(name: str):
    said = ACTS[name].__doc__ or ""

    assert said.strip().endswith(".")
    assert said != getdoc(Act)


@EVERY
def test_an_act_says_which_clock_it_counts_on_what_it_does_and_what_it_is_upon(name: str):
    cls = ACTS[name]

    assert cls.clock in get_args(ActClock)
    assert cls.does in get_args(Does)
    assert cls.targets
    assert cls.targets <= set(get_args(Targets))


@EVERY
def test_the_example_of_an_act_is_one(name: str):
    act = example(name)

    assert isinstance(act, ACTS[name])
    assert act.content()["act"] == name
    assert act.reason
    assert act.actor


@EVERY
def test_an_act_is_the_same_after_its_bytes_were_kept(name: str):
    act = example(name)
    again = read_said(name, act.canonical())

    assert isinstance(again, Act)
    assert (again.content(), again.id) == (act.content(), act.id)
    assert (again.canonical(), again.brought) == (act.canonical(), act.brought)
    assert canonical_json(read_json(act.canonical().decode(), "act")) == act.canonical()
    assert parse_act(act.content()).id == act.id


@EVERY
def test_the_id_of_an_act_is_that_of_its_content_for_ever(name: str):
    assert example(name).id == IDS[name]


@EVERY
def test_whatever_is_said_otherwise_makes_another_act(name: str):
    said = ACTS[name].EXAMPLE
    others = [
        {**said, "reason": "another"},
        {**said, "actor": "another"},
        {**said, "target": "c-1"},
    ]

    assert len({parse_act(each).id for each in [said, *others]}) == 4
    assert parse_act({**said, "disclosed": said.get("disclosed")}).id == example(name).id


def test_an_act_without_an_actor_is_by_one_unnamed():
    said = {"act": "recording-voided", "target": "c-1", "reason": "a test"}

    assert parse_act(said).actor == "unnamed"
    assert parse_act({**said, "actor": "unnamed"}).id == parse_act(said).id


@EVERY
@pytest.mark.parametrize("field", ["target", "reason"])
def test_an_act_without_a_target_or_a_reason_is_refused(name: str, field: str):
    said = {key: value for key, value in ACTS[name].EXAMPLE.items() if key != field}

    with pytest.raises(Refusal, match=rf"^{field}: expected a value, it is required"):
        parse_act(said)


@EVERY
def test_a_field_that_an_act_has_not_is_refused_by_its_name(name: str):
    with pytest.raises(Refusal, match=r"^colour: expected no such field"):
        parse_act({**ACTS[name].EXAMPLE, "colour": "blue"})


@EVERY
def test_the_withdrawal_of_any_act_can_be_told_by_its_own_name(name: str):
    said = {"target": "a-1", "reason": "the two were not the same", "actor": "jane"}
    plain = parse_act({**said, "act": UNDOING})

    assert parse_act({**said, "act": f"{name}-{UNDOING}"}) == plain
    assert parse_act({**said, "act": f"{name}-{UNDOING}"}).id == plain.id


@pytest.mark.parametrize("name", ["-withdrawn", "nonsense-withdrawn", "withdrawn-", "Withdrawn"])
def test_what_only_looks_like_a_withdrawal_is_refused(name: str):
    with pytest.raises(Refusal, match=r"^act: expected one of the \d+ acts"):
        parse_act({"act": name, "target": "a-1", "reason": "a test"})


@pytest.mark.parametrize("name", BRINGING)
def test_the_claim_an_act_brings_is_kept_as_it_would_be_on_its_own(name: str):
    act = example(name)
    claim = parse_claim(ACTS[name].EXAMPLE["by"])

    assert act.brought == claim
    assert act.brought is not None
    assert act.brought.id == claim.id
    assert act.content()["by"] == claim.content()


@pytest.mark.parametrize("name", BRINGING)
def test_the_same_claim_told_otherwise_brings_the_same_act(name: str):
    said = ACTS[name].EXAMPLE
    padded = {**said, "by": {**said["by"], "note": None, "mentions": []}}

    assert parse_act(padded).id == example(name).id


@pytest.mark.parametrize("name", BRINGING)
def test_what_is_wrong_with_the_claim_an_act_brings_is_told_by_its_field(name: str):
    said = ACTS[name].EXAMPLE

    with pytest.raises(Refusal, match=r"^by\.valid: expected a day of the calendar"):
        parse_act({**said, "by": {**said["by"], "valid": "2018-13"}})


@pytest.mark.parametrize("name", [name for name in ACTS if name not in BRINGING])
def test_an_act_that_brings_nothing_takes_no_claim(name: str):
    assert example(name).brought is None
    with pytest.raises(Refusal, match=r"^by: expected no such field"):
        parse_act({**ACTS[name].EXAMPLE, "by": ACTS["refined"].EXAMPLE["by"]})


@pytest.mark.parametrize("name", ["", "recording-void", 7, None])
def test_an_act_that_is_unknown_is_refused_with_the_nearest_or_all_of_them(name: object):
    with pytest.raises(Refusal) as refused:
        parse_act({"act": name, "target": "c-1", "reason": "a test"})

    near = "near: recording-voided" if name == "recording-void" else "known: confirmed, member-of"
    assert near in str(refused.value)
    assert re.match(r"act: expected one of the 11 acts \(", str(refused.value))
