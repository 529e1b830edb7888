"""Questions as requests: the address and the parameters of each, the same for both clients."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote

from .shapes import Options

Params = dict[str, str]
JSON = {"Accept": "application/json"}
RETRIED = frozenset({429, 500, 502, 503, 504})
"""What a service that is starting, stopping or overloaded answers; following goes on after it."""
SILENCE_SECONDS = 60.0
"""How long a stream may say nothing, heartbeats included, before it is taken to be dead."""
LARGEST_EVENT = 64 << 20


@dataclass(frozen=True, slots=True)
class Ask:
    """A GET of the service."""

    path: str
    params: Params


def ask(path: str, options: Options | Mapping[str, object], **named: str | int | None) -> Ask:
    """A request whose parameters that are None were left out."""
    given = {**named, **options}
    return Ask(path, {name: _text(value) for name, value in given.items() if value is not None})


def ask_pinned(address: str) -> Ask:
    """The request that a pinned address is."""
    path, _, query = address.partition("?")
    return Ask(path, dict(parse_qsl(query)))


def at(collection: str, name: str, *rest: str) -> str:
    """The address of one of a collection."""
    return "/".join((f"/v1/{collection}", quote(name, safe=""), *rest))


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
