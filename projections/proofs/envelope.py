"""The envelope of an event: everything about it but its words, which it holds as a salted hash."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from json.encoder import encode_basestring
from typing import Any

from events import Instant

from .tree import leaf_hash

SALT_BYTES = 16


def payload_hash(salt: bytes, payload: bytes) -> bytes:
    """SHA-256 of the salt and then the payload; without the salt a guess at the words cannot be tried."""
    return sha256(salt + payload).digest()


@dataclass(frozen=True, slots=True)
class Envelope:
    """What a leaf of the tree stands for; it stays when the payload is redacted.

    `subjects` are keys of 16 bytes, in order; `payload` is the salted hash.
    """

    position: int
    recorded_at: Instant
    stream: str
    version: int
    topic: str
    identity: str | None
    upon: str | None
    brings: str | None
    subjects: tuple[bytes, ...]
    payload: bytes

    def canonical(self) -> bytes:
        """RFC 8785 JSON of `content()`."""
        return envelope_bytes(
            self.position,
            self.recorded_at,
            (self.stream, self.version, self.topic),
            (self.identity, self.upon, self.brings),
            self.subjects,
            self.payload,
        )

    def content(self) -> dict[str, Any]:
        """As JSON values: hashes and keys in hexadecimal, times in microseconds since 1970 in UTC."""
        return {
            "brings": self.brings,
            "identity": self.identity,
            "payload": self.payload.hex(),
            "position": self.position,
            "recorded_at": self.recorded_at,
            "stream": self.stream,
            "subjects": [key.hex() for key in self.subjects],
            "topic": self.topic,
            "upon": self.upon,
            "version": self.version,
        }

    def leaf(self) -> bytes:
        """The hash of its leaf; its index in the tree is its position less one."""
        return leaf_hash(self.canonical())


def envelope_bytes(
    position: int,
    recorded_at: Instant,
    place: tuple[str, int, str],
    names: tuple[str | None, str | None, str | None],
    subjects: Iterable[bytes],
    payload: bytes,
) -> bytes:
    """What a leaf stands for: RFC 8785 JSON of an envelope.

    `place` is stream, version and topic, `names` are identity, upon and brings. A change here changes every
    leaf: it is a storage format.
    """
    # Written out by hand: it is done for every event, and the library takes four times as long.
    stream, version, topic = place
    identity, upon, brings = names
    keys = ",".join([f'"{key.hex()}"' for key in subjects])
    return (
        f'{{"brings":{_word(brings)},"identity":{_word(identity)},'
        f'"payload":"{payload.hex()}","position":{position},'
        f'"recorded_at":{recorded_at},"stream":{_word(stream)},'
        f'"subjects":[{keys}],"topic":{_word(topic)},"upon":{_word(upon)},'
        f'"version":{version}}}'
    ).encode()


def _word(value: str | None) -> str:
    return "null" if value is None else encode_basestring(value)
