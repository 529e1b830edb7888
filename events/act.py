"""An act upon a claim, an act, an occurrence or a vendor: it changes what counts and destroys nothing."""

import hashlib
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

from .canonical import canonical_json
from .citation import Citation, Words
from .claim import Claim, Disclosed
from .days import Instants
from .imprecise import read_disclosed
from .kept import kept

ActClock = Literal["source", "record"]
Does = Literal["removes", "replaces", "adds", "redacts", "links"]
Targets = Literal["claim", "act", "occurrence", "vendor"]
Target = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._:-]{0,127}$")]


class Act(BaseModel):
    """What every act has in common: a target, a reason and an actor.

    An act of the `source` clock counts from its disclosure on; left out, from its recording.
    One of the `record` clock counts at every known instant, from its position on.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, ignored_types=(kept,))

    act: ClassVar[str]
    version: ClassVar[int] = 1
    clock: ClassVar[ActClock]
    does: ClassVar[Does]
    targets: ClassVar[frozenset[Targets]]
    carries_on: ClassVar[bool] = False
    """Whether claims that only repeat the target, relying on it, are set aside with it."""
    EXAMPLE: ClassVar[dict[str, Any]]

    target: Target
    reason: Words
    actor: Words = "unnamed"
    disclosed: Disclosed | None = None
    citation: Citation | None = None

    @kept
    def id(self) -> str:
        """The act's name, derived from its content."""
        return "a-" + hashlib.sha256(self.canonical()).hexdigest()[:32]

    def content(self) -> dict[str, Any]:
        """What was said, as JSON values, with nothing that was left out."""
        fields = self.model_dump(mode="json")
        said = {name: value for name, value in fields.items() if value is not None}
        return {"act": self.act, **said}

    def canonical(self) -> bytes:
        """The bytes that are stored and hashed: RFC 8785 JSON of `content()`, a storage format."""
        return canonical_json(self.content())

    @property
    def brought(self) -> Claim | None:
        """The claim this act brings in, where it brings one."""
        return None

    def brings(self, target: Claim) -> Claim | None:  # noqa: ARG002 - most acts need no target
        """The claim this act brings in, given the claim it is upon."""
        return self.brought

    def window(self) -> Instants | None:
        """When it may have been disclosed; None where nothing was said of it."""
        if self.disclosed is not None:
            return read_disclosed(self.disclosed)
        return None if self.brought is None else self.brought.window()


class BringingAct(Act):
    """An act that brings a claim in, under `by`."""

    by: dict[str, Any]

    @kept
    def _by(self) -> Claim:
        from .parsing import parse_claim

        return parse_claim(self.by)

    @property
    def brought(self) -> Claim:
        """The claim under `by`."""
        return self._by

    def content(self) -> dict[str, Any]:
        """What was said, the claim under `by` as it is stored on its own."""
        return {**super().content(), "by": self._by.content()}


def is_act(said: Mapping[str, object]) -> bool:
    """Whether a JSON object says an act, by its field `act`."""
    return "act" in said
