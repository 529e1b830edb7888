"""The eventsourcing library's own projection runner on PostgreSQL: its recorder, its subscription, a row per event."""

import os
from time import perf_counter
from typing import Any

import psycopg
from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from eventsourcing.persistence import Tracking
from eventsourcing.postgres import PostgresTrackingRecorder
from eventsourcing.projection import Projection, ProjectionRunner
from psycopg.sql import SQL, Identifier
from sqlalchemy import make_url

from .databases import POSTGRESQL, Databases, driver_url
from .stream import Said, claims

EVENTS = int(os.environ.get("BENCH_RUNNER_EVENTS", "3000"))
AT_ONCE = 500
SECONDS = 600.0


class Told(Aggregate):
    """One claim, as an aggregate of one event."""

    class Began(Aggregate.Created):
        """What was said."""

        said: Said

    @event(Began)
    def __init__(self, said: Said) -> None:
        self.said = said


class Telling(Application[Any]):
    """The library's application, with nothing of its own."""


class Rows(PostgresTrackingRecorder):
    """A row per event, written together with its tracking."""

    def __init__(self, datastore: Any, **kwargs: Any) -> None:
        super().__init__(datastore, **kwargs)
        table = (Identifier(datastore.schema), Identifier("told_rows"))
        self.sql_create_statements.append(
            SQL(
                "CREATE TABLE IF NOT EXISTS {}.{} (vendor text, region text, occurrence text,"
                " size bigint, PRIMARY KEY (vendor, region, occurrence))"
            ).format(*table)
        )
        self._insert = SQL(
            "INSERT INTO {}.{} VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING"
        ).format(*table)

    def put(self, said: Said, tracking: Tracking) -> None:
        """Write the row and move on, or neither."""
        row = (said["vendor"], said["region"], said["occurrence"], said.get("size"))
        with self.datastore.transaction(commit=True) as cursor:
            cursor.execute(self._insert, row, prepare=True)
            self._insert_tracking(cursor, tracking)


class RowPerEvent(Projection[Rows]):
    """Gives each event to the rows."""

    def process_event(self, domain_event: Any, tracking: Tracking) -> None:
        """One event, one row."""
        self.view.put(domain_event.said, tracking)


def runner_speed(databases: Databases) -> float:
    """Events a second that the library's runner reads and writes, from a log that is there already.

    Each event is a commit; it need not wait for the disk, which is more than a rebuild is granted.
    """
    databases.drop(POSTGRESQL, "runner")
    with psycopg.connect(driver_url(databases.bare(POSTGRESQL, "runner"))) as connection:
        connection.execute("ALTER DATABASE runner SET synchronous_commit = off")
    address = make_url(databases.url(POSTGRESQL, "runner"))
    env = {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": str(address.database),
        "POSTGRES_HOST": str(address.query.get("host", address.host)),
        "POSTGRES_PORT": str(address.port or 5432),
        "POSTGRES_USER": str(address.username),
        "POSTGRES_PASSWORD": str(address.password or "none"),
    }
    last = _record(env)
    started = perf_counter()
    with ProjectionRunner(
        application_class=Telling, projection_class=RowPerEvent, view_class=Rows, env=env
    ) as runner:
        runner.wait(last, timeout=SECONDS)
        spent = perf_counter() - started
    databases.drop(POSTGRESQL, "runner")
    return EVENTS / spent


def _record(env: dict[str, str]) -> int:
    application = Telling(env=env)
    said = [each for each, _ in zip(claims(EVENTS), range(EVENTS), strict=False)]
    for start in range(0, EVENTS, AT_ONCE):
        application.save(*(Told(each) for each in said[start : start + AT_ONCE]))
    last = application.recorder.max_notification_id()
    application.close()
    assert last is not None
    return last
