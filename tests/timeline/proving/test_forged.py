"""What is changed in a bundle is refused, in one line, whatever it is changed to."""

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path

import pytest

from tests.timeline.proving.forging import Parts, bundle_of, follows, told_story, written
from tests.timeline.story import EXCHANGE, Story, act, awarded, observed
from timeline import Unproven
from timeline.proving.building import StoredTold
from timeline.proving.verifying import verify


@pytest.fixture
def story(database_url: str, tmp_path: Path) -> Iterator[Story]:
    with told_story(database_url, tmp_path) as story:
        yield story


@pytest.mark.parametrize("position", [None, 2])
def test_redacted_words_that_somebody_kept_cannot_be_put_back(story: Story, position: int | None):
    award, _ = story.given(awarded(), observed())
    kept = {each["envelope"]["position"]: each for each in bundle_of(story)["events"]}
    story.when(act("payload-redacted", award))
    honest = bundle_of(story, position)
    verify(written(honest))

    forged = deepcopy(honest)
    for event in forged["events"]:
        if (old := kept.get(event["envelope"]["position"])) is not None:
            event |= {"payload": old["payload"], "salt": old["salt"]}

    with pytest.raises(Unproven, match="position 1: its words were redacted"):
        verify(follows(forged))


@pytest.mark.parametrize("times", [1, 2])
def test_a_signature_told_twice_is_refused(story: Story, times: int):
    story.given(awarded())
    forged = bundle_of(story)
    text, _, lines = forged["checkpoint"].rpartition("\n\n")
    forged |= {"keys": forged["keys"] * times, "checkpoint": f"{text}\n\n{lines * 2}"}

    with pytest.raises(Unproven, match="keys: expected each key to have signed"):
        verify(written(forged))


def _deep(parts: Parts) -> None:
    for _ in range(900):
        parts["answer"] = {"deeper": parts["answer"]}


def _payload(**said: object) -> Callable[[Parts], None]:
    return lambda parts: parts["events"][0]["payload"].update(said)


@pytest.mark.parametrize(
    "change",
    [
        _payload(kind="unheard-of"),
        _payload(kind=[]),
        _payload(version="two"),
        _payload(version=None),
        lambda parts: parts["events"][-1]["payload"].pop("act"),
        lambda parts: parts["answer"].pop("status"),
        lambda parts: parts["answer"].update(status="\ud800"),
        _deep,
    ],
)
def test_whatever_does_not_belong_is_refused(story: Story, change: Callable[[Parts], None]):
    award, _ = story.given(awarded(), observed())
    story.when(act("source-retracted", award, disclosed="2022-01-01"))
    forged = bundle_of(story)
    change(forged)

    text = json.dumps(forged, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    with pytest.raises(Unproven):
        verify(text.encode(errors="backslashreplace") + b"\n")


def test_a_claim_relied_on_that_is_left_out_is_said_to_be_unproven(
    story: Story, monkeypatch: pytest.MonkeyPatch
):
    later = {**EXCHANGE, "retrieved_at": "2026-06-01T00:00:00Z"}
    story.given(awarded(occurrence="first", vendor="cog", citation=later))
    (relied_on,) = story.given(awarded(occurrence="other", vendor="bolt"))
    story.given(awarded(size_from=relied_on))
    story.when(act("source-retracted", relied_on, disclosed="2022-01-01"))
    honest = verify(written(bundle_of(story))).bundle
    assert not any(relied_on in line for line in honest.statement.not_proven)

    # As a server would that hides the retraction.
    monkeypatch.setattr(StoredTold, "stream_of", lambda _told, _name: None)
    hiding = bundle_of(story)
    forged = json.loads(follows(hiding))
    with pytest.raises(Unproven, match="statement: it does not follow"):
        verify(written(forged))

    admitting = verify(written({**forged, "statement": hiding["statement"]})).bundle
    told = f"That {relied_on}, whose size is repeated, is not in this log."
    assert told in admitting.statement.not_proven
