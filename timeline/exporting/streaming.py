"""Streaming one table: its bytes are made while they are taken, from one snapshot."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any, cast

from ..errors import BadParameter, UnknownTable
from ..service import Service
from .extent import Extent, checked_extent
from .moment import one_moment
from .registry import TABLES
from .writers import WRITERS, checked_ending

PIECE = 1 << 16
"""Bytes that are gathered before they are given out."""


@contextmanager
def streamed(
    service: Service, table: str, ending: str, position: int | None, since: int
) -> Iterator[tuple[int, Iterator[bytes]]]:
    """A position, left out the present one, and the bytes of a table's file as of it; the snapshot is held meanwhile.

    UnknownTable, or BadParameter for a format or a position that will not do.
    """
    if table not in TABLES:
        raise UnknownTable(name=table, known=", ".join(TABLES))
    checked_ending(ending)
    with one_moment(service) as snapshot:
        upto = snapshot.live.position if position is None else position
        if not 0 <= upto <= snapshot.live.position:
            expected = f"a position from 0 to {snapshot.live.position}"
            raise BadParameter(field="position", expected=expected, got=upto)
        yield upto, _pieces(checked_extent(snapshot, upto, since), table, ending)


def _pieces(extent: Extent, name: str, ending: str) -> Iterator[bytes]:
    table, sink = TABLES[name], _Gathering()
    writer = WRITERS[ending](cast("IO[bytes]", sink), table.columns)
    try:
        for batch in table.read(extent, frozenset((name,))):
            writer.write(batch.get(name, ()))
            if sink.size >= PIECE:
                yield sink.taken()
    finally:
        writer.close()
    yield sink.taken()


class _Gathering(io.RawIOBase):
    """Gathers what is appended until it is taken."""

    def __init__(self) -> None:
        self.size = 0
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, content: Any, /) -> int:
        piece = bytes(content)
        self._pieces.append(piece)
        self.size += len(piece)
        return len(piece)

    def taken(self) -> bytes:
        found = b"".join(self._pieces)
        self._pieces, self.size = [], 0
        return found
