"""The contract of every kind of fact; a new one is held to it without an edit here."""

import inspect
import json
from itertools import pairwise
from pathlib import Path
from typing import Any, ClassVar

import pytest

from events import KINDS, Claim, Refusal, parse_claim, read_claim
from tests.events.goldens import DISCLOSED, FOLDER, example, golden, shape

KIND = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
EFFECT = {
    "begins": "Begins",
    "ends": "Ends",
    "observed": "Observed",
    "intends-to-begin": "IntendsToBegin",
    "intends-to-end": "IntendsToEnd",
}


@KIND
def test_the_example_is_a_claim_of_its_kind(kind: type[Claim]):
    claim = example(kind)

    assert type(claim) is kind
    assert claim.content()["kind"] == kind.kind == kind.EXAMPLE["kind"]
    assert {**claim.content(), **kind.EXAMPLE} == claim.content()


@KIND
def test_the_bytes_of_a_claim_give_the_same_claim_back(kind: type[Claim]):
    claim = example(kind)
    again = read_claim(kind.kind, claim.canonical())

    assert again == claim
    assert again.id == claim.id
    assert again.canonical() == claim.canonical()
    assert parse_claim(json.loads(claim.canonical())) == claim


@KIND
def test_the_canonical_bytes_have_their_keys_in_order_and_no_spaces(kind: type[Claim]):
    text = example(kind).canonical().decode()
    keys = list(json.loads(text))

    assert all(before < after for before, after in pairwise(keys))
    assert text == json.dumps(
        json.loads(text), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )


@KIND
def test_the_file_the_class_and_the_name_agree(kind: type[Claim]):
    stem = Path(inspect.getfile(kind)).stem

    assert stem == kind.kind.replace("-", "_")
    assert kind.__name__ == "".join(word.title() for word in kind.kind.split("-"))
    assert KINDS[kind.kind] is kind
    assert "kind" in vars(kind)


@KIND
def test_the_docstring_says_what_the_kind_says_and_what_its_valid_time_means(kind: type[Claim]):
    says, valid, *rest = (kind.__doc__ or "").strip().splitlines()

    assert says.endswith(".")
    assert valid.strip().startswith("Valid: ")
    assert valid.strip().endswith(".")
    assert rest == []


@KIND
def test_there_is_an_upcaster_for_every_version_passed(kind: type[Claim]):
    assert kind.version >= 1
    assert len(kind.UPCASTERS) == kind.version - 1


@KIND
def test_a_claim_once_recorded_keeps_its_shape_its_id_and_its_effects(kind: type[Claim]):
    assert shape(example(kind)) == golden(kind.kind)


@KIND
def test_what_was_stored_of_the_example_is_read_as_it_was(kind: type[Claim]):
    stored = golden(kind.kind)
    bytes_ = json.dumps(stored["content"], sort_keys=True).encode()

    assert read_claim(kind.kind, bytes_).id == stored["id"]


def test_no_kind_is_ever_taken_away():
    assert {path.stem for path in FOLDER.iterdir()} <= set(KINDS)


@KIND
def test_the_example_has_the_effect_its_kind_says(kind: type[Claim]):
    names = {type(effect).__name__ for effect in example(kind).effects(DISCLOSED)}

    if kind.says == "nothing":
        assert names == set()
    else:
        assert EFFECT[kind.says] in names


@KIND
def test_a_denial_moves_no_counter(kind: type[Claim]):
    claim = parse_claim({**kind.EXAMPLE, "modality": "denied"})

    assert claim.effects(DISCLOSED) == ()


@KIND
@pytest.mark.parametrize("modality", ["agreed", "announced"])
def test_what_is_only_meant_neither_begins_nor_ends(kind: type[Claim], modality: str):
    claim = parse_claim({**kind.EXAMPLE, "modality": modality})
    names = {type(effect).__name__ for effect in claim.effects(DISCLOSED)}

    if modality not in kind.done_by:
        assert names <= {"IntendsToBegin", "IntendsToEnd"}


@KIND
def test_a_kind_that_counts_is_about_a_vendor(kind: type[Claim]):
    said = {name: value for name, value in kind.EXAMPLE.items() if name != "vendor"}

    if kind.says == "nothing":
        assert parse_claim(said).vendor is None
    else:
        with pytest.raises(Refusal, match=r"^vendor: "):
            parse_claim(said)


@KIND
def test_a_kind_that_begins_a_life_names_its_type(kind: type[Claim]):
    assert kind.fallback
    if kind.says in ("begins", "intends-to-begin"):
        assert kind.type == kind.fallback


@KIND
def test_a_field_no_kind_has_is_refused(kind: type[Claim]):
    with pytest.raises(Refusal, match=f"^unheard_of: expected no such field in a {kind.kind} "):
        parse_claim({**kind.EXAMPLE, "unheard_of": 1})


@KIND
def test_every_form_of_text_is_refused_in_words(kind: type[Claim]):
    for name, schema in fields_with_a_form(kind):
        wrong = ["{}"] if schema.get("type") == "array" else "{}"
        with pytest.raises(Refusal) as refused:
            parse_claim({**kind.EXAMPLE, name: wrong})
        assert refused.value.field.split(".")[0] == name
        assert "^" not in refused.value.expected
        assert "Input" not in refused.value.expected


def fields_with_a_form(kind: type[Claim]) -> list[tuple[str, dict[str, Any]]]:
    properties = kind.model_json_schema()["properties"]
    return [(name, each) for name, each in properties.items() if '"pattern"' in json.dumps(each)]


def test_an_older_shape_passes_through_the_upcasters_it_lacks(monkeypatch: pytest.MonkeyPatch):
    """Of a kind at version 3, each stored version is read as the third."""

    class FactChanged(Claim):
        kind: ClassVar[str] = "fact-changed"
        version: ClassVar[int] = 3
        UPCASTERS = (
            lambda fields: {"words": fields.pop("text"), **fields},
            lambda fields: {**fields, "words": [fields["words"]]},
        )
        words: tuple[str, ...]

    monkeypatch.setitem(KINDS, "fact-changed", FactChanged)
    common = {"occurrence": "o", "citation": {"source": "s"}}
    stored = [
        {**common, "text": "so"},
        {**common, "version": 2, "words": "so"},
        {**common, "version": 3, "words": ["so"]},
    ]

    read = [read_claim("fact-changed", json.dumps(each).encode()) for each in stored]

    assert read[0] == read[1] == read[2]
    assert read[0].content()["version"] == 3
    assert len({claim.id for claim in read}) == 1
