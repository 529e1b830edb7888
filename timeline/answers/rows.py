"""Rows of the exposure projection for a question, by indexed look-up."""

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, ColumnElement, Table, and_, bindparam, select, tuple_

from projections import Counts

from ..prepared import Prepared, Row
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


class Subject(NamedTuple):
    """One look-up in a table clustered by vendor and region: anywhere, in one region, in some; or anyone in some."""

    vendor: str | None
    regions: tuple[str, ...] | None

    @property
    def sort(self) -> str:
        """Which condition `subject_condition` gives it."""
        if self.vendor is None:
            return "anyone"
        if self.regions is None:
            return "anywhere"
        return "one" if len(self.regions) == 1 else "some"

    @property
    def asked(self) -> dict[str, Any]:
        """The values of that condition's parameters."""
        if self.vendor is None:
            return {"region": self.regions}
        if self.regions is None:
            return {"vendor": self.vendor}
        value = self.regions[0] if len(self.regions) == 1 else self.regions
        return {"vendor": self.vendor, "region": value}


def exposure_rows(question: Question) -> list[Found]:
    """Every row of the question's vendor and region, by clustered look-ups only.

    What a vendor that only possibly belongs to the asked one has, is only possibly the asked one's.
    """
    rows = map(Found._make, holding(question, Found._fields))
    surely = question.vendors or {}
    return [row.weakened(surely.get(row.vendor, SURELY)) for row in rows]


def holding(question: Question, columns: tuple[str, ...]) -> list[Row]:
    """Some columns of every row of the question's vendors and regions, on any of its days."""
    table = question.snapshot.table("exposure")
    rows: list[Row] = []
    for subject in subjects(question):
        rows += _holding(question, table, subject, columns)
    return rows


@cache
def _rows_of(
    table: Table, pairs: Table, sort: str, typed: bool, columns: tuple[str, ...]
) -> Prepared:
    """What `_holding` asks."""
    wanted = table.c.type
    known: BindParameter[int] = bindparam("known")
    position: BindParameter[int] = bindparam("position")
    rows = select(*(table.c[name] for name in columns)).where(
        subject_condition(table, pairs, sort),
        wanted == bindparam("type") if typed else wanted.not_in(UNEXPOSED),
        table.c.known_from <= known,
        table.c.known_to > known,
        table.c.valid_from <= bindparam("last_day"),
        table.c.valid_to > bindparam("first_day"),
        table.c.since <= position,
        table.c.until > position,
    )
    return Prepared(rows, listed(sort))


def _holding(
    question: Question, table: Table, subject: Subject, columns: tuple[str, ...]
) -> list[Row]:
    """The rows that hold at the question's known instant and position, on some of its days."""
    as_of = question.as_of
    pairs = question.snapshot.table("pairs")
    rows = _rows_of(table, pairs, subject.sort, question.type is not None, columns)
    asked = {
        **subject.asked,
        "known": question.known,
        "position": as_of.position,
        "first_day": as_of.first_day,
        "last_day": as_of.last_day,
    }
    if question.type is not None:
        asked["type"] = question.type
    return rows.rows(question.snapshot.connection, **asked)


def listed(sort: str) -> str | None:
    """The parameter of `subject_condition` that is a list."""
    return "region" if sort in ("some", "anyone") else None


def subject_condition(table: Table, pairs: Table, sort: str) -> ColumnElement[bool]:
    """The condition on the leading columns for a sort of subject, with parameters vendor and region."""
    if sort == "anyone":
        within = pairs.c.region.in_(bindparam("region", expanding=True))
        beside = select(pairs.c.vendor, pairs.c.region).where(within)
        return tuple_(table.c.vendor, table.c.region).in_(beside)
    vendor = table.c.vendor == bindparam("vendor")
    if sort == "anywhere":
        return vendor
    if sort == "one":
        return and_(vendor, table.c.region == bindparam("region"))
    return and_(vendor, table.c.region.in_(bindparam("region", expanding=True)))


def subjects(question: Question) -> Iterator[Subject]:
    """The look-ups that a question's vendors and regions take."""
    places = question.places
    if question.vendors is None:
        wanted = sorted(places or ())
        for start in range(0, len(wanted), CHUNK):
            yield Subject(None, tuple(wanted[start : start + CHUNK]))
        return
    for vendor in sorted(question.vendors):
        if places is None:
            yield Subject(vendor, None)
            continue
        used = (
            [str(question.region)]
            if len(places) == 1
            else sorted(_regions(question, vendor) & places)
        )
        for start in range(0, len(used), CHUNK):
            yield Subject(vendor, tuple(used[start : start + CHUNK]))


def subject_filters(
    question: Question, table: Table
) -> Iterator[tuple[ColumnElement[bool], dict[str, Any]]]:
    """The same as conditions with the values of their parameters, for statements that are seldom asked."""
    pairs = question.snapshot.table("pairs")
    for subject in subjects(question):
        yield subject_condition(table, pairs, subject.sort), subject.asked


@cache
def _regions_beside(table: Table) -> Prepared:
    return Prepared(select(table.c.region).where(table.c.vendor == bindparam("vendor")))


def _regions(question: Question, vendor: str) -> set[str]:
    """The regions a vendor was ever named beside."""
    table = question.snapshot.table("pairs")
    return set(_regions_beside(table).scalars(question.snapshot.connection, vendor=vendor))
