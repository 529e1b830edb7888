"""The stored exposure of a log with acts equals the oracle's fold, and a rebuild what was kept up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection

from events import Act, Claim, parse_act, parse_claim
from projections import PROJECTIONS, Exposure, ExposureRow
from tests.oracle.acted import acted_logs
from tests.oracle.changing import rearranged
from tests.oracle.fold import exposure
from tests.oracle.logs import questions
from tests.oracle.profiles import many
from tests.projections.test_exposure_fold import counts_of, expected
from timeline import FixedClock
from timeline.database import reading
from timeline.log import Log
from timeline.projecting import Projector, Whole

from .recorded_acts import LATER, all_entries, append, said_by
from .stored import at, held_rows

pytestmark = pytest.mark.slow


def on_both(sqlite: int, postgres: int) -> pytest.MarkDecorator:
    """Numbers of examples on the two kinds of database."""
    return pytest.mark.parametrize(
        ("database_url", "examples"),
        [
            ("sqlite", sqlite),
            pytest.param("postgres", postgres, marks=pytest.mark.postgresql),
        ],
        indirect=["database_url"],
    )


def rows_at(connection: Connection, position: int) -> list[ExposureRow]:
    return [ExposureRow._make(row) for row in at(held_rows(connection, Exposure()), position)]


@on_both(sqlite=70, postgres=15)
def test_stored_rows_answer_every_question_as_the_oracle_applies_acts(fresh, examples):
    @many(examples)
    @given(st.data())
    def answered(data: st.DataObject) -> None:
        with fresh() as engine:
            log = append(engine, data.draw(acted_logs(links=True)), data)
            entries = all_entries(engine, log)
            with reading(engine) as connection:
                for _ in range(8):
                    asked = data.draw(questions(entries))
                    found = counts_of(rows_at(connection, asked.position), asked.day, asked.known)
                    assert found == expected(exposure(entries, *asked)), asked

    answered()


@on_both(sqlite=20, postgres=6)
def test_a_rebuild_gives_the_rows_that_were_kept_up(fresh, examples):
    @many(examples)
    @given(st.data())
    def rebuilt(data: st.DataObject) -> None:
        with fresh() as engine:
            append(engine, data.draw(acted_logs(links=True, most=9)), data)
            log = Log(engine, FixedClock(0))
            with reading(engine) as connection:
                kept = {each.name: held_rows(connection, each) for each in PROJECTIONS}
            for projection in PROJECTIONS:
                whole = Whole(
                    engine, log, data.draw(st.integers(1, 9)), data.draw(st.integers(1, 9))
                )
                batch = data.draw(st.integers(1, 9))
                Projector(engine, log, batch, whole).rebuild(projection.name)
            with reading(engine) as connection:
                for projection in PROJECTIONS:
                    assert held_rows(connection, projection) == kept[projection.name]

    rebuilt()


@on_both(sqlite=20, postgres=6)
def test_the_order_of_arrival_changes_no_stored_row_at_the_head(fresh, examples):
    @many(examples)
    @given(st.data())
    def same(data: st.DataObject) -> None:
        entries = data.draw(acted_logs(links=True))
        settled = range(len(entries))
        found = []
        for order in (settled, data.draw(st.permutations(settled))):
            with fresh() as engine:
                log = Log(engine, FixedClock(LATER))
                log.append([said_by(entry) for entry in rearranged(entries, order, LATER)])
                Projector(engine, log, data.draw(st.integers(1, 9))).catch_up()
                with reading(engine) as connection:
                    found.append(set(rows_at(connection, len(entries))))
        assert found[0] == found[1]

    same()


def told(occurrence: str, source: str = "filing", **said: object) -> Claim:
    fields = {"kind": "project-awarded", "vendor": "acme", "valid": "2016", "size": 2, **said}
    citation = {"source": source, **({} if source == "filing" else {"derived_from": "filing"})}
    return parse_claim({**fields, "occurrence": occurrence, "citation": citation})


def upon(name: str, target: str, **said: object) -> Act:
    return parse_act({"act": name, "target": target, "reason": "shown", **said})


SAME = upon("same-occurrence", "it", other="that")
LINKED: list[Claim | Act] = [told("it"), told("that", "wire"), SAME]
VOIDED = upon("recording-voided", LINKED[0].id)
RETRACTED = upon("source-retracted", LINKED[0].id)


@pytest.mark.parametrize(
    ("said", "left"),
    [
        (LINKED[:2], {"it", "that"}),
        (LINKED, {"it"}),
        ([*LINKED, upon("withdrawn", SAME.id)], {"it", "that"}),
        ([*LINKED, upon("recording-voided", SAME.id)], {"it", "that"}),
        ([*LINKED, VOIDED], {"it"}),
        ([*LINKED, RETRACTED], set()),
        ([*LINKED[:2], RETRACTED], {"that"}),
        ([*LINKED, RETRACTED, upon("withdrawn", SAME.id)], {"that"}),
        ([*LINKED, upon("same-occurrence", "that", other="it")], {"it"}),
        ([*LINKED, told("a"), upon("same-occurrence", "a", other="it")], {"a"}),
        ([*LINKED, told("a"), upon("same-occurrence", "it", other="a")], {"it"}),
        ([*LINKED, told("a"), upon("same-occurrence", "a", other="that")], {"a"}),
    ],
)
def test_linked_occurrences_are_folded_as_one_under_one_name(fresh, database_url, said, left):
    with fresh() as engine:
        log = Log(engine, FixedClock(LATER))
        for each in said:
            log.append([each])
        Projector(engine, log, 2).catch_up()
        entries = all_entries(engine, log)
        with reading(engine) as connection:
            found = counts_of(rows_at(connection, len(said)), 740_000, 2 * LATER)

    assert {key.occurrence for key in found} == left
    assert found == expected(exposure(entries, 740_000, 2 * LATER, len(said)))
