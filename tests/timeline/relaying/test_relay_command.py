"""`timeline relay` with real brokers: they and it are stopped, killed and started, and nothing is lost."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from timeline.relaying import read_address

from .conftest import Place
from .logs import assert_nothing_lost, checkpoint, fill
from .servers import free_port

COMMAND = Path(sys.executable).with_name("timeline")
Runs = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def runs(engine: Engine) -> Iterator[Runs]:
    """Starts `timeline relay` on the test's database."""
    started: list[subprocess.Popen[str]] = []
    url = engine.url.render_as_string(hide_password=False)

    def run(*words: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [COMMAND, "relay", *words],
            env={**os.environ, "TIMELINE_DATABASE": url},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        return process

    yield run
    for process in started:
        process.kill()
        process.communicate()


def await_checkpoint(engine: Engine, name: str, position: int, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while checkpoint(engine, name) < position:
        assert time.monotonic() < end, checkpoint(engine, name)
        time.sleep(0.02)


def ended(process: "subprocess.Popen[str]") -> tuple[int, str]:
    """Its exit code and what it said."""
    said, _ = process.communicate(timeout=60)
    return process.returncode, said


def ids(place: Place) -> list[int]:
    return [int(each.id) for each in place.kept()]


# Each broker beside one of the databases: what one does is nothing to the other.
@pytest.mark.slow
@pytest.mark.parametrize(
    ("database_url", "stoppable"),
    [("sqlite", "rabbitmq"), pytest.param("postgres", "nats", marks=pytest.mark.postgresql)],
    indirect=True,
)
def test_a_broker_that_is_stopped_killed_and_started_meanwhile_gets_everything(
    engine, stoppable, runs
):
    name = str(read_address(stoppable.url))
    head = fill(engine, 0, 100)
    relay = runs(stoppable.url)
    await_checkpoint(engine, name, head)
    for number, end in enumerate((stoppable.server.stop, stoppable.server.kill), start=1):
        # Some of it is on its way when the broker goes, the rest is recorded while it is away.
        fill(engine, number * 1_000, number * 1_000 + 400)
        await_checkpoint(engine, name, head + 1)
        end()
        head = fill(engine, number * 1_000 + 400, number * 1_000 + 500)
        stoppable.server.start()
        await_checkpoint(engine, name, head)
    relay.send_signal(signal.SIGTERM)
    code, said = ended(relay)

    assert code == 0, said
    assert "guest:" not in said
    assert said.count("trying again within") >= 2
    assert "broker: connected again" in said
    assert f"stopped at position {head:,}" in said
    published = ids(stoppable)
    assert_nothing_lost(published, range(1, head + 1))
    if stoppable.url.startswith("nats"):
        assert len(published) == head


@pytest.mark.slow
@pytest.mark.parametrize(
    ("database_url", "place"),
    [
        ("sqlite", "nats"),
        ("sqlite", "kafka"),
        pytest.param("postgres", "rabbitmq", marks=pytest.mark.postgresql),
    ],
    indirect=True,
)
def test_a_relay_that_is_killed_goes_on_and_loses_nothing(engine, place, runs):
    name = str(read_address(place.url))
    head = fill(engine, 0, 1_200)
    relay = runs(place.url)
    await_checkpoint(engine, name, 1)
    relay.kill()
    relay.wait()
    code, said = ended(runs(place.url, "--once"))

    assert code == 0, said
    assert checkpoint(engine, name) == head
    published = ids(place)
    assert_nothing_lost(
        sorted(published) if place.url.startswith("kafka") else published, range(1, head + 1)
    )
    if place.url.startswith("nats"):
        assert len(published) == head


def test_a_second_relay_of_the_same_name_is_refused_in_one_line(engine, servers, runs):
    url = servers("nats").url(f"twice-{engine.dialect.name}")
    name = str(read_address(url))
    relay = runs(url)
    await_checkpoint(engine, name, fill(engine, 0, 3))
    code, said = ended(runs(url, "--once"))
    assert (code, said.count("\n")) == (1, 1)
    assert said.startswith(f"refused: relay: {name} is running already")

    assert ended(runs(url, "--once", "--name", "beside"))[0] == 0
    relay.send_signal(signal.SIGINT)
    assert ended(relay)[0] == 0


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("scheme", ["nats", "amqp", "ftp"])
def test_what_cannot_be_relayed_to_is_refused_in_one_line(scheme, engine, runs):
    code, said = ended(runs(f"{scheme}://me:s3cret@127.0.0.1:{free_port()}/place"))

    assert code == 1
    assert said.startswith("refused: broker: ")
    assert said.count("\n") == 1
    assert "s3cret" not in said
