"""What importers of statements share: the copy they cite, records taken many at once, and rows refused."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import TypeVar

from sqlalchemy import Engine

from events import Days, Refusal, instant_text, read_when

from ..database import reading
from ..errors import BadParameter
from .facts import Content
from .importer import Desk, Request
from .opening import sha256_of
from .shelf import Placed
from .sources import observed_of
from .state import Known, kept
from .step import Step

MANY = 500
"""So many records are asked for at once."""
LAST_YEAR = 2_200
T = TypeVar("T")


def copy_of(request: Request, desk: Desk) -> Content:
    """The bytes that are cited, where it is told when they were taken; empty where it is not."""
    try:
        observed = observed_of(request, desk)
    except BadParameter:
        if request.observed is not None:
            raise
        return {}
    sha256 = sha256_of(request.path, request.limits)
    return {"retrieved_at": instant_text(observed), "sha256": sha256}


def many(found: Iterable[T]) -> Iterator[list[T]]:
    """The same in parts, so that memory holds one part."""
    rest = iter(found)
    while part := list(islice(rest, MANY)):
        yield part


def known_of(engine: Engine, profile: str, rows: Iterable[str]) -> dict[str, Known]:
    """The records as they were kept."""
    with reading(engine) as connection:
        return kept(connection, profile, list(rows))


def day_of(name: str, text: str) -> str:
    """The day, month or year of a text, without its time of day; empty for none, Refusal for what is no date."""
    day = text.strip().partition("T")[0].partition(" ")[0]
    if day and not day.replace("-", "").isdecimal():
        raise Refusal(name, "a date such as 2019-10-09", text)
    if day:
        check_years(read_when(day, name).span(), name, text)
    return day


def check_years(days: Days, name: str, text: str) -> None:
    """Refusal for a time beyond the years that are believed; 9999 and its like stand for no date."""
    for day in (days.first, days.last):
        if day is not None and date.fromordinal(day).year > LAST_YEAR:
            raise Refusal(name, f"a date up to the year {LAST_YEAR}", text)


def refused(placed: Placed, refusal: Refusal, rows: int = 1) -> Step:
    """A statement, or all those of its record, that is not sound, while the others are taken."""
    got = " ".join(str(refusal.got).split())[:80]
    where = f"{placed.where}{refusal.field}"
    return Step("refused", rows=rows, reason=f"{where}: expected {refusal.expected}, got {got}")
