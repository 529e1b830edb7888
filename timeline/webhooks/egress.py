"""Egress: which hosts may be written to, and at which addresses."""

import re
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Final
from urllib.parse import SplitResult, urlsplit

from ..errors import BadParameter

PORTS: Final = {"http": 80, "https": 443}
NAT64: Final = IPv6Network("64:ff9b::/96")
LONGEST: Final = 2_000
HOST: Final = re.compile(r"[a-z0-9_.-]+|[0-9a-f:.]*:[0-9a-f:.]*")
Resolve = Callable[[str, int], Sequence[str]]
"""Gives the addresses of a host."""


class NotAllowed(Exception):
    """A host, or the address it resolved to, that may not be written to."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the setting: a host, all below a domain (`*.example.org`), or any host (`*`)."""

    host: str
    port: int | None

    @property
    def exact(self) -> bool:
        """Whether it names one host."""
        return not self.host.startswith("*")

    def allows(self, host: str, port: int) -> bool:
        """Whether a host is meant."""
        if self.port not in (None, port):
            return False
        return host == self.host if self.exact else host.endswith(self.host.removeprefix("*"))


@dataclass(frozen=True, slots=True)
class Target:
    """Where a message goes: the checked address that is connected to, and the host that was asked for."""

    url: str
    host: str
    address: str


class Egress:
    """The hosts a setting allows: a comma list, each a host, `host:port`, `*.domain` or `*`.

    What is named exactly may be at any address and be written to by http. What a pattern allows must be at a
    public address and be written to by https.
    """

    def __init__(self, setting: str, resolve: Resolve | None = None) -> None:
        self._entries = [_entry(each) for each in setting.split(",") if each.strip()]
        self._resolve = resolve or _resolved

    def check(self, url: str) -> None:
        """BadParameter for an address that may not be written to, whatever its host resolves to."""
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            parts, port = SplitResult("", "", "", "", ""), None
        expected = "an https address of a host, without a user, a password or a fragment"
        plain = url.isascii() and url.isprintable() and " " not in url and len(url) <= LONGEST
        told = parts.username is None and parts.password is None and not parts.fragment
        named = HOST.fullmatch(_host(parts)) is not None
        if not (plain and told and named and parts.scheme in PORTS and port != 0):
            raise BadParameter(field="url", expected=expected, got=ascii(url[:200]))
        entry = self._allowing(parts)
        if entry is None:
            expected = "a host that TIMELINE_WEBHOOK_HOSTS allows"
            raise BadParameter(field="url", expected=expected, got=repr(parts.hostname))
        if parts.scheme == "http" and not entry.exact:
            raise BadParameter(field="url", expected="https", got="http")

    def target(self, url: str) -> Target:
        """The address to connect to, checked now; NotAllowed where there is none. It may look up a name."""
        try:
            self.check(url)
        except BadParameter as error:
            raise NotAllowed(str(error)) from None
        parts = urlsplit(url)
        host, entry = _host(parts), self._allowing(parts)
        assert entry is not None
        found = [ip_address(each) for each in self._resolve(host, _port(parts))]
        if not found:
            raise NotAllowed(f"{host} has no address")
        if not entry.exact and not all(is_public(each) for each in found):
            raise NotAllowed(f"{host} is at an address that is not public")
        return Target(url, host, str(min(found, key=lambda each: each.version)))

    def _allowing(self, parts: SplitResult) -> Entry | None:
        """The entry that allows a host, one that names it before any pattern."""
        host, port = _host(parts), _port(parts)
        allowing = [entry for entry in self._entries if entry.allows(host, port)]
        return max(allowing, key=lambda entry: entry.exact, default=None)


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address is one of the internet at large, also where it wraps another."""
    if isinstance(address, IPv6Address):
        wrapped = address.ipv4_mapped or address.sixtofour
        if wrapped is None and address in NAT64:
            wrapped = IPv4Address(int(address) & 0xFFFFFFFF)
        if wrapped is not None:
            return is_public(wrapped)
        if address.teredo is not None or address.is_site_local:
            return False
    return address.is_global and not address.is_multicast


def _entry(words: str) -> Entry:
    host, colon, port = words.strip().lower().rpartition(":")
    if colon and port.isdigit() and not (":" in host and not host.endswith("]")):
        return Entry(_bare(host), int(port))
    return Entry(_bare(words.strip().lower()), None)


def _bare(host: str) -> str:
    return host.strip("[]").rstrip(".")


def _host(parts: SplitResult) -> str:
    return (parts.hostname or "").lower().rstrip(".")


def _port(parts: SplitResult) -> int:
    return parts.port or PORTS[parts.scheme]


def _resolved(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise NotAllowed(f"{host} cannot be looked up, {error.strerror or error}") from None
    return [str(each[4][0]).partition("%")[0] for each in found]
