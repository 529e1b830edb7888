"""The keys that checkpoints are signed with: a file of signed-note private keys, the newest last."""

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from secrets import token_bytes, token_hex

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ..errors import BadKeyFile
from .notes import ED25519, NAME, BadNote, Signer, Verifier, base64, strict_base64

PRIVATE = "PRIVATE+KEY+"
MODE = 0o600


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of a log, oldest first; all have the log's name.

    The newest signs, and with it the one before, so that who trusts only that one can still verify.
    """

    signers: tuple[Signer, ...]

    @property
    def origin(self) -> str:
        """The name of the log, in every checkpoint."""
        return self.signers[-1].name

    @property
    def signing(self) -> tuple[Signer, ...]:
        """Those that sign, the newest first."""
        return tuple(reversed(self.signers[-2:]))

    @property
    def verifiers(self) -> tuple[Verifier, ...]:
        """What any of their signatures can be checked with."""
        return tuple(signer.verifier for signer in self.signers)


def open_keys(path: Path, origin: str = "") -> Keys:
    """The keys in a file, which is made with a first key where there is none.

    A new log without `origin` is named after its first key. BadKeyFile for a file that others can read, or
    that holds anything else.
    """
    try:
        if not path.exists():
            _create(path, origin)
    except OSError as error:
        raise BadKeyFile(path=path, why=error.strerror or str(error)) from None
    return _read(path)


def rotate(path: Path) -> Keys:
    """Add a key that signs from now on, beside the one before; returns all."""
    keys = _read(path)
    lines = [_line(each.name, each.seed) for each in keys.signers]
    beside = _beside(path, "".join([*lines, _line(keys.origin, _seed())]))
    beside.replace(path)
    return _read(path)


def _create(path: Path, origin: str) -> None:
    seed = _seed()
    public = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    name = origin or f"timeline/{public.hex()[:16]}"
    if not NAME.fullmatch(name):
        raise BadKeyFile(path=path, why=f"its log cannot be named {name!r}")
    beside = _beside(path, _line(name, seed))
    try:
        # Unlike a rename it leaves the file that another process made meanwhile.
        path.hardlink_to(beside)
    except FileExistsError:
        pass
    finally:
        beside.unlink()


def _seed() -> bytes:
    return token_bytes(32)


def _line(name: str, seed: bytes) -> str:
    """A private key as Go's note package writes it: PRIVATE+KEY+NAME+ID+KEY."""
    return f"{PRIVATE}{name}+{Signer(name, seed).verifier.id.hex()}+{base64(ED25519 + seed)}\n"


def _beside(path: Path, text: str) -> Path:
    """A new file of the same folder, whole on the disk, to be put in the place of the other."""
    beside = path.with_name(f"{path.name}.{token_hex(8)}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, MODE)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return beside


def _read(path: Path) -> Keys:
    try:
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise BadKeyFile(path=path, why="others can read it, its mode must be 600")
        lines = path.read_text(encoding="utf-8").splitlines()
        signers = tuple(_signer(line) for line in lines)
    except (OSError, UnicodeDecodeError, BadNote) as error:
        raise BadKeyFile(path=path, why=str(error)) from None
    if not signers or len({signer.name for signer in signers}) > 1:
        raise BadKeyFile(path=path, why="expected one private key a line, all of one name")
    return Keys(signers)


def _signer(line: str) -> Signer:
    name, key_id, key = [*line.removeprefix(PRIVATE).split("+", 2), "", ""][:3]
    try:
        seed = strict_base64(key)
    except BadNote:
        # What it says has the key in it.
        seed = b""
    if not line.startswith(PRIVATE) or len(seed) != 33 or seed[:1] != ED25519:
        raise BadNote("expected one private key a line")
    signer = Signer(name, seed[1:])
    if signer.verifier.id.hex() != key_id:
        raise BadNote(f"the id of the key {name} does not fit it")
    return signer
