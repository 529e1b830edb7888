"""Nobody turns the service on its own network: hosts are allowed by name, addresses checked and then used."""

import asyncio
import ssl
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address
from pathlib import Path
from threading import Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID

from timeline import BadParameter, SystemClock
from timeline.webhooks.egress import Egress, NotAllowed, is_public
from timeline.webhooks.posting import post

PUBLIC = "93.184.215.14"


def at(*addresses: str):
    return lambda _host, _port: list(addresses)


@pytest.mark.parametrize(
    ("setting", "url"),
    [
        ("hooks.example", "https://hooks.example/in"),
        ("hooks.example", "http://HOOKS.example./in?a=b"),
        ("a.example, hooks.example:8443", "https://hooks.example:8443/in"),
        ("*.example", "https://hooks.example"),
        ("*", "https://anything.test/"),
        ("127.0.0.1", "http://127.0.0.1:9/in"),
        ("[::1]:9", "http://[::1]:9/in"),
        ("::1", "http://[::1]:9/in"),
    ],
)
def test_a_host_that_the_setting_names_is_allowed(setting, url):
    Egress(setting).check(url)


@pytest.mark.parametrize(
    ("setting", "url"),
    [
        ("", "https://hooks.example/in"),
        ("hooks.example", "https://hooks.example.evil.test/in"),
        ("hooks.example", "https://evil.test/hooks.example"),
        ("hooks.example", "https://hooks.example@evil.test/"),
        ("hooks.example", "https://evil.test\\@hooks.example/"),
        ("hooks.example", "https://user:word@hooks.example/"),
        ("hooks.example", "https://hooks.example/#in"),
        ("hooks.example", "ftp://hooks.example/in"),
        ("hooks.example", "file:///etc/passwd"),
        ("hooks.example", "https://hooks.example:99999/"),
        ("hooks.example", "https:///in"),
        ("hooks.example", "https://hooks.exa mple/"),
        ("hooks.example", "https://hooks.example/\r\nX: y"),
        ("hooks.example:8443", "https://hooks.example/in"),
        ("*.example", "https://example/"),
        ("*.example", "http://hooks.example/"),
        ("*", "http://hooks.example/"),
    ],
)
def test_any_other_address_is_refused(setting, url):
    with pytest.raises(BadParameter, match="url: expected"):
        Egress(setting).check(url)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254"),
        *(
            "0.1.2.3",
            "100.64.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
        ),
        *("::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "ff02::1", "2001::1"),
    ],
)
def test_what_a_pattern_allows_is_refused_at_an_address_that_is_not_public(address):
    assert not is_public(ip_address(address))
    with pytest.raises(NotAllowed, match="not public"):
        Egress("*", at(PUBLIC, address)).target("https://hooks.test/")
    assert Egress("hooks.test", at(address)).target("https://hooks.test/").address == str(
        ip_address(address)
    )


def test_the_address_that_was_checked_is_the_one_connected_to():
    found = iter([[PUBLIC], ["127.0.0.1"]])
    egress = Egress("*", lambda _host, _port: next(found))

    assert egress.target("https://hooks.test/").address == PUBLIC
    with pytest.raises(NotAllowed):
        egress.target("https://hooks.test/")


def test_what_is_no_longer_allowed_is_not_written_to():
    why = post(lambda: Egress("").target("https://hooks.test/"), {}, "{}", lambda: False)

    assert why is not None
    assert "TIMELINE_WEBHOOK_HOSTS" in why


def certificate(name: str, folder: Path) -> Path:
    """A certificate that signs itself for a host, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    # A certificate is checked by the machine's clock.
    now = datetime.fromtimestamp(SystemClock().now() / 1_000_000, UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, SHA256())
    )
    path = folder / f"{name}.pem"
    text = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(text + made.public_bytes(Encoding.PEM))
    return path


@pytest.mark.parametrize(("host", "arrives"), [("hooks.test", True), ("other.test", False)])
def test_a_certificate_is_checked_for_the_host_and_not_for_its_address(tmp_path, host, arrives):
    path = certificate("hooks.test", tmp_path)
    hosts = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            hosts.append(self.headers["host"])
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = Thread(target=server.handle_request)
    thread.start()
    port = server.server_address[1]
    egress = Egress(f"{host}:{port}", at("127.0.0.1"))
    trusted = ssl.create_default_context(cafile=path)
    try:
        why = post(
            lambda: egress.target(f"https://{host}:{port}/in"),
            {},
            "{}",
            lambda: False,
            context=trusted,
        )
    finally:
        thread.join(10)
        server.server_close()

    assert (why is None) == arrives, why
    assert hosts == ([f"{host}:{port}"] if arrives else [])


def test_an_attempt_ends_when_it_is_told_to():
    with pytest.raises(RuntimeError):
        asyncio.get_running_loop()
    egress = Egress("127.0.0.1", lambda _host, _port: ["127.0.0.1"])

    assert post(lambda: egress.target("http://127.0.0.1:9/"), {}, "{}", lambda: True) == "stopped"
