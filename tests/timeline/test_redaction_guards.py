"""Redaction is the one change the log allows, and each database refuses every other by itself."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import exc, text

from tests.timeline.story import Story, act, awarded, opened_story
from timeline.database import open_engine, reading, writing
from timeline.log import log_events

on_postgresql = pytest.mark.parametrize(
    "database_url", [pytest.param("postgres", marks=pytest.mark.postgresql)], indirect=True
)


@pytest.fixture
def story(database_url: str) -> Iterator[Story]:
    with opened_story(database_url) as story:
        yield story


@pytest.fixture
def rows(story: Story) -> Callable[[], list[Any]]:
    def read() -> list[Any]:
        with reading(story.service.engine) as connection:
            return list(connection.execute(log_events.select().order_by(log_events.c.position)))

    return read


@pytest.mark.parametrize("role", [None, "timeline_service"])
def test_a_payload_is_emptied_only_for_an_act_that_says_so(
    story: Story, database_url: str, role: str | None, rows: Callable[[], list[Any]]
):
    (claim, _) = story.given(awarded(), awarded(occurrence="port"))
    before = rows()
    engine = open_engine(database_url, role=role)
    statements = [
        f"UPDATE log_events SET state = {empty(engine)}",
        f"UPDATE log_events SET state = {empty(engine)} WHERE position = 2",
    ]
    if engine.dialect.name == "postgresql":
        statements.append(f"SELECT log_redact('{claim}')")
    for statement in statements:
        with pytest.raises(exc.DBAPIError, match=r"append-only|permission denied"):
            change(engine, statement)
    assert rows() == before
    story.when(act("payload-redacted", claim))
    before = rows()
    for statement in (
        f"UPDATE log_events SET state = {empty(engine)} WHERE position = 2",
        f"UPDATE log_events SET state = {empty(engine)}, topic = 'x' WHERE position = 1",
        "UPDATE log_events SET recorded_at = 7 WHERE position = 1",
    ):
        with pytest.raises(exc.DBAPIError, match=r"append-only|permission denied"):
            change(engine, statement)
    assert rows() == before
    engine.dispose()


def empty(engine: Any) -> str:
    return "''::bytea" if engine.dialect.name == "postgresql" else "x''"


def change(engine: Any, statement: str) -> None:
    with writing(engine) as connection:
        connection.execute(text(statement))


@on_postgresql
def test_the_service_of_postgresql_has_no_right_to_update_but_to_redact(
    story: Story, database_url: str
):
    engine = story.service.engine
    with reading(engine) as connection:
        rights = {
            right: connection.scalar(text(f"SELECT has_table_privilege('log_events', '{right}')"))
            for right in ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE")
        }
        redact = connection.scalar(
            text("SELECT has_function_privilege('log_redact(text)', 'EXECUTE')")
        )
        anyone = connection.scalar(
            text("SELECT has_function_privilege('public', 'log_redact(text)', 'EXECUTE')")
        )

    assert rights == {
        "SELECT": True,
        "INSERT": True,
        "UPDATE": False,
        "DELETE": False,
        "TRUNCATE": False,
    }
    assert (redact, anyone) == (True, False)
