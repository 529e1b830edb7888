"""Real brokers on loopback, started and stopped by their process, and what they keep."""

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

from timeline.relaying import Broker, open_broker, read_address

RABBIT = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")
MOCK = """
import signal
from confluent_kafka import Producer

# The broker lives as long as the producer it is asked for by (test.mock.num.brokers of librdkafka's configuration).
producer = Producer({"test.mock.num.brokers": 1, "log_level": 2})
[broker] = producer.list_topics(timeout=30).brokers.values()
print(f"{broker.host}:{broker.port}", flush=True)
signal.pause()
"""


class Kept(NamedTuple):
    """A message as a broker gives it back."""

    id: str
    content_type: str
    body: bytes


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


class Server:
    """A process that listens on a port; started again it has what it had."""

    ready_seconds = 90
    authorities = ""
    """A file of the authority that has certified it; empty for one that speaks without TLS."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self._process: subprocess.Popen[Any] | None = None

    def url(self, place: str) -> str:
        """The address that a relay is given."""
        raise NotImplementedError

    def kept(self, place: str) -> list[Kept]:
        """Everything a place holds, in its order; reading may take it out."""
        return asyncio.run(self._kept(place))

    def broker(self, place: str) -> Broker:
        """A client of it, not connected yet."""
        return open_broker(read_address(self.url(place)), self.authorities)

    def start(self) -> None:
        """Start it, and wait until it can be published to."""
        with (self.folder / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                self._command(),
                cwd=self.folder,
                env={**os.environ, **self._environment()},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        end = time.monotonic() + self.ready_seconds
        while not asyncio.run(reachable(self.broker("probe"))):
            assert self._process.poll() is None, (self.folder / "server.log").read_text()
            assert time.monotonic() < end, (self.folder / "server.log").read_text()
            time.sleep(0.2)

    def stop(self) -> None:
        """Ask it to stop, and wait until it has."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """Kill it, with all it started."""
        self._end(signal.SIGKILL)

    def close(self) -> None:
        """Leave nothing running."""
        self.kill()

    def _end(self, how: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        if how is signal.SIGKILL:
            os.killpg(process.pid, how)
        else:
            process.send_signal(how)
        process.wait(timeout=60)

    def _command(self) -> list[str]:
        raise NotImplementedError

    def _environment(self) -> dict[str, str]:
        return {}

    async def _kept(self, place: str) -> list[Kept]:
        raise NotImplementedError


async def reachable(broker: Broker) -> bool:
    """Whether a broker can be connected to."""
    from timeline.errors import BrokerUnavailable

    try:
        await broker.connect()
    except BrokerUnavailable:
        return False
    finally:
        await broker.close()
    return True


class NatsServer(Server):
    """A NATS server whose JetStream is kept in files."""

    missing = "" if shutil.which("nats-server") else "no nats-server; on Debian: nats-server"

    def url(self, place: str) -> str:
        return f"nats://127.0.0.1:{self.port}/{place}"

    def _command(self) -> list[str]:
        place = ("-a", "127.0.0.1", "-p", str(self.port))
        return ["nats-server", *place, "-js", "-sd", str(self.folder)]

    def _asked(self) -> dict[str, Any]:
        """What a client is to say for itself."""
        return {}

    async def _kept(self, place: str) -> list[Kept]:
        import nats
        from nats.js.api import AckPolicy, ConsumerConfig

        client = await nats.connect(f"nats://127.0.0.1:{self.port}", **self._asked())
        stream = client.jetstream()
        held = (await stream.stream_info(place)).state.messages
        # Unacknowledged, a consumer is given a thousand and no more.
        unasked = ConsumerConfig(ack_policy=AckPolicy.NONE)
        taken = await stream.pull_subscribe(place, config=unasked)
        found: list[Kept] = []
        while len(found) < held:
            for each in await taken.fetch(min(500, held - len(found))):
                headers = each.headers or {}
                found.append(Kept(headers["Nats-Msg-Id"], headers["Content-Type"], each.data))
        await client.close()
        return found


class RabbitServer(Server):
    """A RabbitMQ node of its own, with a port mapper of its own."""

    missing = "" if RABBIT.exists() else "no rabbitmq-server; on Debian: rabbitmq-server"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._ports = {"RABBITMQ_DIST_PORT": str(free_port()), "ERL_EPMD_PORT": str(free_port())}
        # The node starts one that outlives it; this one is ended with the tests.
        mapper = ["epmd", "-address", "127.0.0.1", "-port", self._ports["ERL_EPMD_PORT"]]
        self._mapper = subprocess.Popen(mapper, stdin=subprocess.DEVNULL)
        self._taken: dict[str, list[Kept]] = {}
        self._name = f"timeline-{uuid4().hex[:8]}@localhost"

    def url(self, place: str) -> str:
        return f"amqp://guest:guest@127.0.0.1:{self.port}/%2F?exchange={place}"

    def close(self) -> None:
        super().close()
        self._mapper.kill()
        self._mapper.wait(timeout=10)

    def _command(self) -> list[str]:
        return [str(RABBIT)]

    def _environment(self) -> dict[str, str]:
        inner = "{127,0,0,1}"
        places = {
            "RABBITMQ_MNESIA_BASE": "mnesia",
            "RABBITMQ_LOG_BASE": "log",
            "RABBITMQ_ENABLED_PLUGINS_FILE": "plugins",
            "RABBITMQ_CONFIG_FILE": "none",
            "RABBITMQ_CONF_ENV_FILE": "none",
            "RABBITMQ_GENERATED_CONFIG_DIR": "generated",
            "HOME": "home",
        }
        (self.folder / "home").mkdir(exist_ok=True)
        return {
            **self._ports,
            **{name: str(self.folder / place) for name, place in places.items()},
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "RABBITMQ_LOGS": "-",
            "RABBITMQ_NODENAME": self._name,
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": str(self.port),
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": f"-kernel inet_dist_use_interface {inner}",
        }

    async def _kept(self, place: str) -> list[Kept]:
        import aio_pika

        connection = await aio_pika.connect(f"amqp://guest:guest@127.0.0.1:{self.port}/")
        found = self._taken.setdefault(place, [])
        queue = await (await connection.channel()).get_queue(place)
        while (message := await queue.get(no_ack=True, fail=False)) is not None:
            assert message.delivery_mode == aio_pika.DeliveryMode.PERSISTENT
            found.append(Kept(message.message_id, message.content_type, message.body))
        await connection.close()
        return list(found)


class KafkaServer(Server):
    """The Kafka broker that TIMELINE_TEST_KAFKA names, or else the one in librdkafka, which keeps all in memory."""

    missing = ""
    _address = os.environ.get("TIMELINE_TEST_KAFKA", "")

    def url(self, place: str) -> str:
        return f"kafka://{self._address}/{place}"

    def start(self) -> None:
        """Start it, unless somebody else runs it."""
        if self._address:
            return
        self._process = subprocess.Popen(self._command(), stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        self._address = self._process.stdout.readline().strip()

    def close(self) -> None:
        """Leave nothing running; it has nothing to write down."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate(timeout=10)

    def _command(self) -> list[str]:
        return [sys.executable, "-c", MOCK]

    async def _kept(self, place: str) -> list[Kept]:
        from aiokafka import AIOKafkaConsumer

        first = {"auto_offset_reset": "earliest", "group_id": None}
        found: list[Kept] = []
        async with AIOKafkaConsumer(place, bootstrap_servers=self._address, **first) as taken:
            while pages := await taken.getmany(timeout_ms=2_000):
                for each in (each for page in pages.values() for each in page):
                    headers = {name: value.decode() for name, value in each.headers}
                    found.append(Kept(headers["message-id"], headers["content-type"], each.value))
        return found


SERVERS = {"nats": NatsServer, "rabbitmq": RabbitServer, "kafka": KafkaServer}
