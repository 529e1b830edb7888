"""Shares of the log: streams by where they begin, each read whole and folded once, by this process or by several."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import Connection, Engine, Table

from projections import PROJECTIONS, Projection

from ..clock import SystemClock
from ..collecting import collecting_seldom
from ..database import open_engine, reading
from ..log import Log
from . import slots
from .folding import Change, changes_of
from .linking import Group, groups_of

if TYPE_CHECKING:
    from multiprocessing.connection import Connection as Pipe

STREAMS = 250
"""How many streams are read at once."""

Share = tuple[int, int]
"""The streams that begin beyond one position and up to another."""

_DECODER = msgspec.msgpack.Decoder(list[Change])


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads and folds shares of one log up to a position."""

    engine: Engine
    log: Log
    projection: Projection
    upto: int

    def changes(self, share: Share) -> list[Change]:
        """Every row that the streams of a share ever had, those of a linked group where its first one begins."""
        found: list[Change] = []
        with reading(self.engine) as connection:
            links = None
            if self.projection.linked:
                links = slots.live_tables(connection, ("links",)).tables["links"]
            names = self.log.beginning(connection, *share)
            for start in range(0, len(names), STREAMS):
                found += self._fold(connection, links, names[start : start + STREAMS])
        return found

    def _fold(
        self, connection: Connection, links: Table | None, names: Sequence[str]
    ) -> Iterator[Change]:
        groups = (
            [Group(frozenset((name,))) for name in names]
            if links is None
            else groups_of(connection, links, names, self.upto)
        )
        whole = [group for group in groups if self._begins_in(connection, group, set(names))]
        members = {name for group in whole for name in group.members}
        streams = self.log.streams(connection, members, self.upto, keep=False)
        for group in whole:
            if len(group.members) == 1:
                told = streams[next(iter(group.members))]
            else:
                told = [entry for name in group.members for entry in streams[name]]
                told.sort(key=lambda entry: entry.position)
            yield from changes_of(self.projection, group, told, {})

    def _begins_in(self, connection: Connection, group: Group, names: set[str]) -> bool:
        return len(group.members) == 1 or self.log.first_of(connection, group.members) in names


def folded(
    reader: Reader, shares: Sequence[Share], processes: int
) -> Iterator[tuple[Share, list[Change]]]:
    """The changes of some shares in their order, read by so many processes; by this one alone if by one."""
    if processes < 2:
        yield from ((share, reader.changes(share)) for share in shares)
        return
    with ExitStack() as started:
        pipes = [started.enter_context(_worker(reader)) for _ in range(processes)]
        for number, share in enumerate(shares[:processes]):
            pipes[number].send(share)
        for number, share in enumerate(shares):
            pipe = pipes[number % processes]
            said = pipe.recv_bytes()
            if number + processes < len(shares):
                pipe.send(shares[number + processes])
            yield share, _DECODER.decode(said)


@contextmanager
def _worker(reader: Reader) -> "Iterator[Pipe]":
    """A process that folds the shares it is sent; it ends when the pipe does, also because this one was killed."""
    from multiprocessing import get_context

    spawned = get_context("spawn")
    ours, theirs = spawned.Pipe()
    url = reader.engine.url.render_as_string(hide_password=False)
    words = (theirs, url, reader.projection.name, reader.upto)
    process = spawned.Process(target=work, args=words, daemon=True)
    process.start()
    theirs.close()
    try:
        with ours:
            yield ours
    finally:
        process.join(10)
        if process.is_alive():
            process.kill()
            process.join()


def work(pipe: "Pipe", url: str, name: str, upto: int) -> None:
    """Answer each share with its changes, until nobody asks."""
    engine = open_engine(url)
    projection = next(each for each in PROJECTIONS if each.name == name)
    reader = Reader(engine, Log(engine, SystemClock()), projection, upto)
    encoder = msgspec.msgpack.Encoder()
    with pipe, collecting_seldom():
        try:
            while True:
                pipe.send_bytes(encoder.encode(reader.changes(pipe.recv())))
        except (EOFError, BrokenPipeError, ConnectionResetError):
            engine.dispose()
