"""Edits that somebody with every right makes straight in the database, past the log's guards."""

from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import Any

from sqlalchemy import Connection, Engine, text

from timeline.database import writing
from timeline.log import log_events

COLUMNS = [column.name for column in log_events.columns]
WORDS = ("stream", "topic", "identity", "upon", "brings")
Row = dict[str, Any]


@contextmanager
def unguarded(owner: Engine) -> Iterator[Connection]:
    """A transaction of the owner's in which the triggers of the log are away, and back after it."""
    with writing(owner) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("ALTER TABLE log_events DISABLE TRIGGER USER"))
            yield connection
            connection.execute(text("ALTER TABLE log_events ENABLE TRIGGER USER"))
            return
        there = connection.execute(
            text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        ).all()
        for name, _ in there:
            connection.execute(text(f"DROP TRIGGER {name}"))
        yield connection
        for _, made in there:
            connection.exec_driver_sql(made)


def rows_of(connection: Connection) -> dict[int, Row]:
    """All rows of the log by position."""
    rows = connection.execute(log_events.select().order_by(log_events.c.position))
    return {row.position: dict(row._mapping) for row in rows}


def restore(owner: Engine, rows: dict[int, Row]) -> None:
    """Put the log back as it was."""
    with unguarded(owner) as connection:
        connection.execute(log_events.delete())
        connection.execute(log_events.insert(), list(rows.values()))


def edit(connection: Connection, rows: dict[int, Row], random: Random) -> tuple[str, int]:
    """One edit, in words, and the first position that it makes bad."""
    position = random.choice(list(rows))
    sort = random.choice(["payload", "payload", "order", "delete", "insert", "time", "column"])
    return EDITS[sort](connection, rows, position, random)


def _set(connection: Connection, at: int, /, **values: object) -> None:
    connection.execute(log_events.update().where(log_events.c.position == at).values(**values))


def _payload(
    connection: Connection, rows: dict[int, Row], position: int, random: Random
) -> tuple[str, int]:
    state = bytearray(rows[position]["state"])
    way = random.randrange(3)
    if way == 0:
        at = random.randrange(len(state))
        state[at] ^= 1 << random.randrange(7)
    elif way == 1:
        state = bytearray(rows[1 + position % len(rows)]["state"])
    else:
        state = bytearray()
    _set(connection, position, state=bytes(state))
    return f"payload of {position} changed ({way})", position


def _order(
    connection: Connection, rows: dict[int, Row], position: int, random: Random
) -> tuple[str, int]:
    other = random.choice([each for each in rows if each != position])
    for one, to in ((position, -1), (other, position), (-1, other)):
        _set(connection, one, position=to)
    return f"{position} and {other} have changed places", min(position, other)


def _delete(
    connection: Connection, rows: dict[int, Row], position: int, random: Random
) -> tuple[str, int]:
    connection.execute(log_events.delete().where(log_events.c.position == position))
    return f"{position} is gone", position


def _insert(
    connection: Connection, rows: dict[int, Row], position: int, random: Random
) -> tuple[str, int]:
    at = random.choice([len(rows) + 1, len(rows) + 7, 0, -5])
    row = {**rows[position], "position": at, "version": 1_000, "identity": f"c-{at}"}
    connection.execute(log_events.insert(), row)
    return f"a copy of {position} put in at {at}", at


def _time(
    connection: Connection, rows: dict[int, Row], position: int, random: Random
) -> tuple[str, int]:
    later = rows[position]["recorded_at"] + random.choice([-86_400_000_000, -1, 1, 3_600_000_000])
    _set(connection, position, recorded_at=later)
    return f"{position} recorded at another time", position


def _column(
    connection: Connection, rows: dict[int, Row], position: int, random: Random
) -> tuple[str, int]:
    name = random.choice([each for each in COLUMNS if each not in ("position", "recorded_at")])
    old = rows[position][name]
    new: object
    if name in WORDS:
        new = random.choice(["other", f"{old}-2"])
    elif name == "version":
        new = old + 500
    else:
        new = random.choice([None if name != "state" else b"", b"\x00" * 16, bytes(old) + b"\x01"])
    _set(connection, position, **{name: new})
    return f"{name} of {position} from {old!r} to {new!r}", position


EDITS = {
    "payload": _payload,
    "order": _order,
    "delete": _delete,
    "insert": _insert,
    "time": _time,
    "column": _column,
}
