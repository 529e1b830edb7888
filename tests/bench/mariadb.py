"""A peer in MariaDB: a bitemporal table, valid as application time and recorded as system time."""

import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory
from time import sleep
from typing import Any

from events import FIRST_DAY, LAST_DAY

from .rows import COLUMNS, OPEN, SHOWN, Look, Moment, Row

TRIES = 300
PRESENT = "2038-01-19 03:14:07.999999"
"""The end of a row of system time that still holds."""
FIRST = datetime(2000, 1, 1, tzinfo=UTC)
"""A position stands for the microsecond of that number after this: events of one batch share their time."""
CREATE = """
CREATE TABLE bitemporal (
    vendor VARCHAR(100) NOT NULL, region VARCHAR(100) NOT NULL, occurrence VARCHAR(100) NOT NULL,
    type VARCHAR(50) NOT NULL, unit VARCHAR(50) NOT NULL,
    known_from BIGINT NOT NULL, known_to BIGINT NOT NULL,
    valid_from BIGINT NOT NULL, valid_to BIGINT NOT NULL,
    certain BIGINT NOT NULL, presumed BIGINT NOT NULL, possible BIGINT,
    size_lo BIGINT NOT NULL, size_hi BIGINT, contested BIGINT NOT NULL, tellers VARCHAR(200) NOT NULL,
    begins DATE NOT NULL, ends DATE NOT NULL, PERIOD FOR valid (begins, ends),
    row_start TIMESTAMP(6) GENERATED ALWAYS AS ROW START,
    row_end TIMESTAMP(6) GENERATED ALWAYS AS ROW END,
    PERIOD FOR SYSTEM_TIME (row_start, row_end),
    PRIMARY KEY (vendor, region, occurrence, type, unit, known_from, begins)
) WITH SYSTEM VERSIONING CHARACTER SET ascii COLLATE ascii_bin ENGINE InnoDB
"""


def installed() -> bool:
    """Whether there is a server to start."""
    return which("mariadbd") is not None and which("mariadb-install-db") is not None


@contextmanager
def bitemporal_look(chunks: Iterator[list[Row]], at: Moment) -> Iterator[Look]:
    """Start a server, fill the table and look rows up."""
    with _served() as connection, connection.cursor() as cursor:
        cursor.execute(CREATE)
        cursor.execute("SET system_versioning_insert_history = 1")
        names = (*COLUMNS[: len(COLUMNS) - 2], "begins", "ends", "row_start", "row_end")
        marks = ", ".join("%s" for _ in names)
        insert = f"INSERT INTO bitemporal ({', '.join(names)}) VALUES ({marks})"
        for chunk in chunks:
            cursor.executemany(insert, [told for row in chunk for told in _told(row)])
            connection.commit()
        cursor.execute("ANALYZE TABLE bitemporal")
        statement = (
            f"SELECT {', '.join(SHOWN)} FROM bitemporal FOR SYSTEM_TIME AS OF TIMESTAMP %s"
            " WHERE vendor = %s AND region = %s AND type <> 'ownership'"
            " AND begins <= %s AND ends > %s AND known_from <= %s AND known_to > %s"
        )
        day = date.fromordinal(at.day).isoformat()
        recorded = _microsecond(at.position)

        def look(vendor: str, region: str) -> list[Row]:
            values = (recorded, vendor, region, day, day, at.known, at.known)
            cursor.execute(statement, values)
            return list(cursor.fetchall())

        yield look


def _told(row: Row) -> Iterator[Row]:
    """The row with days of the calendar; none where it lies outside the calendar as a whole."""
    *said, since, until = row
    named = dict(zip(COLUMNS, row, strict=True))
    first, last = max(named["valid_from"], FIRST_DAY), min(named["valid_to"], LAST_DAY)
    if first < last:
        days = (date.fromordinal(first), date.fromordinal(last))
        ended = PRESENT if until == OPEN else _microsecond(until)
        yield (*said, *days, _microsecond(since), ended)


def _microsecond(position: int) -> str:
    moment = FIRST + timedelta(microseconds=position)
    return moment.strftime("%Y-%m-%d %H:%M:%S.%f")


@contextmanager
def _served() -> Iterator[Any]:
    """A connection to a server of the bench's own, on a socket in a temporary folder; no network."""
    import pymysql  # type: ignore[import-untyped]

    with TemporaryDirectory(prefix="timeline-bench-maria-") as folder:
        place, socket = Path(folder) / "rows", Path(folder) / "socket"
        started = ["--no-defaults", f"--datadir={place}", "--user=root"]
        subprocess.run(
            ["mariadb-install-db", *started, "--auth-root-authentication-method=normal"],
            check=True,
            capture_output=True,
        )
        own = [f"--socket={socket}", f"--pid-file={folder}/pid", "--skip-networking"]
        tuned = ["--innodb-buffer-pool-size=1G", "--innodb-flush-log-at-trx-commit=2"]
        # A session in UTC finds every hour of the system time it is told.
        command = ["mariadbd", *started, *own, *tuned, "--default-time-zone=+00:00"]
        with (
            (Path(folder) / "log").open("w") as log,
            subprocess.Popen(command, stderr=log) as server,
        ):
            try:
                _await(socket, server)
                address = {"unix_socket": str(socket), "user": "root"}
                with closing(pymysql.connect(**address, autocommit=False)) as connection:
                    with connection.cursor() as cursor:
                        cursor.execute("CREATE DATABASE bench")
                        cursor.execute("USE bench")
                    yield connection
            finally:
                server.terminate()
                server.wait(timeout=60)


def _await(socket: Path, server: "subprocess.Popen[bytes]") -> None:
    for _ in range(TRIES):
        if socket.exists():
            return
        assert server.poll() is None, "mariadbd ended"
        sleep(0.1)
    raise TimeoutError("mariadbd did not start")
