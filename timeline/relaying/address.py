"""The address of a broker: a URL whose credentials are never shown."""

from dataclasses import dataclass, field
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlsplit

from ..errors import BadParameter

PORTS = {"nats": 4222, "tls": 4222, "amqp": 5672, "amqps": 5671, "kafka": 9092, "kafkas": 9093}
SCHEMES = tuple(PORTS)
SECURE = ("tls", "amqps", "kafkas")
"""The schemes under which nothing is told but under TLS; `tls` is NATS."""
OPTIONS = {"amqp": {"exchange", "queue"}, "amqps": {"exchange", "queue"}}
HIDDEN = "***"
DEFAULT = "timeline"
"""The subject, exchange or topic of an address that names none."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a broker is, and what it is to be published to there."""

    scheme: str
    host: str
    port: int
    path: str
    """The subject, virtual host or topic; empty where none is named."""
    options: dict[str, str]
    user: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)

    @property
    def secure(self) -> bool:
        """Whether it is to be under TLS."""
        return self.scheme in SECURE

    def __str__(self) -> str:
        """Without credentials, and with what the URL left out."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        path = quote(self.path, safe="") if self.scheme.startswith("amqp") else self.path
        words = "&".join(f"{name}={quote(word)}" for name, word in sorted(self.options.items()))
        return f"{self.scheme}://{host}:{self.port}/{path}" + (f"?{words}" if words else "")

    def why(self, error: BaseException) -> str:
        """What an error of a client's says, in one line and without credentials."""
        text = " ".join(str(error).split()) or type(error).__name__
        # A user without a password is a token.
        secret = self.user if self.password is None else self.password
        for spelled in (quote(secret, safe=""), secret) if secret else ():
            text = text.replace(spelled, HIDDEN)
        return text


def read_address(text: str) -> Address:
    """The address that a URL names; BadParameter, which shows no credentials, for one that names none."""
    try:
        parts = urlsplit(text.strip())
        port = parts.port
    except ValueError:
        raise _bad("a host and a port from 1 to 65535", text) from None
    if parts.scheme not in PORTS:
        raise _bad(" or ".join(f"{scheme}://" for scheme in PORTS), text)
    if not parts.hostname or port == 0:
        raise _bad(f"{parts.scheme}://HOST:PORT", text)
    if parts.fragment:
        raise _bad("nothing behind #", text)
    path = unquote(parts.path.removeprefix("/"))
    if not parts.scheme.startswith("amqp"):
        path = _one_word(path or DEFAULT, parts.scheme, text)
    elif not path:
        path = "/"
    return Address(
        parts.scheme,
        parts.hostname,
        port or PORTS[parts.scheme],
        path,
        _options(parts, text),
        None if parts.username is None else unquote(parts.username),
        None if parts.password is None else unquote(parts.password),
    )


def _one_word(path: str, scheme: str, text: str) -> str:
    """A subject or a topic: no wildcards, white space or further folders."""
    parts = path.split(".")
    if not all(parts) or any(letter.isspace() or letter in "*>/\\" for letter in path):
        named = "a topic" if scheme.startswith("kafka") else "a stream or a subject"
        raise _bad(f"{named} without wildcards behind the host", text)
    return path


def _options(parts: SplitResult, text: str) -> dict[str, str]:
    found = dict(parse_qsl(parts.query, keep_blank_values=True))
    known = OPTIONS.get(parts.scheme, set())
    for name in found:
        if name not in known:
            expected = (
                f"no parameter but {' and '.join(sorted(known))}" if known else "no parameters"
            )
            raise _bad(expected, text)
    return {"exchange": DEFAULT, **found} if known else found


def _bad(expected: str, text: str) -> BadParameter:
    return BadParameter(field="broker", expected=expected, got=repr(_masked(text)))


def _masked(text: str) -> str:
    """A text that may be no address at all, without what may be credentials or parameters."""
    start, slashes, rest = text.partition("://")
    if not slashes:
        start, rest = "", text
    rest = rest.partition("?")[0].partition("#")[0]
    credentials, at, place = rest.rpartition("@")
    return f"{start}{slashes}{HIDDEN if credentials else ''}{at}{place}"
