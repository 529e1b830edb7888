"""The shapes of a bundle: what stands in the file, and nothing else may."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from events import ACTS, KINDS, Act, Claim, canonical_json, read_said
from projections import Envelope

from ..errors import Unproven
from ..not_valid import first_of

FORMAT: Literal["timeline-bundle/1"] = "timeline-bundle/1"
Hex = str


class Shape(BaseModel):
    """Something in a bundle: no field too many, none of another type."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Enveloped(Shape):
    """An envelope as JSON, see `Envelope.content`."""

    brings: str | None
    identity: str | None
    payload: Hex = Field(pattern=r"^[0-9a-f]{64}$")
    position: int = Field(ge=1, lt=1 << 53)
    recorded_at: int = Field(ge=0, lt=1 << 53)
    stream: str
    subjects: list[Annotated[Hex, Field(pattern=r"^[0-9a-f]{32}$")]]
    topic: str
    upon: str | None
    version: int = Field(ge=1, lt=1 << 53)

    def read(self) -> Envelope:
        """The envelope."""
        told = self.model_dump()
        keys = tuple(bytes.fromhex(key) for key in self.subjects)
        return Envelope(**{**told, "subjects": keys, "payload": bytes.fromhex(self.payload)})


class BundledEvent(Shape):
    """An event with the proof that it is in the log; without its words where they are not needed, or gone."""

    envelope: Enveloped
    payload: dict[str, Any] | None
    salt: Hex | None = Field(pattern=r"^[0-9a-f]{32}$")
    proof: list[str]

    @property
    def stored(self) -> bytes:
        """The payload as the log holds it; empty without one."""
        return b"" if self.payload is None else canonical_json(self.payload)

    def said(self) -> Claim | Act | None:
        """What it says; None without a payload or where a later release wrote it."""
        known = self.envelope.topic in KINDS or self.envelope.topic in ACTS
        return read_said(self.envelope.topic, self.stored) if self.payload and known else None


class Committed(Shape):
    """An entry of the map of subjects."""

    key: Hex = Field(pattern=r"^[0-9a-f]{32}$")
    count: int = Field(ge=1, lt=1 << 53)
    head: Hex = Field(pattern=r"^[0-9a-f]{64}$")


class SubjectProof(Shape):
    """A subject's whole bucket and its path to the root: how many events it has, or that it has none."""

    subject: str
    bucket: list[Committed]
    path: list[str]


class Statement(Shape):
    """In plain words, what the bundle proves and what it does not."""

    proven: list[str]
    not_proven: list[str]


class Bundle(Shape):
    """A question and its answer, with all that is needed to answer it again and to prove that nothing was left out."""

    format: Literal["timeline-bundle/1"]
    question: dict[str, str]
    answer: dict[str, Any]
    projection: dict[str, str | int]
    statement: Statement
    citations: list[dict[str, Any]]
    events: list[BundledEvent]
    subjects: list[SubjectProof]
    checkpoint: str
    keys: list[str]

    def canonical(self) -> bytes:
        """The one way to write it: RFC 8785 JSON and a line end."""
        return canonical_json(self.model_dump(mode="json")) + b"\n"

    @classmethod
    def read(cls, value: object) -> "Bundle":
        """From JSON; Unproven names what does not belong."""
        try:
            return cls.model_validate(value)
        except ValidationError as error:
            where, expected, got = first_of(error)
            why = f"expected {expected}, got {got}"
            raise Unproven(where=where or "bundle", why=why) from None
