"""Mementos (RFC 7089): asking in a header for an answer as this log held it at a time.

A question's address is its own TimeGate (pattern 1.2): it answers 200 with the memento, and Content-Location names it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from urllib.parse import quote

from fastapi import Request
from starlette.exceptions import HTTPException

from events import Instant, instant_of
from timeline import (
    Question,
    Snapshot,
    memento_seconds,
    query_of,
    question_then,
    recorded_instant,
    second_of,
)

from .parameters import Given, resolve

HEADER = "Accept-Datetime"
FORM = "%a, %d %b %Y %H:%M:%S GMT"
RESOLVED = {"recorded_at", "position", "defaulted"}
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LINK_FORMAT = "application/link-format"
Pin = Callable[[Question], str]
"""The address at which a question is answered the same for ever."""


@dataclass(frozen=True, slots=True)
class Negotiated:
    """A question as of the time that was asked for, and the links to the mementos around its answer."""

    question: Question
    links: tuple[str, ...] = ()


def negotiated(
    request: Request,
    snapshot: Snapshot,
    given: Given,
    pin: Pin | None = None,
    *,
    vendor: str | None = None,
    region: str | None = None,
) -> Negotiated:
    """The question asked, as of the header's time unless recorded_at or a position is given.

    A time before the first memento asks for that one, and a time that has not come for the last, as RFC 7089
    has it; one that is no time is a 400. With `pin` the answer has a TimeMap, which the links name.
    """
    question = resolve(snapshot, given, vendor=vendor, region=region)
    links = () if pin is None else (_timemap_link(request),)
    wanted = request.headers.get(HEADER)
    if wanted is None or "recorded_at" in given or "position" in given:
        return Negotiated(question, links)
    second = _read(wanted)
    seconds = memento_seconds(question)
    if not seconds:
        return Negotiated(question, links)
    found = question_then(question, max(second, seconds[0]))
    if pin is None:
        return Negotiated(found)
    return Negotiated(found, (*links, *_around(question, found, seconds, pin)))


def _read(wanted: str) -> Instant:
    try:
        return instant_of(datetime.strptime(wanted.strip(), FORM).replace(tzinfo=UTC))
    except (ValueError, OverflowError):
        expected = "a time such as Wed, 09 Oct 2019 14:00:00 GMT"
        detail = f"{HEADER}: expected {expected}, got {wanted!r}"
        raise HTTPException(400, detail, {"Vary": HEADER}) from None


def _around(
    question: Question, found: Question, seconds: list[Instant], pin: Pin
) -> tuple[str, ...]:
    """Links to the memento that is answered, the first, the last, the one before and the one after."""
    own = second_of(recorded_instant(found))
    told = sorted({*seconds, own})
    at = told.index(own)
    roles: dict[int, list[str]] = {}
    places = (("first", 0), ("prev", at - 1), ("", at), ("next", at + 1), ("last", len(told) - 1))
    for role, place in places:
        if 0 <= place < len(told):
            roles.setdefault(place, []).append(role)
    return tuple(
        memento_link(
            pin(found if place == at else question_then(question, told[place])),
            told[place],
            *filter(None, roles[place]),
        )
        for place in sorted(roles)
    )


def memento_link(address: str, second: Instant, *roles: str) -> str:
    """A link to a memento in the form of RFC 8288, which is that of a TimeMap too."""
    return f'<{address}>; rel="{" ".join((*roles, "memento"))}"; datetime="{http_date(second)}"'


def http_date(instant: Instant) -> str:
    """An instant as HTTP tells it, in whole seconds."""
    return format_datetime(EPOCH + timedelta(microseconds=instant), usegmt=True)


def memento_headers(request: Request, recorded_at: str, links: tuple[str, ...]) -> dict[str, str]:
    """When the log held what is answered, and the address that answers for other times."""
    held = instant_of(datetime.fromisoformat(recorded_at))
    original = f'<{original_address(request)}>; rel="original timegate"'
    return {"Memento-Datetime": http_date(held), "Link": ", ".join((original, *links))}


def original_address(
    request: Request, suffix: str = "", leave: frozenset[str] = frozenset()
) -> str:
    """The address of the question with the recorded clock left out, which answers for any time."""
    params = request.query_params
    resolved = RESOLVED | leave | set(params.get("defaulted", "").split(","))
    asked = query_of(item for item in params.multi_items() if item[0] not in resolved)
    path = request.scope["path"].removesuffix("/timemap") + suffix
    return quote(path) + (f"?{asked}" if asked else "")


def _timemap_link(request: Request) -> str:
    return f'<{original_address(request, "/timemap")}>; rel="timemap"; type="{LINK_FORMAT}"'
