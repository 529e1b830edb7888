"""What answers and what stands beside it are compared over a fixed set of questions, and row by row."""

import pytest

from timeline import NothingBeside, Service
from timeline.projecting import OPEN
from timeline.rebuilding import compare
from timeline.rebuilding.differing import MOST, differing
from timeline.rebuilding.questions import CASEBOOK, Fixed, fixed_questions

from .rebuilt import alter, answering_version

MANY = 4
"""Events that questions are drawn from."""


def questions(service: Service, many: int = MANY) -> list[Fixed]:
    with service.snapshot() as snapshot:
        return fixed_questions(snapshot, many)


@pytest.fixture
def built(service: Service) -> Service:
    """Exposure was built beside what answers."""
    service.projector.building.build("exposure")
    return service


def test_equal_rows_give_no_difference(built: Service):
    found = compare(built, "exposure", many=MANY)

    assert found.same
    assert (found.differing, found.differences) == (0, ())
    assert found.questions == len(questions(built))
    assert found.rows.before == found.rows.after > 0
    assert not found.rows.differ


def test_there_is_nothing_to_compare_where_nothing_was_built(service: Service):
    with pytest.raises(NothingBeside):
        compare(service, "exposure")


def test_rows_altered_beside_are_found_by_the_questions_with_both_answers(built: Service):
    alter(built, "UPDATE exposure_b SET possible = coalesce(possible, 0) + 40")
    found = compare(built, "exposure", many=MANY)

    assert not found.same
    assert found.differing >= len(found.differences) > 0
    first = found.differences[0]
    assert first.question in {each.words for each in questions(built)}
    assert any(one.at.endswith("possible") and one.after > 39 for one in first.changed)
    rows = found.rows
    assert rows.differing_before == rows.differing_after == rows.before == rows.after
    assert len(rows.only_before) == len(rows.only_after) == 5


def test_one_row_too_few_and_one_altered_are_counted(built: Service):
    alter(
        built, "DELETE FROM exposure_b WHERE occurrence = (SELECT min(occurrence) FROM exposure_b)"
    )
    alter(
        built,
        "UPDATE exposure_b SET contested = 9 WHERE occurrence = (SELECT max(occurrence) FROM exposure_b)",
    )
    rows = compare(built, "exposure", many=1).rows

    missing = rows.before - rows.after
    assert missing > 0
    assert rows.differing_before == missing + rows.differing_after
    assert {row["contested"] for row in rows.only_after} == {9}


def test_every_projection_can_be_compared(service: Service):
    for name in ("links", "history", "names", "pairs", "coverage"):
        service.projector.building.build(name)
        assert compare(service, name, many=1).same, name
        alter(service, f"DELETE FROM {name}_b")
        found = compare(service, name, many=1)
        assert found.same == (found.rows.before == 0), name
        assert found.rows.differing_before == found.rows.before, name


def test_rows_of_another_version_may_differ_as_long_as_the_answers_do_not(built: Service):
    alter(built, f"DELETE FROM exposure_b WHERE until < {OPEN}")
    assert not compare(built, "exposure", many=0).same

    answering_version(built, 7)
    found = compare(built, "exposure", many=0)
    assert found.rows.differ
    assert found.same


def test_what_is_kept_is_compared_as_it_was_at_its_own_position(service: Service):
    service.projector.rebuild("exposure")
    alter(service, "UPDATE projection_live SET version = 7 WHERE name = 'exposure.kept'")
    behind = compare(service, "exposure", many=1).position
    alter(service, "UPDATE log_tracking SET position = 12 WHERE name = 'exposure.a'")
    alter(service, "DELETE FROM exposure_a WHERE since > 12")
    alter(service, f"UPDATE exposure_a SET until = {OPEN} WHERE until > 12")
    found = compare(service, "exposure", many=MANY)

    assert (found.position, behind > 12) == (12, True)
    assert found.same
    assert not found.rows.differ


def test_the_questions_are_the_same_each_time_and_spread_over_the_log(service: Service):
    drawn = questions(service)

    assert drawn == questions(service)
    assert len({each.words for each in drawn}) == len(drawn)
    assert {each.answer for each in drawn} >= {"exposure", "history", "vendor", "sources"}
    asked = [each.asked for each in drawn]
    assert any(each.valid_at for each in asked)
    assert any(each.known_at for each in asked)
    positions = {each.position for each in asked if each.position}
    assert {1, max(positions)} <= positions
    assert len(questions(service, 12)) > len(drawn)
    assert not {each.vendor for each in drawn} & {each.vendor for each in CASEBOOK}


def test_a_difference_tells_a_few_places_and_counts_the_rest():
    before = {"a": [{"n": n} for n in range(9)], "same": 1, "gone": {"x": 1}}
    after = {"a": [{"n": -n} for n in range(9)], "same": 1, "new": None}
    found = differing("a question", before, after)

    assert len(found.changed) == MOST
    assert found.more == 9 - 1 + 1 - MOST
    assert (found.changed[0].at, found.changed[0].before, found.changed[0].after) == (
        "a[1].n",
        1,
        -1,
    )
