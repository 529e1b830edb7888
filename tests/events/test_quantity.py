"""Quantities: the lexicon, its bounds, and what is no count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events import Quantity, Refusal, parse_claim, read_quantity
from events.quantity import LARGEST

LEXICON = {
    1: (1, 1),
    5: (5, 5),
    LARGEST: (LARGEST, LARGEST),
    "five": (5, 5),
    "Twenty": (20, 20),
    "7": (7, 7),
    "some": (1, None),
    "several": (2, None),
    "at least 3": (3, None),
    "at least three": (3, None),
    "up to 4": (1, 4),
    "up to four": (1, 4),
    "between 2 and 5": (2, 5),
    "between two and five": (2, 5),
    "between 3 and 3": (3, 3),
    "  At Least  3 ".replace("  3", " 3"): (3, None),
}


@pytest.mark.parametrize(("words", "bounds"), LEXICON.items(), ids=map(str, LEXICON))
def test_the_lexicon_gives_bounds(words, bounds):
    quantity = read_quantity(words)

    assert (quantity.lo, quantity.hi, quantity.share) == (*bounds, None)


@pytest.mark.parametrize(("words", "bounds"), [(0, (0, 0)), ("zero", (0, 0)), ("up to 2", (0, 2))])
def test_none_is_a_count_where_it_may_be_an_answer(words, bounds):
    quantity = read_quantity(words, least=0)

    assert (quantity.lo, quantity.hi) == bounds


NO_COUNT = [
    *(0, -1, LARGEST + 1, True, False, "", " ", "zero", "none", "a few", "3.5", "-3", "+3", "1e3"),
    *(
        "\uff13",
        "\u0663",
        "at least",
        "at least 0",
        "between 1",
        "about five",
        "3 projects",
        "1_000",
    ),
    *("up to 99999999999", "9" * 40, "between 0 and 3", "all of them", "five\u200b"),
]


@pytest.mark.parametrize("words", NO_COUNT, ids=repr)
def test_what_is_no_count_is_refused(words):
    with pytest.raises(Refusal, match=r"^size: expected a whole number of at least 1"):
        read_quantity(words)


@pytest.mark.parametrize("words", ["between 5 and 2", "between five and two", "up to 0"])
def test_reversed_bounds_are_refused(words):
    with pytest.raises(Refusal, match="bounds that are not reversed"):
        read_quantity(words)


def test_a_refusal_names_the_field_it_was_read_for():
    with pytest.raises(Refusal, match=r"^count: "):
        read_quantity("a few", "count")


@pytest.mark.parametrize(("size", "least"), [(1, 1), (2, 2), (3, 2), (4, 3), (5, 3), (10, 6)])
def test_most_of_a_whole_is_more_than_half_of_it(size, least):
    assert read_quantity("most").of(size) == least


@given(st.integers(1, LARGEST))
def test_all_of_a_whole_is_the_whole(size):
    assert read_quantity("all").of(size) == size


@given(st.integers(1, LARGEST), st.integers(1, LARGEST))
def test_bounds_in_digits_are_read_as_they_are(one, other):
    low, high = sorted((one, other))

    assert read_quantity(f"between {low} and {high}") == Quantity(low, high)
    assert read_quantity(f"at least {low}") == Quantity(low, None)
    assert read_quantity(f"up to {high}") == Quantity(1, high)
    assert read_quantity(low) == read_quantity(str(low)) == Quantity(low, low)


@given(st.one_of(st.integers(), st.text(max_size=40)), st.sampled_from([0, 1]))
def test_whatever_is_said_gives_bounds_in_order_or_a_refusal(words, least):
    try:
        quantity = read_quantity(words, least=least)
    except Refusal:
        return

    assert least <= quantity.lo <= (quantity.hi or LARGEST) <= LARGEST or quantity.hi == 0


@pytest.mark.parametrize(
    ("size", "count"), [(3, 3), (3, "up to 9"), ("some", 9), ("at least 2", 5), (3, "most")]
)
def test_a_part_that_may_fit_in_the_whole_is_taken(size, count):
    assert parse_claim(said(size=size, count=count)).part == read_quantity(count)


@pytest.mark.parametrize(
    ("size", "count", "message"),
    [
        (5, 6, "count: expected at most the size 5, got 6"),
        (5, "at least six", "count: expected at most the size 5, got 'at least six'"),
        ("up to 5", 6, "count: expected at most the size 5, got 6"),
        ("between 2 and 5", "between 6 and 9", "count: expected at most the size 5, got"),
        (1, "several", "count: expected at most the size 1, got 'several'"),
    ],
)
def test_a_part_larger_than_the_whole_is_refused(size, count, message):
    with pytest.raises(Refusal, match=f"^{message}"):
        parse_claim(said(size=size, count=count))


def said(**changes):
    return {
        "kind": "contract-agreed",
        "occurrence": "acme-contracts",
        "vendor": "acme",
        "citation": {"source": "times"},
        **changes,
    }
