"""The stored exposure equals the oracle's fold of the log, and a rebuild what was kept up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection

from projections import PROJECTIONS, Exposure, ExposureRow
from tests.oracle.fold import exposure
from tests.oracle.logs import logs, questions
from tests.projections.test_exposure_fold import counts_of, expected
from timeline import FixedClock
from timeline.database import reading
from timeline.log import Log
from timeline.projecting import Projector, Whole

from .recorded import append_and_project, runs
from .stored import Folds, assert_folded, at, held_rows

pytestmark = pytest.mark.slow
POSTGRES = pytest.mark.postgresql


def rows_at(connection: Connection, position: int) -> list[ExposureRow]:
    return [ExposureRow._make(row) for row in at(held_rows(connection, Exposure()), position)]


@pytest.mark.parametrize(
    ("database_url", "examples"),
    [("sqlite", 150), pytest.param("postgres", 40, marks=POSTGRES)],
    indirect=["database_url"],
)
def test_stored_rows_answer_every_question_as_the_oracle_folds_it(fresh, examples):
    @runs(examples)
    @given(st.data())
    def answered(data: st.DataObject) -> None:
        generated = data.draw(logs())
        with fresh() as engine:
            events = append_and_project(engine, generated, data)
            assert events == generated
            with reading(engine) as connection:
                for _ in range(6):
                    asked = data.draw(questions(events))
                    found = counts_of(rows_at(connection, asked.position), asked.day, asked.known)
                    assert found == expected(exposure(events, *asked))

    answered()


@pytest.mark.parametrize(
    ("database_url", "examples"),
    [("sqlite", 60), pytest.param("postgres", 15, marks=POSTGRES)],
    indirect=["database_url"],
)
def test_a_rebuild_gives_the_rows_that_were_kept_up_whatever_the_batches(fresh, examples):
    @runs(examples)
    @given(st.data())
    def rebuilt(data: st.DataObject) -> None:
        with fresh() as engine:
            events = append_and_project(engine, data.draw(logs(most=8)), data)
            log = Log(engine, FixedClock(0))
            with reading(engine) as connection:
                kept = {each.name: held_rows(connection, each) for each in PROJECTIONS}
            for projection in PROJECTIONS:
                whole = Whole(
                    engine, log, data.draw(st.integers(1, 9)), data.draw(st.integers(1, 9))
                )
                batch = data.draw(st.integers(1, 9))
                Projector(engine, log, batch, whole).rebuild(projection.name)
            folds = Folds()
            folds.follow(events)
            marks = {each.name: len(events) for each in PROJECTIONS}
            with reading(engine) as connection:
                for projection in PROJECTIONS:
                    assert held_rows(connection, projection, "a") == kept[projection.name]
                    assert held_rows(connection, projection, "b") == kept[projection.name]
                assert_folded(connection, folds, range(len(events) + 1), marks)

    rebuilt()
