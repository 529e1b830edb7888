"""Readers of the log are woken when it grows: threads and coroutines, by this process and by another."""

import asyncio
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, text

from events import KINDS, parse_claim
from timeline import SystemClock
from timeline.database import open_engine
from timeline.feeding import Waker
from timeline.log import Log

LONG = 20.0
SOON = 5.0


@pytest.fixture
def waker(engine: Engine) -> Iterator[Waker]:
    waker = Waker(engine)
    yield waker
    waker.close()


def claim(number: int):
    return parse_claim({**KINDS["project-awarded"].EXAMPLE, "note": f"number {number}"})


def append(url: str) -> None:
    """Append one event through an engine of its own."""
    engine = open_engine(url)
    Log(engine, SystemClock()).append([claim(0)])
    engine.dispose()


def test_threads_and_coroutines_that_wait_are_woken_by_an_append(engine, waker):
    async def sleepers() -> list[int]:
        return await asyncio.gather(*[waker.wait_async(0, LONG) for _ in range(3)])

    with ThreadPoolExecutor(3) as pool:
        waiting = [pool.submit(waker.wait, 0, LONG) for _ in range(2)]
        waiting.append(pool.submit(lambda: max(asyncio.run(sleepers()))))
        time.sleep(0.3)
        assert not any(each.done() for each in waiting)
        started = time.monotonic()
        Log(engine, SystemClock()).append([claim(0)])

        assert [each.result() for each in waiting] == [1, 1, 1]
        assert time.monotonic() - started < SOON


def test_what_another_process_appends_wakes_as_well(database_url, waker):
    command = f"from {__name__} import append; append({database_url!r})"
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(waker.wait, 0, LONG)
        subprocess.run([sys.executable, "-c", command], check=True)

        assert waiting.result() == 1


def test_a_wait_for_what_is_there_already_does_not_block(engine, waker):
    Log(engine, SystemClock()).append([claim(0), claim(1)])

    assert waker.wait(1, LONG) == 2
    assert asyncio.run(waker.wait_async(1, LONG)) == 2


def test_a_wait_ends_with_its_timeout_where_nothing_is_appended(engine, waker):
    Log(engine, SystemClock()).append([claim(0)])
    assert waker.wait(0, LONG) == 1

    started = time.monotonic()

    assert waker.wait(1, 0.1) == 1
    assert asyncio.run(waker.wait_async(1, 0.1)) == 1
    assert time.monotonic() - started < SOON


def test_closing_ends_every_wait(waker):
    async def sleeper() -> int:
        return await waker.wait_async(0, LONG)

    with ThreadPoolExecutor(2) as pool:
        waiting = [pool.submit(waker.wait, 0, LONG), pool.submit(lambda: asyncio.run(sleeper()))]
        time.sleep(0.3)
        started = time.monotonic()
        waker.close()

        assert [each.result() for each in waiting] == [0, 0]
        assert time.monotonic() - started < SOON
        assert waker.wait(0, LONG) == 0


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
@pytest.mark.postgresql
def test_a_connection_that_is_lost_is_opened_again(engine, waker):
    with engine.connect() as connection:
        mine = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
    waker.wait(0, 0.5)
    admin = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    import psycopg

    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE pid NOT IN (pg_backend_pid(), %s) AND datname = current_database()",
            (mine,),
        )
    time.sleep(1)
    Log(engine, SystemClock()).append([claim(0)])

    assert waker.wait(0, LONG) == 1
