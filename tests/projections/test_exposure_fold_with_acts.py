"""The exposure projection applies acts as the oracle does, and as each act says of itself."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events import Act, ActEvent, Claim, Entry, Event, end_of, parse_act, parse_claim
from projections import fold_rows
from tests.oracle.acted import acted_logs, redacted, redacted_logs
from tests.oracle.changing import rearranged
from tests.oracle.fold import exposure
from tests.oracle.logs import questions
from tests.oracle.profiles import many

from .test_exposure_fold import counts_of, expected

RECORDED = end_of(737_791)
"""The end of 2020."""


def day(text: str) -> int:
    when = parse_claim({**BASE, "kind": "project-awarded", "valid": text}).when
    assert when is not None
    assert when.begins is not None
    assert when.begins.first is not None
    return when.begins.first


BASE = {"occurrence": "it", "vendor": "acme", "citation": {"source": "filing"}}


def claim(**said: object) -> Claim:
    return parse_claim({**BASE, "kind": "project-awarded", "valid": "2016", **said})


def act(name: str, target: Claim | Act, **said: object) -> Act:
    by = said.get("by")
    brought = {"by": by.content()} if isinstance(by, Claim) else {}
    return parse_act({"act": name, "target": target.id, "reason": "shown", **said, **brought})


def log(*said: Claim | Act) -> list[Entry]:
    """Each a day after the one before, in the stream of one occurrence."""
    found: list[Entry] = []
    for at, each in enumerate(said, 1):
        place = (at, RECORDED + at)
        found.append(
            Event(*place, each) if isinstance(each, Claim) else ActEvent(*place, each, "it")
        )
    return found


def figures(
    entries: Sequence[Entry], known: str = "2026-01-01", at: str = "2018-06-01"
) -> list[tuple[int, int, int | None]]:
    """Certain, presumed and possible of every count, the sure ones first."""
    found = counts_of(fold_rows(entries), day(at), end_of(day(known)))
    assert found == expected(exposure(entries, day(at), end_of(day(known)), len(entries)))
    return sorted((counts[:3] for counts in found.values()), key=repr)


FIVE = claim(size=5, disclosed="2018-01-01")
FOUR = claim(size=4, disclosed="2018-01-01")
SEEN = claim(kind="operation-observed", size=5, valid="2018-01-01", disclosed="2018-02-01")
CORRECTED = act("source-corrected", FIVE, by=FOUR, disclosed="2019-01-01")
RETRACTED = act("source-retracted", FIVE, disclosed="2019-01-01")
OLD, NEW = [(0, 5, 5)], [(0, 4, 4)]


@pytest.mark.parametrize(
    ("said", "before", "after"),
    [
        ([FIVE, CORRECTED], OLD, NEW),
        ([FIVE, RETRACTED], OLD, []),
        ([FIVE, act("transcription-corrected", FIVE, by=FOUR)], NEW, NEW),
        ([FIVE, act("recording-voided", FIVE)], [], []),
        (
            [FIVE, act("confirmed", FIVE, at="2018-12-01", disclosed="2019-01-01")],
            OLD,
            [(5, 5, 5)],
        ),
        (
            [FIVE, act("refined", FIVE, by=claim(size=5, valid="2016-03"), disclosed="2019-01-01")],
            OLD,
            OLD,
        ),
    ],
    ids=lambda said: said[-1].act if said and isinstance(said[-1], Act) else None,
)
def test_an_act_counts_on_its_own_clock(said, before, after) -> None:
    entries = log(*said)

    assert figures(entries, known="2018-12-31") == before
    assert figures(entries, known="2019-01-01") == after
    assert figures(entries[:-1], known="2019-01-01") == OLD


def test_a_refinement_is_tighter_from_its_disclosure() -> None:
    narrow = claim(size=5, valid="2016-03")
    entries = log(FIVE, act("refined", FIVE, by=narrow, disclosed="2019-01-01"))

    assert figures(entries, known="2018-12-31", at="2016-02-01") == [(0, 0, 5)]
    assert figures(entries, known="2019-01-01", at="2016-02-01") == [(0, 0, 0)]
    assert figures(entries, known="2019-01-01", at="2016-07-01") == [(0, 5, 5)]


def test_a_correction_that_was_taken_back_changes_nothing() -> None:
    entries = log(FIVE, CORRECTED, act("withdrawn", CORRECTED))

    assert figures(entries) == OLD
    assert figures(entries[:-1]) == NEW


def test_a_retraction_that_its_source_retracted_counts_until_that_was_disclosed() -> None:
    entries = log(FIVE, RETRACTED, act("source-retracted", RETRACTED, disclosed="2020-01-01"))

    assert figures(entries, known="2018-12-31") == OLD
    assert figures(entries, known="2019-12-31") == []
    assert figures(entries, known="2020-01-01") == OLD


def test_what_a_voided_retraction_was_upon_counts_at_every_known_instant() -> None:
    entries = log(FIVE, RETRACTED, act("recording-voided", RETRACTED))

    assert figures(entries, known="2019-06-01") == OLD


def test_a_withdrawal_can_be_withdrawn() -> None:
    taken = act("withdrawn", CORRECTED)

    assert figures(log(FIVE, CORRECTED, taken, act("withdrawn", taken))) == NEW


def test_what_a_correction_brought_can_be_corrected_again() -> None:
    three = claim(size=3, disclosed="2018-01-01")
    entries = log(FIVE, CORRECTED, act("source-corrected", FOUR, by=three, disclosed="2020-01-01"))

    assert figures(entries, known="2018-12-31") == OLD
    assert figures(entries, known="2019-12-31") == NEW
    assert figures(entries, known="2020-01-01") == [(0, 3, 3)]


def test_a_retraction_that_may_be_disclosed_leaves_its_target_in_doubt() -> None:
    maybe = act("source-retracted", FIVE, disclosed="[2019-01-01..2019-12-31]")

    assert figures(log(SEEN, maybe), known="2019-06-01", at="2018-01-01") == [(5, 5, 5)]
    assert figures(log(FIVE, maybe), known="2019-06-01") == [(0, 0, 5)]
    assert figures(log(FIVE, maybe), known="2019-12-31") == []


ROOT = FIVE.citation.model_dump(mode="json")


@pytest.mark.parametrize(
    ("change", "left"),
    [
        ({"citation": {"source": "wire", "derived_from": ROOT}}, []),
        ({"citation": {"source": "wire", "derived_from": "filing"}}, []),
        (
            {
                "citation": {
                    "source": "wire",
                    "derived_from": {"source": "times", "derived_from": ROOT},
                }
            },
            [],
        ),
        ({"citation": {"source": "wire", "derived_from": "gazette"}}, OLD),
        ({"citation": {"source": "wire"}}, OLD),
        (
            {
                "citation": {"source": "wire", "derived_from": ROOT},
                "size": 4,
                "disclosed": "2018-01-01",
            },
            NEW,
        ),
        (
            {"citation": {"source": "wire", "derived_from": ROOT}, "disclosed": "2019-06-01"},
            OLD,
        ),
    ],
)
def test_a_claim_that_only_repeats_another_is_set_aside_with_it(change, left) -> None:
    told = claim(**{"size": 5, "disclosed": "2018-01-01", **change})

    assert figures(log(FIVE, told, RETRACTED)) == left
    assert figures(log(FIVE, RETRACTED, told)) == left


def test_a_voided_recording_sets_nothing_else_aside() -> None:
    told = claim(size=5, citation={"source": "wire", "derived_from": ROOT}, disclosed="2018-01-01")

    assert figures(log(FIVE, told, act("recording-voided", FIVE))) == OLD


def test_a_redacted_claim_counts_at_no_known_instant() -> None:
    entries = redacted(log(FIVE, SEEN), frozenset({FIVE.id}), RECORDED)

    assert figures(entries, known="2018-01-15") == []
    assert figures(entries) == figures(log(SEEN))
    assert figures(entries[:2]) == figures(log(SEEN))


@many(900)
@given(st.data())
def test_rows_answer_every_question_as_the_oracle_applies_acts(data: st.DataObject) -> None:
    entries = data.draw(acted_logs())
    for _ in range(4):
        agree(entries, data)


@many(250)
@given(st.data())
def test_rows_answer_every_question_after_a_redaction(data: st.DataObject) -> None:
    entries = data.draw(redacted_logs())
    for _ in range(3):
        agree(entries, data)


def agree(entries: Sequence[Entry], data: st.DataObject) -> None:
    asked = data.draw(questions(entries))
    seen = [entry for entry in entries if entry.position <= asked.position]
    found = counts_of(fold_rows(seen), asked.day, asked.known)
    assert found == expected(exposure(seen, *asked))


@many(250)
@given(st.data())
def test_the_order_of_arrival_changes_no_row_at_the_head(data: st.DataObject) -> None:
    entries = data.draw(acted_logs())
    last = entries[-1].recorded_at
    settled = rearranged(entries, range(len(entries)), last)
    moved = data.draw(st.permutations(range(len(entries))))

    assert sorted(fold_rows(rearranged(entries, moved, last)), key=repr) == sorted(
        fold_rows(settled), key=repr
    )


@many(300)
@given(acted_logs())
def test_certain_presumed_and_possible_are_in_order(entries: list[Entry]) -> None:
    for row in fold_rows(entries):
        assert 0 <= row.certain <= row.presumed
        assert row.possible is None or row.presumed <= row.possible
