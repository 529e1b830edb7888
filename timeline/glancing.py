"""Glancing: whether what answers is still what answered, by one look at the database."""

from contextlib import suppress
from threading import Lock

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from .database import let_write, open_engine
from .projecting import Live, live_tables


class Glance:
    """Looks outside of any transaction; `waits` tells whether a look may take as long as a server likes."""

    def __init__(self, engine: Engine) -> None:
        self.waits = engine.dialect.name != "sqlite"
        self._engine = engine
        self._held: Connection | None = None
        self._lock = Lock()

    def shows(self, live: Live) -> bool:
        """Whether the log is where the tables have read to, and they still answer; False where nobody can say."""
        with suppress(DBAPIError):
            if not self.waits:
                with self._lock:
                    return live_tables(self._hold()) == live
            with self._engine.connect() as connection:
                connection.execution_options(isolation_level="AUTOCOMMIT")
                return live_tables(connection) == live
        return False

    def close(self) -> None:
        """Let the database go."""
        with self._lock:
            if self._held is not None:
                self._held.close()
                self._held.engine.dispose()
                self._held = None

    def _hold(self) -> Connection:
        """A connection of its own, so that none of the others has to be waited for, nor a lock."""
        if self._held is None:
            self._held = open_engine(self._engine.url).connect()
            driver = self._held.connection.driver_connection
            assert driver is not None
            driver.execute("PRAGMA busy_timeout = 0").close()
            let_write(self._held, allowed=False)
        return self._held
