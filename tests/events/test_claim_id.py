"""A claim's id: the same content has the same id, however it was written down."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events import KINDS, parse_claim, read_claim

EXAMPLE: dict[str, Any] = KINDS["project-awarded"].EXAMPLE
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=200).filter(
    lambda text: text.strip()
)


@given(st.permutations(list(EXAMPLE.items())), st.permutations(list(EXAMPLE["citation"].items())))
def test_the_order_of_keys_changes_no_id(outer, inner):
    said = {**dict(outer), "citation": dict(inner)}

    assert parse_claim(said).id == parse_claim(EXAMPLE).id


@given(verbatim=WORDS, note=WORDS, quote=WORDS)
def test_words_of_any_script_come_back_from_the_bytes(verbatim, note, quote):
    citation = {**EXAMPLE["citation"], "quote": quote}
    claim = parse_claim({**EXAMPLE, "verbatim": verbatim, "note": note, "citation": citation})
    again = read_claim(claim.kind, claim.canonical())

    assert (again.verbatim, again.note) == (verbatim.strip(), note.strip())
    assert again.citation.quote == quote.strip()
    assert again.id == claim.id


@given(WORDS, WORDS)
def test_claims_have_one_id_exactly_where_they_have_one_content(one, other):
    first, second = (parse_claim({**EXAMPLE, "note": words}) for words in (one, other))

    assert (first.id == second.id) == (first.content() == second.content())
    assert (first.id == second.id) == (one.strip() == other.strip())


@pytest.mark.parametrize(
    "change",
    [
        {"occurrence": "acme-other"},
        {"vendor": "bolt"},
        {"region": "BR-RJ"},
        {"size": 4},
        {"size": "3"},
        {"unit": "site"},
        {"verbatim": "3 projects"},
        {"count": 2},
        {"valid": "2016/2017"},
        {"modality": "alleged"},
        {"disclosed": "2021-03-05"},
        {"note": "seen twice"},
        {"mentions": ["bolt"]},
        {"citation": {**EXAMPLE["citation"], "quote": "3 terminals"}},
        {"kind": "contract-agreed"},
    ],
    ids=json.dumps,
)
def test_another_content_has_another_id(change):
    assert parse_claim({**EXAMPLE, **change}).id != parse_claim(EXAMPLE).id


@pytest.mark.parametrize(
    "same",
    [
        {"concerns": None},
        {"count": None, "note": None},
        {"mentions": []},
        {"modality": "effected"},
        {"verbatim": "  three projects\n"},
    ],
    ids=json.dumps,
)
def test_what_says_nothing_more_changes_no_id(same):
    assert parse_claim({**EXAMPLE, **same}).id == parse_claim(EXAMPLE).id


def test_an_id_is_a_letter_and_thirty_two_digits_that_any_reader_can_make():
    from hashlib import sha256

    claim = parse_claim(EXAMPLE)

    assert claim.id == "c-" + sha256(claim.canonical()).hexdigest()[:32]


ROOT = {"source": "gazette", "derived_from": None}
CITED: tuple[dict[str, Any], ...] = (
    {"source": "gazette"},
    ROOT,
    {"source": "wire", "quote": "two", "derived_from": "gazette"},
    {
        "source": "wire",
        "title": "Two",
        "derived_from": {**ROOT, "url": "https://gazette.example/1"},
    },
)


@pytest.mark.parametrize("citation", CITED)
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_content_is_what_the_library_would_write_without_what_was_left_out(kind, citation):
    said = {**KINDS[kind].EXAMPLE, "citation": citation, "mentions": ["bolt", "acme"]}
    claim = parse_claim({"kind": kind, **said})
    dumped = {
        name: value
        for name, value in claim.model_dump(mode="json").items()
        if value not in (None, [])
    }

    assert json.dumps(claim.content()) == json.dumps({"kind": kind, **dumped})
