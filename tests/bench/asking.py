"""The question in process, beside the bare indexed SELECT of the rows it stands on."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from itertools import cycle
from random import Random
from typing import Any

import psycopg
from sqlalchemy import Engine

from projections import EVER
from timeline import Asked, Service, SystemClock, answer_exposure, resolve_question, to_json
from timeline.answers.rows import Found
from timeline.projecting import live_tables

from .measuring import Measured, medians
from .stream import ALONE, VALID_AT, pair, vendors

ROUNDS = 15
TURNS = 20
BASELINE = "indexed SELECT"
_CONDITIONS = (
    "vendor = ?",
    "region = ?",
    "type <> 'ownership'",
    "known_from <= ?",
    "known_to > ?",
    "valid_from <= ?",
    "valid_to > ?",
    "since <= ?",
    "until > ?",
)

Fetch = Callable[[tuple[Any, ...]], list[Any]]


def pairs(occurrences: int, region: str | None, seed: int) -> Iterator[tuple[str, str]]:
    """Vendors at random with the region, or with a region of one occurrence each, again and again."""
    random = Random(seed)
    numbers = [random.randrange(vendors(occurrences)) for _ in range(1_000)]
    return cycle([pair(number, region or random.choice(ALONE)) for number in numbers])


def ask(engine: Engine, occurrences: int, region: str | None) -> list[Measured]:
    """Measure one question of about one occurrence, or of five where the region is the crowded one."""
    service = Service(engine, SystemClock())
    asked = Asked(valid_at=VALID_AT)
    questions, looks, inside = (pairs(occurrences, region, 1) for _ in range(3))
    with service.snapshot() as snapshot:
        position = snapshot.live.position
        table = live_tables(snapshot.connection).tables["exposure"].name
    day, known = date.fromisoformat(VALID_AT).toordinal(), EVER - 1
    held = (known, known, day, day, position, position)
    expected = 5 if region else 1

    def question() -> None:
        vendor, place = next(questions)
        with service.snapshot() as snapshot:
            found = resolve_question(snapshot, asked, vendor=vendor, region=place)
            answer = answer_exposure(found)
        to_json(answer)
        assert len(answer["occurrences"]) == expected  # type: ignore[arg-type]

    with _selecting(engine, table) as fetch, service.snapshot() as opened:

        def answer() -> None:
            vendor, place = next(inside)
            answer_exposure(resolve_question(opened, asked, vendor=vendor, region=place))

        def select() -> None:
            assert len(fetch((*next(looks), *held))) == expected

        turns = {"select": (select, TURNS * 20), "question": (question, TURNS)}
        found = medians(turns | {"answer": (answer, TURNS)}, ROUNDS)
    size = f"of {expected}"
    return [
        Measured(f"question {size}", BASELINE, found["question"], found["select"]),
        Measured(f"answer {size}, snapshot open", BASELINE, found["answer"], found["select"]),
    ]


@contextmanager
def _selecting(engine: Engine, table: str) -> Iterator[Fetch]:
    """Fetches rows by the driver alone: on SQLite on a connection of the engine, on PostgreSQL beside it."""
    statement = f"SELECT {', '.join(Found._fields)} FROM {table} WHERE {' AND '.join(_CONDITIONS)}"
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            yield lambda values: driver.execute(statement, values).fetchall()
        return
    url = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url, autocommit=True) as beside:
        marked: Any = statement.replace("?", "%s")
        yield lambda values: beside.execute(marked, values).fetchall()
