"""A sheet: a document being drawn, with the names of what stands on it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from prov.model import PROV, XSD_ANYURI, Literal, ProvDocument, QualifiedName

from events import Instant, canonical_json, instant_text

from .naming import Names

Attributes = list[tuple[QualifiedName, Any]]


class Sheet:
    """A new document and its names."""

    def __init__(self) -> None:
        self.names = Names()
        self.document = ProvDocument(namespaces=list(self.names.namespaces.values()))

    def described(self, type_: str, label: str | None, said: Mapping[str, object]) -> Attributes:
        """A type of the project's own, a label, and what else is said, as attributes (PROV-DM, 5.7.2)."""
        named = [] if label is None else [(PROV["label"], label)]
        return [(PROV["type"], self.names.term(type_)), *named, *self.said(said)]

    def said(self, said: Mapping[str, object]) -> Attributes:
        """Attributes by the project's own words for them; what is null is left out."""
        return [
            (self.names.term(name), value)
            for name, values in said.items()
            for value in _values(name, values)
        ]

    def derived(
        self, what: str, one: QualifiedName, other: QualifiedName, **more: object
    ) -> QualifiedName:
        """A derivation of a type: Revision, Quotation or PrimarySource; with `more` said of it. Its name."""
        name = self.names.relation(what, one, other)
        self.document.wasDerivedFrom(
            one,
            other,
            identifier=name,
            other_attributes=[(PROV["type"], PROV[what]), *self.said(more)],
        )
        return name


def moment(instant: Instant) -> datetime:
    """An instant as PROV writes times, in UTC."""
    return datetime.fromisoformat(instant_text(instant))


def _values(name: str, values: object) -> Iterable[object]:
    for value in values if isinstance(values, list | tuple) else [values]:
        if name == "url" and isinstance(value, str):
            yield Literal(value, XSD_ANYURI)
        elif isinstance(value, dict):
            yield canonical_json(value).decode()
        elif value is not None:
            yield value
