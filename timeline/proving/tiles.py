"""Tiles: the hashes that the database keeps of the log's tree, read a tile at a time."""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, select

from projections import TILE

from ..log import log_events, log_subtrees

_LEAVES = (
    select(log_events.c.leaf)
    .where(log_events.c.position.between(bindparam("first"), bindparam("last")))
    .order_by(log_events.c.position)
)
_ROOTS = (
    select(log_subtrees.c.root)
    .where(
        log_subtrees.c.level == bindparam("level"),
        log_subtrees.c.number.between(bindparam("first"), bindparam("last")),
    )
    .order_by(log_subtrees.c.number)
)


class StoredTiles:
    """The hashes of the tree as one transaction sees them; what was read once is kept."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._read: dict[tuple[int, int], list[bytes]] = {}

    def read(self, level: int, first: int, many: int) -> Sequence[bytes]:
        """The roots of the complete subtrees of 2**level leaves number `first` and on; all lie in one tile."""
        tile = first // TILE
        if (level, tile) not in self._read:
            self._read[level, tile] = self._tile(level, tile * TILE)
        start = first - tile * TILE
        return self._read[level, tile][start : start + many]

    def _tile(self, level: int, first: int) -> list[bytes]:
        last = first + TILE - 1
        if level == 0:
            # Position 1 is leaf 0.
            rows = self._connection.execute(_LEAVES, {"first": first + 1, "last": last + 1})
        else:
            asked = {"level": level, "first": first, "last": last}
            rows = self._connection.execute(_ROOTS, asked)
        return [bytes(row[0]) for row in rows]
