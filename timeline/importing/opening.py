"""Opening a source: plain, gzip or zip bytes, unpacked in pieces and never beyond the limits."""

import hashlib
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from events import shortened

from ..errors import BadSource

PIECE = 1 << 16
GZIP, ZIP = b"\x1f\x8b", b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a source may come to, unpacked; more is refused before it is held."""

    total: int = 512 << 20
    """Bytes in all."""
    ratio: int = 200
    """Unpacked bytes for each packed one, looked at beyond `free` bytes."""
    free: int = 8 << 20
    line: int = 1 << 18
    """Characters of one line."""
    held: int = 128 << 20
    """Bytes of a source that is read as a whole, or of one line of a history."""
    columns: int = 1_000


LIMITS = Limits()


def pieces(path: Path, limits: Limits = LIMITS) -> Iterator[bytes]:
    """The unpacked bytes of a file; BadSource where it cannot be read, is cut short, or is too large."""
    try:
        with path.open("rb") as file:
            start = file.read(4)
            file.seek(0)
            size = path.stat().st_size
            yield from _within(path, _unpacked(path, file, start), size, limits)
    except OSError as error:
        raise bad(path, "a file to read", error.strerror or str(error)) from None
    except (zlib.error, zipfile.BadZipFile, EOFError) as error:
        raise bad(path, "a whole compressed file", str(error)) from None


def content(path: Path, limits: Limits = LIMITS) -> bytes:
    """All unpacked bytes of a file that is to be read as a whole."""
    found = bytearray()
    for piece in pieces(path, limits):
        found += piece
        if len(found) > limits.held:
            raise bad(path, f"at most {limits.held} bytes", "more")
    return bytes(found)


def sha256_of(path: Path, limits: Limits = LIMITS) -> str:
    """The hash of the unpacked bytes, as their publisher gave them; read first, it finds what is too large early."""
    digest = hashlib.sha256()
    for piece in pieces(path, limits):
        digest.update(piece)
    return digest.hexdigest()


def is_folder(path: Path) -> bool:
    """Whether a path is a folder; BadSource for one that no file can have."""
    try:
        return path.is_dir()
    except OSError as error:
        raise bad(path, "a file or a folder", error.strerror or str(error)) from None


def bad(path: Path | str, expected: str, got: object, where: str = "") -> BadSource:
    """A refusal of a whole source, in one line."""
    name = path.name if isinstance(path, Path) else path
    shown = shortened(" ".join(str(got).split()), 120)
    return BadSource(file=name, where=where, expected=expected, got=shown)


def _unpacked(path: Path, file: BinaryIO, start: bytes) -> Iterator[bytes]:
    if start.startswith(GZIP):
        yield from _gunzipped(path, file)
    elif start.startswith(ZIP):
        yield from _unzipped(path, file)
    else:
        while piece := file.read(PIECE):
            yield piece


def _gunzipped(path: Path, file: BinaryIO) -> Iterator[bytes]:
    """The members of a gzip file one after another; none of them may be cut short."""
    unpacker = zlib.decompressobj(wbits=31)
    while piece := file.read(PIECE):
        while piece:
            if unpacker.eof:
                unpacker = zlib.decompressobj(wbits=31)
            yield unpacker.decompress(piece, PIECE)
            piece = unpacker.unconsumed_tail or unpacker.unused_data
    while rest := unpacker.decompress(unpacker.unconsumed_tail, PIECE):
        yield rest
    if not unpacker.eof:
        raise bad(path, "a whole compressed file", "a gzip file that is cut short")


def _unzipped(path: Path, file: BinaryIO) -> Iterator[bytes]:
    with zipfile.ZipFile(file) as archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        if len(members) != 1:
            raise bad(path, "a zip file with one file in it", f"{len(members)} files")
        try:
            with archive.open(members[0]) as member:
                while piece := member.read(PIECE):
                    yield piece
        except (RuntimeError, NotImplementedError) as error:
            raise bad(path, "a zip file that can be unpacked", error) from None


def _within(path: Path, found: Iterator[bytes], size: int, limits: Limits) -> Iterator[bytes]:
    total = 0
    for piece in found:
        total += len(piece)
        if total > limits.total:
            raise bad(path, f"at most {limits.total} bytes unpacked", "more")
        if total > limits.free and total > limits.ratio * size:
            raise bad(path, f"at most {limits.ratio} times its size when unpacked", "more")
        yield piece
