"""What can go wrong for a client: one base class, and under it each thing that its user may treat apart."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import httpx2
from msgspec.json import decode


class ClientError(Exception):
    """Anything that goes wrong for a client."""


class Refused(ClientError):
    """The service refused a request; `problem` is its document (RFC 9457)."""

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        self.status = status
        self.problem = problem
        super().__init__(str(problem.get("detail") or f"the service answered {status}"))


class Unreachable(ClientError):
    """No whole answer came: the address, the network or the service failed; `__cause__` is httpx2's error."""


class Garbled(ClientError):
    """What came is not what such a service answers, but perhaps what somebody between answers."""


class FeedBroken(ClientError):
    """A feed that must be without gaps and in order is not: it is another log, or an earlier state of this one."""


class Unproven(ClientError):
    """A checkpoint does not hold, or a key or a note that it is to be verified with is none."""


def refused(response: httpx2.Response) -> Refused:
    """The refusal in a response that has been read."""
    try:
        problem = response.json()
    except ValueError:
        problem = {}
    return Refused(response.status_code, problem if isinstance(problem, dict) else {})


def answered(response: httpx2.Response) -> dict[str, Any]:
    """The object in a response that has been read; Refused for a refusal, Garbled for what is no object."""
    if response.is_error:
        raise refused(response)
    answer = read_json(response.text)
    if not isinstance(answer, dict):
        raise Garbled(f"expected an object, got a {type(answer).__name__}")
    return answer


def read_json(text: str) -> Any:
    """The JSON value of a text; Garbled for any other."""
    try:
        return decode(text)
    except ValueError as error:
        raise Garbled(f"expected JSON, got {text[:80]!r}") from error


def read_position(text: str) -> int:
    """The position that an id of the stream is; Garbled for any other."""
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Garbled(f"expected a position, got {text[:80]!r}")
    return int(text)


def read_address(address: str) -> httpx2.URL:
    """The base of all that is asked for; Unreachable for an address that is none of the web's."""
    try:
        url = httpx2.URL(address)
    except httpx2.InvalidURL as error:
        raise Unreachable("expected an http or https address, got none") from error
    if url.scheme not in ("http", "https") or not url.host:
        raise Unreachable("expected an http or https address, got none")
    return url


@contextmanager
def reaching(url: httpx2.URL) -> Iterator[None]:
    """Make what the network does Unreachable, told without credentials."""
    try:
        yield
    except httpx2.RequestError as error:
        place = f"{url.scheme}://{url.netloc.decode('ascii')}"
        raise Unreachable(f"{place}: {str(error) or type(error).__name__}") from error
