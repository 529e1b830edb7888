"""eventsourcing's own suites, run over the recorder on both databases.

AggregateRecorderTestCase is left out: it wants `insert_events` to return None, which a recorder of an application,
whose inserts return positions, does not.
"""

from collections.abc import Iterator
from threading import enumerate as enumerate_threads
from uuid import UUID

import pytest
from eventsourcing.tests import persistence as shipped
from sqlalchemy import Engine

from timeline.database import open_engine
from timeline.log import Recorder
from timeline.migrate import migrate


def migrated(url: str) -> Iterator[Engine]:
    migrate(url)
    engine = open_engine(url)
    before = set(enumerate_threads())
    yield engine
    # A shipped test ends while its readers still hold connections.
    for thread in set(enumerate_threads()) - before:
        thread.join(timeout=10)
    engine.dispose()


class OnSQLite:
    @pytest.fixture(autouse=True)
    def given_an_engine(self, sqlite_url: str) -> Iterator[None]:
        for self.engine in migrated(sqlite_url):
            yield

    def create_recorder(self) -> Recorder:
        return Recorder(self.engine, stream_ids=UUID)


class OnPostgreSQL(OnSQLite):
    @pytest.fixture(autouse=True)
    def given_an_engine(self, postgres_url: str) -> Iterator[None]:
        for self.engine in migrated(postgres_url):
            yield


class TestApplicationOnSQLite(OnSQLite, shipped.ApplicationRecorderTestCase[Recorder]):
    def test_insert_subscribe(self):
        self.optional_test_insert_subscribe()


@pytest.mark.postgresql
class TestApplicationOnPostgreSQL(OnPostgreSQL, shipped.ApplicationRecorderTestCase[Recorder]):
    def test_insert_subscribe(self):
        self.optional_test_insert_subscribe()


class TestProcessOnSQLite(OnSQLite, shipped.ProcessRecorderTestCase):
    pass


@pytest.mark.postgresql
class TestProcessOnPostgreSQL(OnPostgreSQL, shipped.ProcessRecorderTestCase):
    pass


class TestTrackingOnSQLite(OnSQLite, shipped.TrackingRecorderTestCase):
    pass


@pytest.mark.postgresql
class TestTrackingOnPostgreSQL(OnPostgreSQL, shipped.TrackingRecorderTestCase):
    pass


class TestNonInterleavingOnSQLite(OnSQLite, shipped.NonInterleavingNotificationIDsBaseCase):
    pass


@pytest.mark.postgresql
class TestNonInterleavingOnPostgreSQL(OnPostgreSQL, shipped.NonInterleavingNotificationIDsBaseCase):
    pass
