"""Exact bounds of two growing counters, by shortest paths over difference constraints.

A constraint `y - x <= w` is an edge from x to y of weight w; the tightest bound on y - x that follows
from all of them is the shortest path from x to y, and a negative cycle says that nothing satisfies them
(Cormen et al., Introduction to Algorithms, section "Difference constraints and shortest paths").
Points of time are numbered here, so that histories of one shape are solved once.
"""

from dataclasses import dataclass
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
    distance = _closure(shape)
    if distance is None:
        return None
    since = None if shape.until_changed else shape.closed_after
    closed = _closed_world(shape, distance, since, shape.endings)
    if closed[ZERO if since is None else ended(since)] < 0:
        closed = _closed_world(shape, distance, since, shape.endings | shape.seen_ended)
    rows = []
    for point in range(shape.points):
        b, e = begun(point), ended(point)
        open_lo, open_hi = -distance[b][e], distance[e][b]
        closed_lo = max(open_lo, -_through(distance, b, e, closed, since))
        if shape.until_changed:
            closed_hi = min(open_hi, _through(distance, e, b, closed, since))
            rows.append((max(0, closed_lo), max(0, closed_lo), closed_hi))
        else:
            presuming = shape.intended is None or point < shape.intended
            rows.append((max(0, open_lo), max(0, closed_lo if presuming else open_lo), open_hi))
    return tuple(rows)


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


def _through(
    distance: Matrix, source: int, target: int, closed: list[int], since: int | None
) -> int:
    """The bound on target - source by a path through one closed-world edge."""
    reach = distance[source][ZERO if since is None else ended(since)]
    return NO_BOUND if reach >= NO_BOUND or closed[target] >= NO_BOUND else reach + closed[target]
