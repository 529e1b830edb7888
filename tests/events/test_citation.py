"""Citations: what was said of a derivation stays said, through the bytes and back."""

import json
from typing import Any

import pytest

from events import KINDS, Citation, Claim, Refusal, parse_claim, read_claim

EXAMPLE = KINDS["statement-made"].EXAMPLE
ROOT: dict[str, Any] = {"source": "exchange", "derived_from": None}
OPEN: dict[str, Any] = {"source": "times"}
STATES = {
    "not assessed": OPEN,
    "a root": ROOT,
    "the name of another": {"source": "times", "derived_from": "exchange-filing-77"},
    "a root behind it": {"source": "times", "derived_from": ROOT},
    "one not assessed behind it": {"source": "times", "derived_from": OPEN},
    "a name behind one behind it": {
        "source": "blog",
        "derived_from": {"source": "times", "derived_from": "exchange-filing-77"},
    },
}


def cited(citation: dict[str, Any]) -> Claim:
    return parse_claim({**EXAMPLE, "citation": citation})


def back(claim: Claim) -> Claim:
    return read_claim(claim.kind, claim.canonical())


@pytest.mark.parametrize("said", STATES.values(), ids=STATES)
def test_the_state_of_a_derivation_is_kept_through_the_bytes(said):
    claim = cited(said)

    assert claim.content()["citation"] == said
    assert back(claim).content()["citation"] == said
    assert back(claim).citation.assessed == ("derived_from" in said)
    assert back(back(claim)).id == claim.id


def test_no_two_states_of_a_derivation_are_one_claim():
    assert len({cited(said).id for said in STATES.values()}) == len(STATES)


def test_whether_a_derivation_was_assessed_is_told_at_every_step():
    claim = back(cited({"source": "blog", "derived_from": OPEN}))
    behind = claim.citation.derived_from

    assert claim.citation.assessed
    assert isinstance(behind, Citation)
    assert not behind.assessed


def test_a_null_elsewhere_is_the_same_as_nothing_said():
    said = {**ROOT, "url": None, "quote": None, "published": None}

    assert cited(said).id == cited(ROOT).id
    assert cited(said).content()["citation"] == ROOT


def test_a_chain_of_sixteen_is_kept_and_one_more_refused():
    said = chain(16)

    assert back(cited(said)).content()["citation"] == said
    with pytest.raises(Refusal, match="a chain of at most 16 citations"):
        cited(chain(18))


def chain(length: int) -> dict[str, Any]:
    said = ROOT
    for number in range(length - 1):
        said = {"source": f"paper-{number}", "derived_from": said}
    return said


def test_the_quote_keeps_its_words_in_any_script():
    words = "五个项目 «пять» \U0001f4f7 l'œil\nsecond line"
    claim = cited({**ROOT, "quote": words})

    assert back(claim).citation.quote == words
    assert words in json.loads(claim.canonical())["citation"]["quote"]


@pytest.mark.parametrize("published", ["2016", "2016-05", "[2016..2017]", "2016~", "2016/2017"])
def test_a_published_date_keeps_its_words(published):
    assert back(cited({**ROOT, "published": published})).citation.published == published
