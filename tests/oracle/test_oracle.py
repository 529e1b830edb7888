"""The oracle against completions counted one by one, and against cases worked by hand."""

from collections.abc import Mapping, Sequence
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events import (
    Begins,
    Days,
    Effect,
    Ends,
    Event,
    IntendsToEnd,
    Observed,
    end_of,
    parse_claim,
    read_quantity,
)

from .fold import Answer, Key, exposure
from .lives import Life, bounds, seen_ended
from .logs import Question, as_events, logs, questions
from .members import closed_world, completions, extremes

LATE = end_of(date(2026, 1, 1).toordinal())


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def log(*said: Mapping[str, object]) -> list[Event]:
    base = {"occurrence": "it", "vendor": "dahua", "citation": {"source": "filing"}}
    return as_events([([parse_claim({**base, **each})], LATE + at) for at, each in enumerate(said)])


def ask(events: Sequence[Event], at: str, known: int = LATE) -> Answer | None:
    answers = exposure(events, day(at), known, len(events))
    assert len(answers) <= 1
    return next(iter(answers.values()), None)


def figures(events: Sequence[Event], at: str, known: int = LATE) -> tuple[int, int, int | None]:
    answer = ask(events, at, known)
    assert answer is not None
    assert not answer.contested
    return answer[:3]


def effects(first: int, last: int) -> st.SearchStrategy[Effect]:
    """One effect within the days named."""
    one_day = st.integers(first, last)
    either = st.one_of(st.none(), one_day)
    ordered = st.tuples(either, either).filter(
        lambda pair: pair[0] is None or pair[1] is None or pair[0] <= pair[1]
    )
    whole: st.SearchStrategy[int | str] = st.sampled_from(
        [1, 2, "some", "several", "most", "all", "up to 2"]
    )
    tally = st.one_of(whole, st.just(0)).map(lambda words: read_quantity(words, least=0))
    count = st.one_of(st.none(), whole.map(read_quantity))
    seen = st.tuples(one_day, one_day).map(sorted).map(lambda pair: Days(pair[0], pair[1]))
    half_seen = one_day.map(lambda last: Days(None, last))
    return st.one_of(
        st.builds(lambda p, n: Begins(p[0], p[1], n), ordered, count),
        st.builds(lambda p, n: Ends(p[0], p[1], n), ordered, count),
        st.builds(Observed, st.one_of(seen, seen, half_seen), tally, st.one_of(st.none(), tally)),
        st.builds(Observed, seen, st.none(), tally),
    )


@settings(max_examples=150, deadline=None)
@given(
    said=st.lists(effects(1, 3), min_size=1, max_size=5),
    low=st.integers(1, 3),
    more=st.integers(0, 1),
    intent=st.sampled_from([9, 9, 9, 2, None]),
)
def test_paths_find_what_completions_of_up_to_three_members_find(
    said: list[Effect], low: int, more: int, intent: int | None
) -> None:
    high = min(3, low + more)
    agree([*said, IntendsToEnd(intent)], range(low, high + 1), range(5))


@settings(max_examples=40, deadline=None)
@given(said=st.lists(effects(1, 2), min_size=1, max_size=5), size=st.integers(4, 5))
def test_paths_find_what_completions_of_five_members_find(said: list[Effect], size: int) -> None:
    agree([*said, IntendsToEnd(9)], range(size, size + 1), range(4))


def agree(said: list[Effect], sizes: range, universe: range) -> None:
    """Paths and completions give the same bounds on every day of the universe."""
    found = list(completions(said, sizes, universe))
    lasts = [each.days.last for each in said if isinstance(each, Observed)]
    since = max((last for last in lasts if last is not None), default=-1)
    presumed = closed_world(found, said, universe, since)
    held = closed_world(found, said, universe, -1)
    explained = closed_world(found, [*said, *seen_ended(said)], universe, -1)
    life = Life(tuple(said), sizes[0], sizes[-1], until_changed=False)
    intent = next(each.first for each in said if isinstance(each, IntendsToEnd))
    for asked in universe:
        expected, under = extremes(found, asked), extremes(presumed, asked)
        got = bounds(life, asked)
        assert (got and (got.certain, got.possible)) == expected
        if got is not None and under is not None:
            goes_on = intent is not None and asked < intent
            assert got.presumed == (max(got.certain, under[0]) if goes_on else got.certain)
        until = bounds(life._replace(until_changed=True), asked)
        expected_until = extremes(held, asked) or extremes(explained, asked)
        assert (until and (until.certain, until.possible)) == expected_until
        assert until is None or until.presumed == until.certain


@settings(max_examples=60, deadline=None)
@given(
    said=st.lists(effects(1, 2), min_size=1, max_size=3),
    low=st.integers(1, 2),
    asked=st.integers(0, 3),
    until_changed=st.booleans(),
)
def test_an_open_size_is_what_every_large_enough_size_gives(
    said: list[Effect], low: int, asked: int, until_changed: bool
) -> None:
    there = Life(tuple(said), low, None, until_changed)
    large, larger = (bounds(there._replace(size_hi=high), asked) for high in (8, 10))
    found = bounds(there, asked)
    if found is None or large is None or larger is None:
        assert found is large is larger is None
        return
    assert found[:2] == large[:2] == larger[:2]
    if found.possible is None:
        assert large.possible is not None
        assert larger.possible == large.possible + 2
    else:
        assert found.possible == large.possible == larger.possible


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_certain_is_at_most_presumed_is_at_most_possible(data: st.DataObject) -> None:
    events = data.draw(logs())
    question: Question = data.draw(questions(events))
    for answer in exposure(events, *question).values():
        assert 0 <= answer.certain <= answer.presumed
        assert answer.possible is None or answer.presumed <= answer.possible


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_the_order_within_one_commit_changes_no_answer_at_the_head(data: st.DataObject) -> None:
    claims = [event.claim for event in data.draw(logs())]
    events = as_events([(claims, LATE)])
    moved = as_events([(data.draw(st.permutations(claims)), LATE)])
    question: Question = data.draw(questions(events))
    whole = question._replace(position=len(events))
    assert exposure(moved, *whole) == exposure(events, *whole)


DAHUA: tuple[Mapping[str, object], ...] = (
    {
        "kind": "project-awarded",
        "region": "CN-XJ",
        "size": 5,
        "valid": "[2016..2017]",
        "disclosed": "2024-12-23",
    },
    {
        "kind": "operation-observed",
        "valid": "2024-12-23",
        "in_force": "some",
        "ended": "some",
        "disclosed": "2024-12-23",
    },
    {
        "kind": "exit-announced",
        "valid": "2024-12-23",
        "modality": "agreed",
        "disclosed": "2024-12-23",
    },
)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2015-12-31", (0, 0, 0)),
        ("2016-06-30", (0, 0, 5)),
        ("2018-01-01", (1, 1, 5)),
        ("2024-12-23", (1, 1, 4)),
        ("2025-06-01", (0, 0, 4)),
    ],
)
def test_the_worked_example(at: str, expected: tuple[int, int, int]) -> None:
    events = log(*DAHUA)
    assert figures(events, at) == expected
    assert exposure(events, day(at), LATE, 3)[Key("it", "dahua", "project", "project")][4:] == (
        frozenset({"CN-XJ"}),
        5,
        5,
    )


def test_nothing_is_recorded_of_the_worked_example_before_its_disclosure() -> None:
    assert ask(log(*DAHUA), "2018-01-01", known=end_of(day("2017-12-31"))) is None


def test_without_the_exit_the_last_observation_is_presumed_to_go_on() -> None:
    assert figures(log(*DAHUA[:2]), "2025-06-01") == (0, 1, 4)


def test_contracts_that_all_ended_are_in_force_until_then() -> None:
    events = log(
        {"kind": "contract-agreed", "size": 5, "valid": "2017", "disclosed": "2024-12-16"},
        {"kind": "contract-terminated", "valid": "2024-12-13", "disclosed": "2024-12-16"},
    )
    assert figures(events, "2020-01-01") == (5, 5, 5)
    assert figures(events, "2024-12-13") == (0, 0, 5)
    assert figures(events, "2024-12-14") == (0, 0, 0)


LISTING: tuple[Mapping[str, object], ...] = (
    {"kind": "entity-listed", "valid": "2024-01-31/..", "disclosed": "2024-01-31"},
    {"kind": "entity-delisted", "valid": "2025-01-07", "disclosed": "2025-01-07"},
)


def test_a_listing_holds_from_its_day_to_the_day_of_its_removal() -> None:
    events = log(*LISTING)
    assert figures(events, "2024-01-30") == (0, 0, 0)
    assert figures(events, "2024-01-31") == (1, 1, 1)
    assert figures(events, "2024-06-01") == (1, 1, 1)
    assert figures(events, "2025-01-06") == (1, 1, 1)
    assert figures(events, "2025-01-07") == (0, 0, 0)


def test_before_its_removal_was_disclosed_a_listing_goes_on() -> None:
    assert figures(log(*LISTING), "2025-02-01", known=end_of(day("2024-12-31"))) == (1, 1, 1)


def test_sources_that_contradict_each_other_are_contested_between_their_positions() -> None:
    two = {"valid": "2017", "disclosed": "2018-01-01"}
    events = log(
        {"kind": "project-awarded", "size": 2, **two, "citation": {"source": "times"}},
        {"kind": "project-awarded", "size": 5, **two, "citation": {"source": "gazette"}},
    )
    answer = ask(events, "2018-06-01")
    assert answer == Answer(0, 2, 5, contested=True, regions=frozenset(), size_lo=2, size_hi=5)


def test_an_allegation_of_an_award_widens_possible_only() -> None:
    events = log(
        {
            "kind": "project-awarded",
            "valid": "2017",
            "disclosed": "2018-01-01",
            "modality": "alleged",
        }
    )
    assert figures(events, "2018-06-01") == (0, 0, 1)


def test_more_members_than_any_number_named_are_possible_where_no_size_is() -> None:
    events = log(
        {
            "kind": "project-awarded",
            "size": "at least 2",
            "valid": "2017",
            "disclosed": "2018-01-01",
        }
    )
    assert figures(events, "2018-01-01") == (0, 2, None)
    assert figures(events, "2016-01-01") == (0, 0, 0)
