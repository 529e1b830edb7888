"""A citation: the exact place in a source, and the citation it relies on."""

from datetime import datetime
from functools import lru_cache
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    StringConstraints,
    field_validator,
    model_serializer,
)

from .days import FIRST_DAY, LAST_DAY, instant_of
from .imprecise import read_when
from .refusal import Refusal

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{0,127}$")]
Url = Annotated[str, StringConstraints(pattern=r"^https?://\S+$", max_length=2000)]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Words = Annotated[str, StringConstraints(min_length=1, max_length=2000, strip_whitespace=True)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
"""A BCP 47 language tag."""
MAX_CHAIN = 16


@lru_cache(maxsize=65_536)
def _edtf(text: str) -> str:
    begins = read_when(text, "").begins
    named = [day for day in (begins.first, begins.last) if day is not None] if begins else []
    if not all(FIRST_DAY <= day <= LAST_DAY for day in named):
        raise Refusal("", "a time that is in years 1 to 9999 in UTC", text)
    return text


def _aware(text: str) -> str:
    try:
        instant_of(datetime.fromisoformat(text))
    except ValueError:
        raise ValueError("a time with its zone such as 2019-10-09T14:00:00Z") from None
    return text


Edtf = Annotated[str, StringConstraints(max_length=64), AfterValidator(_edtf)]
Moment = Annotated[str, StringConstraints(max_length=40), AfterValidator(_aware)]


class Citation(BaseModel):
    """Where a source says something.

    `quote` with `prefix` and `suffix` follows the W3C TextQuoteSelector (Web Annotation Data Model, 4.2.4).
    `sha256` is that of the bytes retrieved at `retrieved_at`.
    `derived_from` has three states: left out, it was not assessed what this relies on;
    null, it relies on nothing else (a root); a citation, or the name of one or of a source, it relies on that.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    source: Slug
    id: Slug | None = None
    title: Words | None = None
    url: Url | None = None
    published: Edtf | None = None
    retrieved_at: Moment | None = None
    sha256: Sha256 | None = None
    quote: Words | None = None
    prefix: Words | None = None
    suffix: Words | None = None
    derived_from: "Citation | Slug | None" = Field(default=None, union_mode="left_to_right")

    @field_validator("derived_from", mode="after")
    @classmethod
    def _short_chain(cls, value: "Citation | str | None") -> "Citation | str | None":
        depth, link = 1, value
        while isinstance(link, Citation):
            depth, link = depth + 1, link.derived_from
        if depth > MAX_CHAIN:
            raise ValueError(f"a chain of at most {MAX_CHAIN} citations")
        return value

    @property
    def assessed(self) -> bool:
        """Whether it was looked into what this citation relies on."""
        return "derived_from" in self.model_fields_set

    def content(self) -> dict[str, Any]:
        """What was said, as JSON values: as the serializer below has it, in a fraction of the time."""
        fields = self.__dict__
        said = {name: value for name in _FIELDS if (value := fields[name]) is not None}
        relied_on = self.derived_from
        if isinstance(relied_on, Citation):
            said["derived_from"] = relied_on.content()
        elif relied_on is None and self.assessed:
            said["derived_from"] = None
        return said

    @model_serializer(mode="wrap")
    def _said(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Only what was said, keeping the difference between a root and one not assessed."""
        said = {name: value for name, value in handler(self).items() if value is not None}
        if self.assessed and self.derived_from is None:
            said["derived_from"] = None
        return said


_FIELDS = tuple(Citation.model_fields)
