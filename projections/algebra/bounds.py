"""Exact bounds of two growing counters, by shortest paths over difference constraints.

A constraint `y - x <= w` is an edge from x to y of weight w; the tightest bound on y - x that follows
from all of them is the shortest path from x to y, and a negative cycle says that nothing satisfies them
(Cormen et al., Introduction to Algorithms, section "Difference constraints and shortest paths").
Points of time are numbered here, so that histories of one shape are solved once.
"""

from dataclasses import dataclass, replace
from functools import lru_cache

NO_BOUND = 1 << 60
ZERO, SIZE = 0, 1

Edge = tuple[int, int, int]
Matrix = list[list[int]]


def begun(point: int) -> int:
    """The node of the counter of members begun by a point."""
    return 2 + 2 * point


def ended(point: int) -> int:
    """The node of the counter of members ended by a point."""
    return 3 + 2 * point


Ending = tuple[int | None, int]
"""An ending claimed: possible from its first point (None: always), done by its last."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A history with its days replaced by their order: all that the bounds depend on.

    `closed_after` is the point of the last observation (None: there was none);
    `until_changed` closes the world for what is certain too, from the start.
    `intended` is the point from which nobody may presume (None: no such point).
    `seen_ended` are the endings that observations tell of; they count where no claimed ending explains them.
    """

    points: int
    edges: frozenset[Edge]
    endings: frozenset[Ending] = frozenset()
    until_changed: bool = False
    closed_after: int | None = None
    intended: int | None = None
    seen_ended: frozenset[Ending] = frozenset()


Bounds = tuple[tuple[int, int, int], ...]


@lru_cache(maxsize=1 << 16)
def solve(shape: Shape) -> Bounds | None:
    """(certain, presumed, possible) at each point, possible >= NO_BOUND where unbounded; None: infeasible."""
    world = _World.of(shape)
    if world is None:
        return None
    return tuple(world.counts(begun(at), ended(at), at) for at in range(shape.points))


@lru_cache(maxsize=1 << 12)
def solve_during(shape: Shape, start: int, end: int) -> Bounds | None:
    """The same for the members in force at some time from a point to another, and for those throughout.

    Some time: begun by the end and not ended by the start. Throughout: at most as many as are there at both,
    and at least those begun by the start less those ended by the end.
    """
    world = _World.of(shape)
    if world is None:
        return None
    some = world.counts(begun(end), ended(start), start)
    least, presumed, _ = world.counts(begun(start), ended(end), end)
    highest = min(world.most(begun(at), ended(at)) for at in (start, end))
    while least < highest < NO_BOUND // 2 and not _both(shape, start, end, highest):
        highest -= 1
    return some, (least, presumed, highest)


def _both(shape: Shape, start: int, end: int, count: int) -> bool:
    """Whether so many members can be in force at both points."""
    edges = frozenset((begun(at), ended(at), -count) for at in (start, end))
    return _World.of(replace(shape, edges=shape.edges | edges)) is not None


@dataclass(frozen=True, slots=True)
class _World:
    """The shortest paths of a shape, open and with the world closed."""

    shape: Shape
    distance: Matrix
    closed: list[int]
    since: int | None

    @classmethod
    def of(cls, shape: Shape) -> "_World | None":
        distance = _closure(shape)
        if distance is None:
            return None
        since = None if shape.until_changed else shape.closed_after
        closed = _closed_world(shape, distance, since, shape.endings)
        if closed[ZERO if since is None else ended(since)] < 0:
            closed = _closed_world(shape, distance, since, shape.endings | shape.seen_ended)
        return cls(shape, distance, closed, since)

    def counts(self, high: int, low: int, point: int) -> tuple[int, int, int]:
        """Bounds on the difference of two counters, presumed as of a point."""
        open_lo = -self.distance[high][low]
        closed_lo = max(open_lo, -self._through(high, low))
        if self.shape.until_changed:
            return max(0, closed_lo), max(0, closed_lo), self.most(high, low)
        intended = self.shape.intended
        presuming = intended is None or point < intended
        return max(0, open_lo), max(0, closed_lo if presuming else open_lo), self.most(high, low)

    def most(self, high: int, low: int) -> int:
        """The largest the difference of two counters can be."""
        open_hi = self.distance[low][high]
        return min(open_hi, self._through(low, high)) if self.shape.until_changed else open_hi

    def _through(self, source: int, target: int) -> int:
        """The bound on target - source by a path through one closed-world edge."""
        reach = self.distance[source][ZERO if self.since is None else ended(self.since)]
        bound = self.closed[target]
        return NO_BOUND if reach >= NO_BOUND or bound >= NO_BOUND else reach + bound


def _closure(shape: Shape) -> Matrix | None:
    """Shortest paths between all nodes (Floyd and Warshall); None on a negative cycle."""
    n = 2 + 2 * shape.points
    distance = [[NO_BOUND] * n for _ in range(n)]
    for node in range(n):
        distance[node][node] = 0
    for source, target, weight in (*_growth(shape.points), *shape.edges):
        distance[source][target] = min(distance[source][target], weight)
    for via in range(n):
        onward = distance[via]
        for row in distance:
            reach = row[via]
            if reach < NO_BOUND:
                row[:] = [
                    old if old <= reach + step or step >= NO_BOUND else reach + step
                    for old, step in zip(row, onward, strict=True)
                ]
    return None if any(distance[node][node] < 0 for node in range(n)) else distance


def _growth(points: int) -> list[Edge]:
    """What holds of every history: 0 <= ended <= begun <= size, and both only grow."""
    edges: list[Edge] = []
    for point in range(points):
        b, e = begun(point), ended(point)
        edges += [(b, e, 0), (SIZE, b, 0), (e, ZERO, 0)]
        if point:
            edges += [(b, begun(point - 1), 0), (e, ended(point - 1), 0)]
    return edges


def _closed_world(
    shape: Shape, distance: Matrix, since: int | None, endings: frozenset[Ending]
) -> list[int]:
    """For each node y, the bound on y - ended(since) when only claimed endings happen after it.

    By each later point no more members ended than the endings claimed by then require.
    Every new edge leaves one node, so a shortest path takes at most one of them.
    """
    start = ZERO if since is None else ended(since)
    best = [NO_BOUND] * len(distance)
    for point in range(0 if since is None else since + 1, shape.points):
        allowed = _required(endings, distance, start, point)
        onward = distance[ended(point)]
        best = [min(old, allowed + step) for old, step in zip(best, onward, strict=True)]
    return best


def _required(endings: frozenset[Ending], distance: Matrix, start: int, point: int) -> int:
    """The least that must have ended, after the start, by the last of the endings due by a point."""
    due = [last for first, last in endings if first is None or first <= point]
    return max(0, -distance[ended(max(due))][start]) if due else 0
