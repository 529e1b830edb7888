"""The links projection: which occurrences are one, which are members of another, which vendors merged."""

from collections.abc import Iterable, Sequence
from typing import ClassVar, NamedTuple

from events import ActEvent, Entry

from .standing import acts_in_force

LINKS = {"same-occurrence": "other", "member-of": "of", "vendor-merged": "into"}
"""The acts that link, and the field that names what their target is linked to."""


class LinkRow(NamedTuple):
    """`one` is linked to `other`; `occurrence` is the stream whose acts say so."""

    link: str
    one: str
    other: str
    occurrence: str
    at: int


class Links:
    """Identity, asserted and withdrawn; at an older position things are as far apart as they were."""

    name: ClassVar[str] = "links"
    version: ClassVar[int] = 1
    description: ClassVar[str] = "what is one, what is a member of what, who merged with whom"
    lasting: ClassVar[bool] = False
    linked: ClassVar[bool] = False
    row: ClassVar[type[NamedTuple]] = LinkRow
    key: ClassVar[tuple[str, ...]] = ("link", "one", "other", "at")
    sought: ClassVar[tuple[str, ...]] = ("link", "other")

    def reads(self, entry: Entry) -> bool:
        """Acts that link, and those that may undo one that does."""
        return isinstance(entry, ActEvent) and entry.act.does in ("links", "removes")

    def rows(self, entries: Sequence[Entry], occurrence: str) -> Iterable[LinkRow]:
        """The links that the acts of one stream leave in force."""
        acts = [entry for entry in entries if isinstance(entry, ActEvent)]
        in_force = acts_in_force(acts)
        return [
            LinkRow(
                link=act.act.act,
                one=act.act.target,
                other=getattr(act.act, LINKS[act.act.act]),
                occurrence=act.occurrence,
                at=act.position,
            )
            for act in acts
            if act.act.does == "links" and in_force[act.act.id]
        ]
