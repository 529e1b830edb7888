"""Quotes are found where they occur, whatever the typesetting, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.captures import locate, normal

LETTERS = [
    *"abcdefg 五个项目",
    "é",
    "e\u0301",
    "\u00df",
    "\u201c",
    "\u2019",
    "\u2014",
    "\u00a0",
    "\n",
    "\t",
]
ELSEWHERE = "\u0416"
"""A letter that no text here has."""


@st.composite
def cuts(draw):
    """A text as its letters, and where a quote of it begins and ends."""
    letters = draw(st.lists(st.sampled_from(LETTERS), min_size=1, max_size=60))
    begin = draw(st.integers(0, len(letters) - 1))
    end = draw(st.integers(begin + 1, len(letters)))
    return letters, begin, end


@given(cuts())
def test_a_quote_cut_from_any_place_is_found_between_what_stands_around_it(cut):
    letters, begin, end = cut
    text = normal("".join(letters))
    quote = "".join(letters[begin:end])
    prefix, suffix = "".join(letters[:begin]), "".join(letters[end:])

    assert locate(quote, "", "", text) == "found"
    assert locate(quote.strip(), prefix.strip(), suffix.strip(), text) == "found"


@given(cuts(), st.data())
def test_a_quote_with_one_letter_changed_is_not_found(cut, data):
    letters, begin, end = cut
    at = data.draw(st.integers(begin, end - 1))
    changed = [*letters[begin:at], ELSEWHERE, *letters[at + 1 : end]]

    assert locate("".join(changed), "", "", normal("".join(letters))) == "not-found"


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("five projects", "five\n\n   projects"),
        ("five projects", "five\u00a0projects"),
        ('"five" projects - all', "\u201cfive\u201d projects \u2014 all"),
        ("\u00abfive\u00bb", '"five"'),
        ("it's", "it\u2019s"),
        ("caf\u00e9", "cafe\u0301"),
        ("operating", "oper\u00adating"),
        ("five offices", "\u200bfive of\ufb01ces"),
        ("五个项目", "五个\n项目"),
    ],
)
def test_what_typesetting_changes_makes_no_difference(quote, text):
    assert locate(quote, "", "", normal(text)) == "found"


@pytest.mark.parametrize(
    ("quote", "text"),
    [("five", "Five"), ("five", "fi ve"), ("1.5", "1,5"), ("café", "cafe"), ("a-b", "ab")],
)
def test_what_an_author_writes_makes_a_difference(quote, text):
    assert locate(quote, "", "", normal(text)) == "not-found"


TEXT = normal("We had five projects. They had five projects, too.")


@pytest.mark.parametrize(
    ("prefix", "suffix", "outcome"),
    [
        ("We had", "", "found"),
        ("They had", ", too", "found"),
        ("", ". They", "found"),
        ("We had", ", too", "found-elsewhere"),
        ("had five", "", "found-elsewhere"),
        ("Nobody had", "", "found-elsewhere"),
    ],
)
def test_a_quote_is_found_only_right_between_its_prefix_and_suffix(prefix, suffix, outcome):
    assert locate("five projects", prefix, suffix, TEXT) == outcome
