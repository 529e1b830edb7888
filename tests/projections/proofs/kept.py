"""A tree kept in memory as the database keeps it: its leaves and the roots of some of its subtrees."""

from collections.abc import Iterable, Sequence

from projections import Frontier


class Kept:
    """The tiles of a tree that grew from its leaves."""

    def __init__(self, leaves: Iterable[bytes]) -> None:
        self.levels: dict[int, list[bytes]] = {0: list(leaves)}
        for level, number, root in Frontier().add(self.levels[0]):
            assert number == len(self.levels.setdefault(level, []))
            self.levels[level].append(root)

    @property
    def leaves(self) -> list[bytes]:
        """The hashes of all leaves."""
        return self.levels[0]

    def read(self, level: int, first: int, many: int) -> Sequence[bytes]:
        """The roots of the complete subtrees of 2**level leaves number `first` and on."""
        found = self.levels[level][first : first + many]
        assert len(found) == many
        return found
