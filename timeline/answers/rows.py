"""Rows of the exposure projection for a question, by indexed look-up."""

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import ColumnElement, Table, and_, select

from projections import Counts

from .ownership import SURELY
from .question import UNEXPOSED, Question

CHUNK = 400
"""How many regions one statement names."""


class Found(NamedTuple):
    """A row that holds at the asked known instant and position, on some of the asked days."""

    vendor: str
    region: str
    occurrence: str
    type: str
    unit: str
    valid_from: int
    valid_to: int
    certain: int
    presumed: int
    possible: int | None
    size_lo: int
    size_hi: int | None
    contested: int

    @property
    def counts(self) -> Counts:
        """Its counts."""
        return Counts(self.certain, self.presumed, self.possible)

    def weakened(self, belonging: Counts) -> "Found":
        """The row as far as its vendor belongs to the asked one."""
        certain = self.certain if belonging.certain else 0
        presumed = max(certain, self.presumed if belonging.presumed else 0)
        return self._replace(certain=certain, presumed=presumed)


def exposure_rows(question: Question) -> list[Found]:
    """Every row of the question's vendor and region, by clustered look-ups only.

    What a vendor that only possibly belongs to the asked one has, is only possibly the asked one's.
    """
    table = question.snapshot.table("exposure")
    wanted = table.c.type
    of_type = wanted.not_in(UNEXPOSED) if question.type is None else wanted == question.type
    rows: list[Found] = []
    for subject in subject_filters(question, table):
        rows += _holding(question, table, subject, of_type)
    surely = question.vendors or {}
    return [row.weakened(surely.get(row.vendor, SURELY)) for row in rows]


def _holding(question: Question, table: Table, *where: ColumnElement[bool]) -> list[Found]:
    """The rows that hold at the question's known instant and position, on some of its days."""
    as_of = question.as_of
    columns = [table.c[name] for name in Found._fields]
    found = question.snapshot.connection.execute(
        select(*columns).where(
            *where,
            table.c.known_from <= question.known,
            table.c.known_to > question.known,
            table.c.valid_from <= as_of.last_day,
            table.c.valid_to > as_of.first_day,
            table.c.since <= as_of.position,
            table.c.until > as_of.position,
        )
    )
    return [Found._make(row) for row in found]


def subject_filters(question: Question, table: Table) -> Iterator[ColumnElement[bool]]:
    """Conditions on the leading columns of a table clustered by vendor and region, one look-up each."""
    places = question.places
    for vendor in _vendors(question) if question.vendors is None else sorted(question.vendors):
        if places is None:
            yield table.c.vendor == vendor
            continue
        used = (
            [question.region] if len(places) == 1 else sorted(_regions(question, vendor) & places)
        )
        for start in range(0, len(used), CHUNK):
            chunk = used[start : start + CHUNK]
            within = table.c.region.in_(chunk) if len(chunk) > 1 else table.c.region == chunk[0]
            yield and_(table.c.vendor == vendor, within)


def _regions(question: Question, vendor: str) -> set[str]:
    """The regions a vendor was ever named beside."""
    table = question.snapshot.table("pairs")
    statement = select(table.c.region).where(table.c.vendor == vendor)
    return set(question.snapshot.connection.execute(statement).scalars())


def _vendors(question: Question) -> list[str]:
    """The vendors ('' for none) named beside a region asked for, or all of them."""
    table = question.snapshot.table("pairs")
    rows = question.snapshot.connection.execute(select(table.c.region, table.c.vendor)).all()
    places = question.places
    return sorted({row.vendor for row in rows if places is None or row.region in places})
