"""What an audit found wrong, with the position it is about."""

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be; `position` is None where it is about no one event."""

    position: int | None
    what: str

    def __str__(self) -> str:
        """One line of it."""
        return self.what if self.position is None else f"position {self.position}: {self.what}"


@dataclass(slots=True)
class Findings:
    """All that was found; of more than `most`, the first that came and how many."""

    most: int = 1_000
    found: list[Finding] = field(default_factory=list)
    more: int = 0

    def add(self, position: int | None, what: str) -> None:
        """Note something wrong."""
        if len(self.found) < self.most:
            self.found.append(Finding(position, what))
        else:
            self.more += 1

    def __iter__(self) -> Iterator[Finding]:
        """In the order of positions, those about no one event last."""
        return iter(
            sorted(self.found, key=lambda each: (each.position is None, each.position or 0))
        )

    @property
    def first_position(self) -> int | None:
        """The first position that something is wrong with."""
        return min(
            (each.position for each in self.found if each.position is not None), default=None
        )
