"""The totals of a region alone are those of its whole answer, on any log and at any time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events import day_text, instant_text
from tests.oracle.acted import acted_logs
from tests.oracle.logs import questions
from tests.oracle.profiles import many
from timeline import (
    Asked,
    FixedClock,
    Service,
    answer_region,
    answer_region_totals,
    resolve_question,
)

from .test_answers_with_acts import record
from .test_stored_projection_with_acts import on_both

pytestmark = pytest.mark.slow


@on_both(sqlite=40, postgres=10)
def test_the_totals_alone_are_those_of_the_whole_answer(fresh, examples):
    @many(examples)
    @given(st.data())
    def alike(data: st.DataObject) -> None:
        entries = data.draw(acted_logs(links=True, most=9))
        with fresh() as engine:
            service = Service(engine, FixedClock(0))
            record(service, service.clock, entries)
            asked = data.draw(questions(entries))
            day, after = day_text(asked.day), day_text(asked.day + data.draw(st.integers(0, 9)))
            valid = st.sampled_from([{"valid_at": day}, {"during": f"{day}/{after}"}])
            times = Asked(
                **data.draw(st.one_of(valid, st.just({"valid_at": day[:7]}))),
                known_at=data.draw(st.sampled_from([None, instant_text(asked.known)])),
                position=data.draw(st.sampled_from([None, min(asked.position, len(entries))])),
            )
            region = data.draw(st.sampled_from(["CN-XJ", "CN", "BR", "419"]))
            policy = data.draw(st.sampled_from(["strict", "latest-disclosed"]))
            with service.snapshot() as snapshot:
                question = resolve_question(snapshot, times, region=region, policy=policy)
                whole, totals = answer_region(question), answer_region_totals(question)

        for row in whole["totals"]:  # type: ignore[attr-defined]
            row.pop("during", None)
        assert totals["totals"] == whole["totals"]
        assert totals["status"] == whole["status"]
        shown = {each["id"] for each in whole["occurrences"]}  # type: ignore[attr-defined]
        assert totals["counted"]["occurrences"] >= len(shown)  # type: ignore[index]

    alike()
