"""Nothing recorded is changed or taken out, by the service's role or by the owner of the tables."""

import pytest
from sqlalchemy import exc, text

from timeline.database import open_engine, reading, writing
from timeline.log import log_events

CHANGES = [
    "UPDATE log_events SET topic = 'other'",
    "UPDATE log_events SET position = 99 WHERE position = 1",
    "DELETE FROM log_events",
    "DELETE FROM log_events WHERE position = 1",
    """INSERT INTO log_events (position, stream, version, topic, state, recorded_at)
       VALUES (1, 's', 9, 'other', 'x', 1)
       ON CONFLICT (position) DO UPDATE SET topic = excluded.topic""",
]
COLUMNS = "(position, stream, version, topic, state, recorded_at, identity)"
REPLACEMENTS = {
    "position": "(1, 's', 9, 'other', x'00', 1, NULL)",
    "stream and version": "(3, 'dahua-xinjiang-five', 1, 'other', x'00', 1, NULL)",
    "identity": "(3, 's', 1, 'other', x'00', 1, '{identity}')",
    "position chosen by SQLite": "(NULL, 'dahua-xinjiang-five', 1, 'other', x'00', 1, NULL)",
}
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
on_postgresql = pytest.mark.parametrize(
    "database_url", [pytest.param("postgres", marks=pytest.mark.postgresql)], indirect=True
)
RIGHTS = ["UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"]


@pytest.fixture
def rows(engine, log, a_claim):
    """Reads all rows of a log with two events."""
    log.append([a_claim(1), a_claim(2)])

    def read():
        with reading(engine) as connection:
            return connection.execute(log_events.select().order_by(log_events.c.position)).all()

    return read


@pytest.fixture
def owner(database_url, engine):
    """An engine that works as the owner of the tables."""
    owner = open_engine(database_url, role=None)
    yield owner
    owner.dispose()


def refused(engine, statement):
    with pytest.raises(exc.DBAPIError) as raised, writing(engine) as connection:
        connection.execute(text(statement))
    return str(raised.value.orig)


@pytest.mark.parametrize("change", CHANGES)
def test_the_owner_cannot_change_what_is_recorded(owner, rows, change):
    before = rows()
    assert "append-only" in refused(owner, change)
    assert rows() == before


@pytest.mark.parametrize("change", CHANGES)
def test_the_service_cannot_change_what_is_recorded(engine, rows, change):
    before = rows()
    message = refused(engine, change)
    assert "append-only" in message or "permission denied" in message
    assert rows() == before


@on_sqlite
@pytest.mark.parametrize("over", REPLACEMENTS)
def test_sqlite_does_not_replace_what_is_recorded(owner, rows, over):
    before = rows()
    values = REPLACEMENTS[over].format(identity=before[0].identity)
    assert "append-only" in refused(
        owner, f"INSERT OR REPLACE INTO log_events {COLUMNS} VALUES {values}"
    )
    assert rows() == before


@on_sqlite
def test_sqlite_takes_the_next_position_only(owner, rows):
    values = "(4, 's', 1, 'other', x'00', 1, NULL)"
    assert "not the next position" in refused(
        owner, f"INSERT INTO log_events {COLUMNS} VALUES {values}"
    )


@on_postgresql
def test_postgresql_does_not_truncate_the_log(owner, engine, rows):
    before = rows()
    assert "append-only" in refused(owner, "TRUNCATE log_events")
    assert "permission denied" in refused(engine, "TRUNCATE log_events")
    assert rows() == before


@on_postgresql
def test_the_role_of_the_service_has_no_right_to_change_events(engine):
    with reading(engine) as connection:
        assert connection.scalar(text("SELECT current_user")) == "timeline_service"
        may = {
            right: connection.scalar(
                text("SELECT has_table_privilege('timeline_service', 'log_events', :right)"),
                {"right": right},
            )
            for right in ["SELECT", "INSERT", *RIGHTS]
        }
    assert may == {"SELECT": True, "INSERT": True} | dict.fromkeys(RIGHTS, False)


@on_postgresql
@pytest.mark.parametrize(
    "change", ["DELETE FROM log_head", "INSERT INTO log_head VALUES (2, 0, 0)"]
)
def test_the_head_stays_one_row(engine, rows, change):
    assert "permission denied" in refused(engine, change)
