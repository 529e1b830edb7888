"""Relays to brokers under TLS: the certificate is checked, and nothing is told to a broker without one."""

import asyncio
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from uuid import uuid4

import pytest

from timeline.errors import BadParameter, BrokerUnavailable
from timeline.relaying import Broker, open_broker, read_address

from .authority import certified
from .logs import checkpoint, fill
from .secure_servers import SECURE
from .test_brokers import messages
from .test_relay_command import ended, runs

__all__ = ["runs"]


def publish(broker: Broker) -> None:
    async def run() -> None:
        try:
            await broker.connect()
            await broker.publish(messages(1, 20))
        finally:
            await broker.close()

    asyncio.run(run())


@pytest.fixture(params=list(SECURE))
def secure(request, servers):
    """A broker under TLS."""
    return servers(request.param)


def test_what_is_published_under_tls_is_kept(secure):
    place = f"place-{uuid4().hex}"
    publish(secure.broker(place))

    assert [int(each.id) for each in secure.kept(place)] == list(range(1, 21))


def test_a_certificate_of_an_authority_that_is_not_known_is_refused(secure, tmp_path):
    address = read_address(secure.url("place"))
    stranger = str(certified(tmp_path).authority)
    for authorities in ("", stranger):
        with pytest.raises(BrokerUnavailable, match="certificate verify failed") as told:
            publish(open_broker(address, authorities))
        assert "s3cret" not in str(told.value)
        assert "\n" not in str(told.value)


def test_a_certificate_of_another_host_is_refused(secure):
    address = read_address(secure.url("place").replace("127.0.0.1", "localhost"))

    with pytest.raises(BrokerUnavailable, match="certificate verify failed: Hostname mismatch"):
        publish(open_broker(address, secure.authorities))


def test_a_relay_takes_the_authority_from_its_setting(secure, engine, runs, monkeypatch):
    head = fill(engine, 0, 3)
    url = secure.url(f"place-{uuid4().hex}")
    code, said = ended(runs(url, "--once"))
    assert (code, said.count("\n")) == (1, 1)
    assert "certificate verify failed" in said

    monkeypatch.setenv("TIMELINE_BROKER_CA", secure.authorities)
    code, said = ended(runs(url, "--once"))
    assert code == 0, said
    assert "s3cret" not in said
    assert checkpoint(engine, str(read_address(url))) == head


def test_a_nats_server_without_tls_is_told_no_password(servers, tmp_path):
    port = servers("nats").port
    authority = str(certified(tmp_path).authority)
    address = read_address(f"tls://someone:s3cret@127.0.0.1:{port}/place")

    with pytest.raises(BrokerUnavailable, match="it offers no TLS"):
        publish(open_broker(address, authority))

    info = b'INFO {"server_id":"x","auth_required":true,"max_payload":9,"headers":true}\r\n'
    for who in ("someone:s3cret", "s3cret"):
        with listening(info) as (at, heard):
            address = read_address(f"tls://{who}@127.0.0.1:{at}/place")
            with pytest.raises(BrokerUnavailable, match="it offers no TLS"):
                publish(open_broker(address, authority))
        assert b"s3cret" not in b"".join(heard)


@contextmanager
def listening(said: bytes) -> Iterator[tuple[int, list[bytes]]]:
    """Somebody who says this to whoever connects, and what he heard."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            client, _ = server.accept()
            with client:
                client.settimeout(5)
                client.sendall(said)
                while piece := client.recv(4096):
                    heard.append(piece)

        thread = Thread(target=answer, daemon=True)
        thread.start()
        yield server.getsockname()[1], heard
        thread.join(10)


def test_kafka_is_spoken_to_under_tls(tmp_path):
    """Without a broker at hand: what it is told first is a greeting of TLS, and a stranger is told no more."""
    files = certified(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(files.certificate, files.key)
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            client, _ = server.accept()
            with client, context.wrap_socket(client, server_side=True) as secured:
                heard.append(secured.recv(4096))

        thread = Thread(target=answer, daemon=True)
        thread.start()
        address = read_address(f"kafkas://127.0.0.1:{server.getsockname()[1]}/place")
        with pytest.raises(BrokerUnavailable):
            publish(open_broker(address, str(files.authority)))
        thread.join(10)
    assert b"timeline" in heard[0]


@pytest.mark.parametrize("scheme", ["nats", "tls", "amqp", "amqps", "kafka", "kafkas"])
def test_a_file_that_holds_no_certificate_is_refused_in_one_line(scheme, tmp_path):
    (tmp_path / "empty.pem").write_text("")
    for path in (tmp_path / "empty.pem", tmp_path / "none.pem", Path("/")):
        with pytest.raises(BadParameter, match=r"^TIMELINE_BROKER_CA: expected a file of") as e:
            open_broker(read_address(f"{scheme}://host/place"), str(path))
        assert "\n" not in str(e.value)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("tls://me:pw@host", "tls://host:4222/timeline"),
        ("kafkas://me:pw@host/topic", "kafkas://host:9093/topic"),
    ],
)
def test_an_address_under_tls_is_shown_in_full(url, shown):
    assert str(read_address(url)) == shown
    assert read_address(url).secure


@pytest.mark.parametrize("url", ["tls://host/a.>", "kafkas://host/a/b", "kafkas://host?x=y"])
def test_an_address_under_tls_is_read_as_strictly(url):
    with pytest.raises(BadParameter):
        read_address(url)
