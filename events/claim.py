"""A claim: one citation says one fact about one occurrence, immutable and named by its content."""

import hashlib
from collections.abc import Callable
from functools import cache
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

from .canonical import canonical_json
from .citation import Citation, Edtf, Slug, Words
from .days import Days, Instants
from .effect import Effect
from .imprecise import When, read_disclosed, read_when
from .kept import kept
from .quantity import Quantity, read_quantity
from .reading import Says, effects_of

Upcaster = Callable[[dict[str, Any]], dict[str, Any]]
Modality = Literal["effected", "agreed", "announced", "alleged", "denied"]
Inertia = Literal["until-changed", "observed", "point"]
RegionId = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9][A-Z0-9-]{0,31}$")]
OccurrenceId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._:-]{0,127}$")]


@cache
def _fields(cls: type[BaseModel]) -> tuple[str, ...]:
    """The names of what can be said, in their order."""
    return tuple(cls.model_fields)


def _size(words: int | str) -> int | str:
    read_quantity(words, "")
    return words


def _tally(words: int | str) -> int | str:
    read_quantity(words, "", least=0)
    return words


def _disclosed(text: str) -> str:
    read_disclosed(text, "")
    return text


Size = Annotated[int | str, AfterValidator(_size)]
Tally = Annotated[int | str, AfterValidator(_tally)]
Disclosed = Annotated[str, StringConstraints(max_length=64), AfterValidator(_disclosed)]


class Claim(BaseModel):
    """What every kind of fact has in common.

    `valid` is when it was so in the world (EDTF); left out, at some time up to the disclosure.
    `disclosed` is when the public could have learnt it from this source; left out, by the recording.
    `size` counts the whole occurrence, `count` the members this claim is about (left out: all of them).
    `size_from` names the occurrence or claim whose size these words repeat ("the same number").
    `region` is where, `concerns` the region a measure is about, `mentions` other vendors it speaks of.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, ignored_types=(kept,))

    kind: ClassVar[str]
    version: ClassVar[int] = 1
    type: ClassVar[str | None] = None
    """The type of occurrence whose life this kind tells; None where it speaks of one of any type."""
    fallback: ClassVar[str] = "statement"
    """The type of an occurrence of which only kinds without a type have spoken."""
    inertia: ClassVar[Inertia] = "point"
    says: ClassVar[Says] = "nothing"
    whole_days: ClassVar[bool] = False
    """Whether a change takes effect with its day, as in law, and not at some moment of it."""
    done_by: ClassVar[frozenset[str]] = frozenset({"effected"})
    """The modalities in which the kind's own act is done and not only meant."""
    UPCASTERS: ClassVar[tuple[Upcaster, ...]] = ()
    """One function a version passed, oldest first: the fields of version n to those of n + 1."""
    EXAMPLE: ClassVar[dict[str, Any]]

    occurrence: OccurrenceId
    vendor: Slug | None = None
    region: RegionId | None = None
    concerns: RegionId | None = None
    mentions: tuple[Slug, ...] = ()
    size: Size | None = None
    unit: Slug | None = None
    verbatim: Words | None = None
    count: Size | None = None
    size_from: OccurrenceId | None = None
    valid: Edtf | None = None
    modality: Modality = "effected"
    disclosed: Disclosed | None = None
    note: Words | None = None
    citation: Citation

    @kept
    def id(self) -> str:
        """The claim's name, derived from its content: the same claim has the same id everywhere."""
        return "c-" + hashlib.sha256(self.canonical()).hexdigest()[:32]

    def content(self) -> dict[str, Any]:
        """What was said, as JSON values, with nothing that was left out."""
        return {**self._content}

    def canonical(self) -> bytes:
        """The bytes that are stored and hashed: RFC 8785 JSON of `content()`.

        A change here changes every claim's id: it is a storage format.
        """
        return self._canonical

    @kept
    def _content(self) -> dict[str, Any]:
        # What pydantic's own way gives, which takes several times as long; a test compares the two.
        said: dict[str, Any] = {"kind": self.kind}
        if self.version > 1:
            said["version"] = self.version
        fields = self.__dict__
        for name in _fields(type(self)):
            value = fields[name]
            if value is not None and value != ():
                said[name] = [*value] if isinstance(value, tuple) else value
        said["citation"] = self.citation.content()
        return said

    @kept
    def _canonical(self) -> bytes:
        return canonical_json(self._content)

    @kept
    def when(self) -> When | None:
        """The valid time read; None where nothing was said of it."""
        return None if self.valid is None else read_when(self.valid)

    @kept
    def regions(self) -> tuple[str, ...]:
        """The regions this claim counts in: where it is, and what it concerns."""
        if self.concerns is None:
            return () if self.region is None else (self.region,)
        return tuple(dict.fromkeys(r for r in (self.region, self.concerns) if r is not None))

    @kept
    def vendors(self) -> tuple[str, ...]:
        """The vendors this claim is shown beside: its own, and those it mentions."""
        if not self.mentions:
            return () if self.vendor is None else (self.vendor,)
        return tuple(dict.fromkeys(v for v in (self.vendor, *self.mentions) if v is not None))

    @property
    def counted_unit(self) -> str:
        """What its members are counted in: the unit said, or else the type of occurrence."""
        return self.unit or self.type or self.fallback

    @kept
    def whole(self) -> Quantity | None:
        """The size of the occurrence, where this claim speaks of it."""
        return None if self.size is None else read_quantity(self.size)

    @kept
    def part(self) -> Quantity | None:
        """How many members this claim is about; None is all of them."""
        return None if self.count is None else read_quantity(self.count, "count")

    def effects(self, disclosed: Days) -> tuple[Effect, ...]:
        """What this claim says of the counters, given the days it may have been disclosed on."""
        return effects_of(self, disclosed)

    def window(self) -> Instants | None:
        """When it may have been disclosed; None where nothing was said of it."""
        return None if self.disclosed is None else read_disclosed(self.disclosed)
