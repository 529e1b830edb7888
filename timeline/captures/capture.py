"""A capture: bytes that were retrieved, from where, when, and as what."""

from dataclasses import dataclass

from events import Instant


@dataclass(frozen=True, slots=True)
class Retrieved:
    """Bytes to capture; `retrieved_at` None is not said, `url` and `media_type` are '' where nobody said them."""

    body: bytes
    url: str = ""
    media_type: str = ""
    retrieved_at: Instant | None = None


@dataclass(frozen=True, slots=True)
class Capture:
    """One retrieval of bytes, which go by the SHA-256 of them in hexadecimal."""

    sha256: str
    size: int
    media_type: str
    url: str
    retrieved_at: Instant


@dataclass(frozen=True, slots=True)
class Taken:
    """What capturing came to: `new` tells whether this retrieval was not there before."""

    capture: Capture
    new: bool
