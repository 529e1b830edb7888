"""A bundle of which anything was changed, withheld or added is refused, in one line."""

import json
from collections.abc import Iterator
from copy import deepcopy
from random import Random
from typing import Any

import pytest

from timeline import FixedClock, Service, Settings, migrate
from timeline.database import open_engine
from timeline.errors import Unproven
from timeline.proving.notes import Note
from timeline.proving.verifying import verify

from .bundles import Shape, bundled, changed, leaves_of, shape_of, verified, written
from .conftest import NOON, record_casebook

pytestmark = pytest.mark.slow
SEED = 11
BYTES = 500
VALUES = 200


@pytest.fixture(scope="module")
def content(shared: Service) -> bytes:
    """The bundle of a question of the casebook."""
    content = bundled(
        shared, "corsight", "419", valid_at="2024", recorded_at="2027-01-15T08:00:01Z"
    )
    verified(content)
    return content


@pytest.fixture(scope="module")
def larger(shared: Service) -> bytes:
    """A bundle of another question, with subsidiaries and coverage from elsewhere."""
    content = bundled(shared, "hikvision", "CN-XJ", valid_at="2020", with_subsidiaries=True)
    verified(content)
    return content


def refusal(content: bytes) -> str:
    """Why a bundle is refused, told in a line."""
    with pytest.raises(Unproven) as refused:
        verify(content)
    words = str(refused.value)
    assert words.isprintable()
    assert len(words) < 400
    return words


def test_the_canonical_form_of_a_test_is_that_of_a_bundle(content: bytes, larger: bytes):
    assert written(shape_of(content)) == content
    assert written(shape_of(larger)) == larger


def test_every_edit_of_a_single_byte_is_refused(content: bytes):
    chosen = Random(SEED)
    for number in range(BYTES):
        at = chosen.randrange(len(content))
        byte = content[at]
        other = chosen.choice([byte ^ 1 << chosen.randrange(8), byte ^ 0x20, *b'0aA" '])
        if other != byte:
            edited = content[:at] + bytes([other]) + content[at + 1 :]
            assert refusal(edited), (number, at)


def test_every_byte_left_out_or_added_is_refused(content: bytes):
    chosen = Random(SEED)
    for _ in range(60):
        at = chosen.randrange(len(content))
        refusal(content[:at] + content[at + 1 :])
        refusal(content[:at] + bytes([chosen.randrange(256)]) + content[at:])
    for edited in (content[:-1], content + b"\n", content + content, b" " + content, b""):
        refusal(edited)
    refusal(b"\xef\xbb\xbf" + content)


def others(value: object, chosen: Random) -> list[Any]:
    """What somebody might put in the place of a value of JSON."""
    if isinstance(value, bool):
        return [not value, None, int(value)]
    if isinstance(value, int):
        return [value + 1, value - 1, float(value), str(value), None, True]
    if isinstance(value, str):
        at = chosen.randrange(len(value)) if value else 0
        letter = value[at : at + 1]
        swapped = f"{value[:at]}{letter.swapcase() if letter.swapcase() != letter else '7'}"
        return [f"{swapped}{value[at + 1 :]}", value.upper(), f"{value} ", value[:-1], "", None, 0]
    return ["", 0, False, {}, []]


def put(shape: Shape, path: tuple[str | int, ...], value: object) -> bytes:
    """A bundle with another value at a path, written down again as it should be."""
    found = deepcopy(shape)
    place: Any = found
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return written(found)


@pytest.mark.parametrize("which", ["content", "larger"])
def test_every_value_changed_by_one_who_writes_it_down_again_is_refused(
    which: str, request: pytest.FixtureRequest
):
    shape = shape_of(request.getfixturevalue(which))
    chosen = Random(SEED)
    by_place: dict[tuple[str | int, ...], list[tuple[str | int, ...]]] = {}
    for path in leaves_of(shape):
        # What is alike but for its number in a list is drawn from, so that all sorts of values are met.
        sort = tuple(step for step in path if isinstance(step, str))
        by_place.setdefault(sort, []).append(path)
    paths = [chosen.choice(found) for found in by_place.values()]
    rest = [path for found in by_place.values() for path in found if path not in paths]
    more = chosen.sample(rest, min(max(0, VALUES - len(paths)), len(rest)))
    tried = [*paths, *more] if which == "content" else chosen.sample(paths, 15)
    for path in tried:
        place: Any = shape
        for step in path:
            place = place[step]
        wrong = [each for each in others(place, chosen) if repr(each) != repr(place)]
        assert refusal(put(shape, path, chosen.choice(wrong))), path


def test_hexadecimal_and_base64_have_one_way_to_be_written(content: bytes):
    shape = shape_of(content)
    hexadecimal = {"payload", "salt", "subjects", "key", "head"}
    tried = 0
    for path in leaves_of(shape):
        names = [step for step in path if isinstance(step, str)]
        place: Any = shape
        for step in path:
            place = place[step]
        fits = path[0] in ("events", "subjects") and names[-1] in hexadecimal
        if fits and isinstance(place, str) and place.upper() != place:
            refusal(put(shape, path, place.upper()))
            refusal(put(shape, path, f"{place[:2]} {place[2:]}"))
            tried += 1
    assert tried > 50


def without(value: list[Any], at: int) -> list[Any]:
    return [*value[:at], *value[at + 1 :]]


def test_withholding_any_one_event_or_subject_is_refused(content: bytes, larger: bytes):
    for whole, every in ((content, 1), (larger, 12)):
        shape = shape_of(whole)
        for name in ("events", "subjects"):
            for at in range(0, len(shape[name]), every):
                refusal(written({**shape, name: without(shape[name], at)}))


def test_withholding_the_words_of_any_one_event_is_refused(content: bytes):
    shape = shape_of(content)
    blanked = 0
    for at, event in enumerate(shape["events"]):
        if event["payload"] is None:
            continue
        for blank in ({"payload": None, "salt": None}, {"payload": None}, {"salt": None}):
            events = [*shape["events"]]
            events[at] = {**event, **blank}
            refusal(written({**shape, "events": events}))
        blanked += 1
    assert blanked > 10


def test_anything_twice_or_out_of_order_is_refused(content: bytes):
    shape = shape_of(content)
    for name in ("events", "subjects", "keys", "citations"):
        for each in (
            [*shape[name], shape[name][0]],
            [shape[name][0], *shape[name]],
            [*reversed(shape[name])] if len(shape[name]) > 1 else [],
        ):
            refusal(written({**shape, name: each}))
    text, line = shape["checkpoint"].rsplit("\n\n", 1)
    twice = {**shape, "checkpoint": f"{text}\n\n{line}{line}"}
    refusal(written(twice))
    refusal(written({**twice, "keys": shape["keys"] * 2}))


def test_a_field_too_many_or_too_few_is_refused_anywhere(content: bytes):
    shape = shape_of(content)
    for change in (
        lambda each: each.update(more=1),
        lambda each: each["events"][0].update(more=1),
        lambda each: each["events"][0]["envelope"].update(more=1),
        lambda each: each["subjects"][0].update(more=1),
        lambda each: each["statement"].update(more=[]),
        lambda each: each["answer"].update(more=1),
        lambda each: each["question"].update(more="1"),
        lambda each: each["projection"].update(more="1"),
        lambda each: each["citations"][0].update(more=1),
    ):
        refusal(changed(content, change))
    for name in shape:
        refusal(written({key: value for key, value in shape.items() if key != name}))


def test_halves_of_surrogates_and_values_nested_deep_are_refused(content: bytes):
    shape = shape_of(content)
    whole = json.dumps({**shape, "answer": {**shape["answer"], "status": "\ud800"}}).encode()
    assert "surrogates" in refusal(whole) or "JSON" in refusal(whole)
    for deep in (200, 900, 2_000, 100_000):
        nested = (
            b'{"answer":' + b"[" * deep + b"]" * deep + content[content.index(b',"checkpoint"') :]
        )
        refusal(nested)


QUESTIONS = {
    "valid_at": ["2023", "nonsense", "", "9999-12-31", "0000"],
    "recorded_at": ["2027-01-15T08:00:02Z", "2020-01-01", "x"],
    "position": ["1", "0", "-1", "183 ", "1_8_3", "184", "9" * 5_000, "\u0661"],
    "vendor": ["dahua", "Corsight", "", "nobody", "x" * 2_000, "a\nb", "\x1b[2J"],
    "region": ["BR", "AQ", "xx", "", "\0"],
    "defaulted": ["valid_at", "x", ""],
    "policy": ["primary-first", "exclude-source:x", "bogus", ""],
    "with_subsidiaries": ["true", "false", "1"],
    "known_at": ["2020", "nonsense", "2024-01-01"],
    "during": ["2016/2018", "x"],
    "type": ["listing", "deployment", "bogus"],
    "all": ["true", "1"],
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_another_question_with_its_pinned_address_is_refused(content: bytes, name: str):
    from urllib.parse import urlencode

    for value in QUESTIONS[name]:

        def change(shape: Shape, value: str = value) -> None:
            asked = {**shape["question"], name: value}
            pinned = shape["answer"]["pinned"].partition("?")[0] + "?" + urlencode(asked)
            shape["question"], shape["answer"]["pinned"] = asked, pinned

        assert changed(content, change) != content
        refusal(changed(content, change))


def test_events_of_another_log_do_not_fit_a_checkpoint(content: bytes, tmp_path: Any):
    with other_log(tmp_path) as service:
        theirs = shape_of(
            bundled(service, "corsight", "419", valid_at="2024", recorded_at="2027-01-15T08:00:01Z")
        )
    ours = shape_of(content)
    for name in ("events", "subjects", "checkpoint", "keys"):
        refusal(written({**ours, name: theirs[name]}))
    refusal(written({**ours, "checkpoint": theirs["checkpoint"], "keys": theirs["keys"]}))
    verified(written({**theirs, "answer": ours["answer"]}))


def other_log(folder: Any) -> Any:
    from contextlib import contextmanager

    @contextmanager
    def opened() -> Iterator[Service]:
        url = f"sqlite:///{folder}/other.db"
        migrate(url)
        engine = open_engine(url)
        service = Service(engine, FixedClock(NOON), Settings(key=str(folder / "other.key")))
        record_casebook(service)
        yield service
        engine.dispose()

    return opened()


def test_only_who_is_trusted_vouches_for_a_bundle(content: bytes, shared: Service, tmp_path: Any):
    own = list(shared.keys.verifiers)
    with other_log(tmp_path) as service:
        theirs = list(service.keys.verifiers)
        signed = bundled(service, "corsight")

    assert verify(content, own).trusted
    assert verify(content, [*theirs, *own]).trusted
    assert not verify(content).trusted
    for each, keys in ((content, theirs), (signed, own)):
        with pytest.raises(Unproven, match=r"^checkpoint: no key that was given has signed it$"):
            verify(each, keys)
    assert Note.read(verify(signed).bundle.checkpoint).signed_by(own) == []
