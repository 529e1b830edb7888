"""Redaction: the payload of an event leaves the database for good, its envelope stays."""

import logging

from sqlalchemy import Connection, Engine, text

from projections import payload_hash

from ..database import let_write

logger = logging.getLogger("timeline.log")

_FULL = text(
    "SELECT position, seal, state FROM log_events"
    " WHERE (identity = :name OR brings = :name) AND state <> :empty"
)
_EMPTY = text("UPDATE log_events SET state = :empty, seal = :hash WHERE position = :position")
_CALL = text("SELECT log_redact(:name)")


def redact(connection: Connection, name: str) -> None:
    """Empty the payload of a claim, or of the act that brought it in; its salt gives way to its salted hash.

    The database refuses it unless an act payload-redacted upon that name is in the log.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(_CALL, {"name": name})
        return
    connection.exec_driver_sql("PRAGMA secure_delete = ON")
    for row in connection.execute(_FULL, {"name": name, "empty": b""}).all():
        emptied = {"hash": payload_hash(row.seal, row.state), "empty": b""}
        connection.execute(_EMPTY, {**emptied, "position": row.position})


def forget(engine: Engine) -> None:
    """Drop what the database still keeps of overwritten payloads beside and between its rows.

    On SQLite the file is written anew, and the write-ahead log is folded in and cut off; where a reader that
    does not end keeps that from being done, the log says so. On PostgreSQL the dead rows go with the next
    VACUUM, which is the owner's to run.
    """
    if engine.dialect.name != "sqlite":
        return
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        let_write(connection, allowed=True)
        driver.execute("VACUUM").close()
        [(busy, _, _)] = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    if busy:
        logger.warning(
            "a reader keeps words that were redacted in the write-ahead log: record the redaction again when it has ended"
        )
