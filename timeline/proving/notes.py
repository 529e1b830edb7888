"""Signed notes and checkpoints, by C2SP signed-note and tlog-checkpoint, with Ed25519 keys."""

import re
from base64 import b64decode, b64encode
from binascii import Error
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

ED25519 = b"\x01"
"""The signature type of Ed25519 (C2SP signed-note, "Signature types")."""
NAME = re.compile(r"[^\s+\x00-\x1f]+")
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
"""Characters that no note holds; it has line ends."""
SUBJECTS = "subjects "
"""Opens the extension line that has the root of the map of subjects."""


class BadNote(ValueError):
    """A note, a key or a checkpoint that is not what it should be; the message says what."""

    @property
    def got(self) -> str:
        """The message as it stands behind the word got."""
        text = str(self)
        if not text.startswith("expected "):
            return f"one where {text}"
        return f"one that is not {text.removeprefix('expected ').partition(', got ')[0]}"


@dataclass(frozen=True, slots=True)
class Verifier:
    """A key that a note's signatures are checked with: its name, its id of 4 bytes, and the public key."""

    name: str
    id: bytes
    key: bytes

    @classmethod
    def of(cls, name: str, key: bytes) -> "Verifier":
        """The verifier of a name and a public key of 32 bytes; BadNote for a name no key can have."""
        if not NAME.fullmatch(name):
            raise BadNote(f"a key's name has no space and no plus sign: {name!r}")
        return cls(name, sha256(name.encode() + b"\n" + ED25519 + key).digest()[:4], key)

    @classmethod
    def read(cls, text: str) -> "Verifier":
        """From NAME+ID+KEY (C2SP signed-note, "Verifier keys"); BadNote for anything else."""
        name, *rest = text.split("+", 2)
        key = strict_base64(rest[1]) if len(rest) == 2 else b""
        if len(key) != 33 or key[:1] != ED25519:
            raise BadNote(f"expected a verifier key NAME+ID+KEY of Ed25519, got {text[:80]!r}")
        found = cls.of(name, key[1:])
        if found.text != text:
            raise BadNote(f"the id of the verifier key {name} does not fit it")
        return found

    @property
    def text(self) -> str:
        """NAME+ID+KEY, to be given to those who verify."""
        return f"{self.name}+{self.id.hex()}+{base64(ED25519 + self.key)}"

    def accepts(self, text: str, signature: bytes) -> bool:
        """Whether this key signed a text."""
        try:
            Ed25519PublicKey.from_public_bytes(self.key).verify(signature, text.encode())
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key with the name it signs under."""

    name: str
    seed: bytes = field(repr=False)

    @property
    def verifier(self) -> Verifier:
        """What its signatures are checked with."""
        key = Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw()
        return Verifier.of(self.name, key)

    def line(self, text: str) -> str:
        """Its signature line of a text."""
        signature = Ed25519PrivateKey.from_private_bytes(self.seed).sign(text.encode())
        return f"— {self.name} {base64(self.verifier.id + signature)}\n"


def sign(text: str, signers: Iterable[Signer]) -> str:
    """A note: the text, an empty line, a signature line of each signer."""
    return f"{text}\n" + "".join(signer.line(text) for signer in signers)


@dataclass(frozen=True, slots=True)
class Note:
    """A note taken apart: its text, and the name, key id and signature of each line; nothing is verified yet."""

    text: str
    signatures: tuple[tuple[str, bytes, bytes], ...]

    @classmethod
    def read(cls, note: str) -> "Note":
        """BadNote for what is no signed note."""
        if CONTROL.search(note):
            raise BadNote("expected a note without control characters")
        text, empty, lines = note.rpartition("\n\n")
        if not empty or not lines.endswith("\n") or not text:
            raise BadNote("expected a text, an empty line and signature lines")
        found = []
        for line in lines[:-1].split("\n"):
            dash, _, rest = line.partition(" ")
            name, _, signature = rest.partition(" ")
            signed = strict_base64(signature)
            if dash != "—" or not NAME.fullmatch(name) or len(signed) < 5:
                raise BadNote(f"expected a signature line, got {line[:80]!r}")
            found.append((name, signed[:4], signed[4:]))
        return cls(text + "\n", tuple(found))

    def signed_by(self, verifiers: Sequence[Verifier]) -> list[Verifier]:
        """The verifiers that signed it, each with a good signature.

        BadNote where one of theirs is bad; signatures of other keys are passed over, as the standard says.
        """
        known = {(each.name, each.id): each for each in verifiers}
        found = []
        for name, key_id, signature in self.signatures:
            verifier = known.get((name, key_id))
            if verifier is None:
                continue
            if not verifier.accepts(self.text, signature):
                raise BadNote(f"the signature of {name} does not fit the text")
            found.append(verifier)
        return found


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The state of a log: its name, how many leaves it has, their root, and the root of its map of subjects."""

    origin: str
    size: int
    root: bytes
    subjects: bytes

    @classmethod
    def read(cls, text: str) -> "Checkpoint":
        """From the text of a note (C2SP tlog-checkpoint, "Note text"); BadNote for anything else."""
        origin, size, root, subjects, *rest = [*text.split("\n"), "", "", ""][:5]
        found = cls(
            origin,
            int(size) if size.isascii() and size.isdigit() and len(size) < 19 else 0,
            strict_base64(root),
            strict_base64(subjects.removeprefix(SUBJECTS)),
        )
        whole = rest == [""] and origin and len(found.root) == len(found.subjects) == 32
        if not whole or found.text != text:
            raise BadNote("expected a checkpoint: origin, size, root and the root of its subjects")
        return found

    @property
    def text(self) -> str:
        """The text that is signed."""
        return (
            f"{self.origin}\n{self.size}\n{base64(self.root)}\n{SUBJECTS}{base64(self.subjects)}\n"
        )


def base64(value: bytes) -> str:
    """Standard Base64 (RFC 4648, 4)."""
    return b64encode(value).decode()


def strict_base64(text: str) -> bytes:
    """The bytes of standard Base64; BadNote where it could have been written otherwise."""
    try:
        value = b64decode(text, validate=True)
    except (Error, ValueError):
        raise BadNote(f"expected Base64, got {text[:80]!r}") from None
    if base64(value) != text:
        raise BadNote(f"expected Base64 in its one canonical form, got {text[:80]!r}")
    return value
