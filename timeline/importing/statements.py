"""What importers of statements share: the copy they cite, records taken many at once, and rows refused."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

from sqlalchemy import Engine

from events import Claim, Refusal, instant_text, parse_claim

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
WORDS = 2_000
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


def described(source: str, name: str) -> Claim:
    """Who publishes the statements."""
    said = {"kind": "source-described", "occurrence": f"{source}-source", "about": source}
    return parse_claim({**said, "name": name[:WORDS], "citation": {"source": source}})


def refused(placed: Placed, refusal: Refusal, rows: int = 1) -> Step:
    """A statement, or all those of its record, that is not sound, while the others are taken."""
    got = " ".join(str(refusal.got).split())[:80]
    where = f"{placed.where}{refusal.field}"
    return Step("refused", rows=rows, reason=f"{where}: expected {refusal.expected}, got {got}")
