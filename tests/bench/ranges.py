"""A peer in PostgreSQL: a row has three ranges of time, and one GiST index spans them with vendor and region."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg

from events import LAST_DAY
from projections import EVER

from .inserting import copy_rows
from .rows import COLUMNS, SHOWN, TEXTS, Look, Moment, Row

DAY = "timestamptz '0001-01-01 00:00:00+00' + interval '1 day' * ({} - 1)"
INSTANT = "timestamptz 'epoch' + interval '1 microsecond' * {}"
# A position stands for the microsecond of that number: events of one batch share their recorded time.
RANGES = {
    "valid": ("valid_from", "valid_to", DAY),
    "known": ("known_from", "known_to", INSTANT),
    "recorded": ("since", "until", INSTANT),
}
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Without btree_gist a GiST index takes ranges alone, and the pair is a range of one number.
PAIR = "hashtextextended({vendor} || ' ' || {region}, 0)"
NARROWED = f"pair @> {PAIR}"

Connection = psycopg.Connection[Any]


@contextmanager
def range_look(url: str, chunks: Iterator[list[Row]], at: Moment) -> Iterator[Look]:
    """Fill the table and look rows up by a prepared statement."""
    with psycopg.connect(url, autocommit=True) as connection:
        by_words = _has_btree_gist(connection)
        _fill(connection, chunks, by_words=by_words)
        connection.execute("SET plan_cache_mode = force_generic_plan")
        moments = {
            "valid": datetime.fromordinal(at.day).replace(tzinfo=UTC),
            "known": "infinity",
            "recorded": EPOCH + timedelta(microseconds=at.position),
        }
        given = {"vendor": "%(vendor)s::text", "region": "%(region)s::text"}
        narrowed = () if by_words else (NARROWED.format(**given),)
        wanted = (
            *(f"{name} = {mark}" for name, mark in given.items()),
            *narrowed,
            "type <> 'ownership'",
            *(f"{name} @> %({name})s::timestamptz" for name in RANGES),
        )
        statement = f"SELECT {', '.join(SHOWN)} FROM ranged WHERE {' AND '.join(wanted)}".encode()

        def look(vendor: str, region: str) -> list[Row]:
            values = {"vendor": vendor, "region": region, **moments}
            return connection.execute(statement, values, prepare=True).fetchall()

        yield look


def _has_btree_gist(connection: Connection) -> bool:
    found = connection.execute("SELECT FROM pg_available_extensions WHERE name = 'btree_gist'")
    return found.fetchone() is not None


def _fill(connection: Connection, chunks: Iterator[list[Row]], *, by_words: bool) -> None:
    types = {name: "text" if name in TEXTS else "int8" for name in COLUMNS}
    described = ", ".join(f"{name} {type_}" for name, type_ in types.items())
    connection.execute(f"CREATE UNLOGGED TABLE given ({described})".encode())
    for chunk in chunks:
        copy_rows(connection, "given", list(types.values()), chunk)
    ranges = [f"{_range(*each)} AS {name}" for name, each in RANGES.items()]
    leading = ["vendor", "region"]
    if by_words:
        connection.execute("CREATE EXTENSION btree_gist")
    else:
        number = PAIR.format(vendor="vendor", region="region")
        ranges.append(f"int8range({number}, {number}, '[]') AS pair")
        leading = ["pair"]
    filled = f"CREATE TABLE ranged AS SELECT {', '.join((*SHOWN, *ranges))} FROM given"
    connection.execute(filled.encode())
    connection.execute("DROP TABLE given")
    columns = ", ".join((*leading, *RANGES))
    connection.execute(f"CREATE INDEX ON ranged USING gist ({columns})".encode())
    connection.execute("VACUUM (ANALYZE) ranged")


def _range(lower: str, upper: str, form: str) -> str:
    open_from = LAST_DAY + 1 if form == DAY else EVER
    ends = f"CASE WHEN {upper} < {open_from} THEN {form.format(upper)} END"
    return f"tstzrange({form.format(lower)}, {ends})"
