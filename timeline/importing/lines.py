"""Lines of text out of pieces of bytes, strictly decoded and none longer than the limit."""

import codecs
from collections.abc import Iterable, Iterator
from pathlib import Path

from .opening import bad

C1 = {code: bytes([code]).decode("cp1252", errors="ignore") or None for code in range(0x80, 0xA0)}
"""The characters that a text once in cp1252 shows as controls, and what they were."""


def lines(path: Path | str, pieces: Iterable[bytes], encoding: str, limit: int) -> Iterator[str]:
    r"""The lines, each with its end (\n); BadSource for what is not in the encoding or too long."""
    decoder = codecs.getincrementaldecoder(encoding)()
    rest, number = "", 0
    for piece in _ended(pieces):
        try:
            rest += decoder.decode(piece, final=not piece)
        except UnicodeDecodeError as error:
            raise bad(path, encoding.upper(), f"byte 0x{error.object[error.start]:02x}") from None
        *whole, rest = rest.split("\n")
        for line in whole:
            number += 1
            yield _short(path, line, number, limit) + "\n"
        _short(path, rest, number + 1, limit)
    if rest:
        yield rest


def _ended(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces that hold something, and an empty one that ends them."""
    yield from (piece for piece in pieces if piece)
    yield b""


def _short(path: Path | str, line: str, number: int, limit: int) -> str:
    if len(line) > limit:
        raise bad(path, f"a line of at most {limit} characters", "more", f"line {number}: ")
    return line
