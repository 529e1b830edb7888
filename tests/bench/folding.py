"""A peer that keeps no rows: it folds what the log holds of a vendor anew on each question."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine

from projections import fold_rows
from timeline import Service, SystemClock

from .rows import SHOWN, TABLE, Look, Moment, Row


@contextmanager
def folding(engine: Engine, plain: Engine, at: Moment) -> Iterator[Look]:
    """Looks up by reading and folding the vendor's streams; which they are, it need not find out."""
    streams: dict[str, set[str]] = {}
    with plain.connect() as connection:
        names = f"SELECT DISTINCT vendor, occurrence FROM {TABLE}"
        for vendor, occurrence in connection.exec_driver_sql(names):
            streams.setdefault(vendor, set()).add(occurrence)
    service = Service(engine, SystemClock())

    def look(vendor: str, region: str) -> list[Row]:
        with service.snapshot() as snapshot:
            told = snapshot.log.streams(snapshot.connection, streams[vendor], at.position)
        return [
            tuple(getattr(row, name) for name in SHOWN)
            for row in fold_rows(entry for entries in told.values() for entry in entries)
            if row.vendor == vendor
            and row.region == region
            and row.valid_from <= at.day < row.valid_to
            and row.known_from <= at.known < row.known_to
        ]

    yield look
