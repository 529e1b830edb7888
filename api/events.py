"""Events: the log as a feed of CloudEvents, page by page or as a stream."""

from gzip import compress
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi.sse import EventSourceResponse

from timeline import (
    EVERYTHING,
    AmbiguousName,
    BadParameter,
    Page,
    Service,
    UnknownRegion,
    UnknownVendor,
    Wanted,
    resolve_wanted,
    to_json,
)

from .answering import has
from .headers import HEADERS_ONLY
from .openapi import STORED, refusals
from .opened import service_of
from .parameters import PARAMETERS, Given, plain, read, whole
from .preferring import preferred
from .schemas import EVENTS
from .streaming import Following, followed

router = APIRouter(prefix="/v1/events", tags=["feed"])
CHOICES = ("vendor", "region", "kind")
PAGED = ("after", "limit", *CHOICES)
FOLLOWED = ("after", *CHOICES)
LIMIT = 100
MOST = 1_000
JSON = "application/json"
BATCH = "application/cloudevents-batch+json"
REFUSED = refusals(*STORED, BadParameter, AmbiguousName, UnknownVendor, UnknownRegion)
KEPT = "private, max-age=31536000, immutable"
"""Of a page that appending cannot change.

A redaction still can: so only those keep it who have read its words, and no cache gives them to others.
"""


def _parameters(names: tuple[str, ...], *headers: dict[str, Any]) -> dict[str, Any]:
    return {"parameters": [*(PARAMETERS[name].document() for name in names), *headers]}


LAST_EVENT_ID = {
    "name": "Last-Event-ID",
    "in": "header",
    "required": False,
    "description": "The position after which to go on, in place of `after`.",
    "schema": {"type": "string", "pattern": "^[0-9]{1,18}$"},
}

STREAM: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Messages whose `data` is an event and whose `id` is its position.",
        "content": {EventSourceResponse.media_type: {"schema": {"type": "string"}}},
    }
}


@router.get(
    "",
    summary="The log as a feed, oldest first",
    responses={200: EVENTS, 304: {"description": "The caller has this page."}, **REFUSED},
    openapi_extra=_parameters(PAGED),
)
def events(request: Request) -> Response:
    """A page of events as CloudEvents, and the address of the next once this one is closed."""
    given = read(request, PAGED)
    after, limit = whole(given, "after") or 0, whole(given, "limit")
    limit = LIMIT if limit is None else limit
    if not 1 <= limit <= MOST:
        raise BadParameter(field="limit", expected=f"1 to {MOST}", got=limit)
    service = service_of(request)
    wanted = _wanted(service, given)
    page = service.events(after, limit, wanted)
    media_type = preferred(request, "Accept", (JSON, BATCH))
    following = _next(given, page, limit)
    headers = {
        "Vary": "Accept, Accept-Encoding",
        "Cache-Control": KEPT if _holds(page, wanted) else "no-cache",
        **({} if following is None else {"Link": f'<{following}>; rel="next"'}),
    }
    body = _batch(page) if media_type == BATCH else _body(page, following)
    return _sent(request, body, media_type, headers)


@router.get(
    "/stream",
    summary="The log as a stream of Server-Sent Events",
    response_class=Response,
    responses={**STREAM, **REFUSED},
    openapi_extra=_parameters(FOLLOWED, LAST_EVENT_ID),
)
def stream(request: Request) -> Response:
    """Every event after a position, then each as it is recorded; the `id` of a message is its position."""
    given = read(request, FOLLOWED)
    service = service_of(request)
    wanted = _wanted(service, given)
    after = _resumed(request, given)
    service.events(after, 0, wanted)
    headers = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
    if HEADERS_ONLY in request.scope:
        return EventSourceResponse((), headers=headers)
    following: Following = request.app.state.following
    return EventSourceResponse(followed(service, following, after, wanted), headers=headers)


def _resumed(request: Request, given: Given) -> int:
    """Where to go on: a client that lost its stream names the last id in a header."""
    name = "Last-Event-ID"
    last = request.headers.get(name)
    if last:
        return whole({name: plain(name, last)}, name) or 0
    return whole(given, "after") or 0


def _wanted(service: Service, given: Given) -> Wanted:
    if not set(CHOICES) & set(given):
        return EVERYTHING
    with service.snapshot() as snapshot:
        return resolve_wanted(snapshot, *(given.get(name) for name in CHOICES))


def _holds(page: Page, wanted: Wanted) -> bool:
    """Whether nothing that may be recorded changes a page: vendors can merge, regions can grow."""
    return page.closed and wanted.regions is None and wanted.vendors is None


def _next(given: Given, page: Page, limit: int) -> str | None:
    """The address of the page that follows a closed one; an open one is asked for again."""
    if not page.closed:
        return None
    chosen = {name: given[name] for name in CHOICES if name in given}
    query = urlencode({"after": page.position, "limit": limit, **chosen}, safe=":,")
    return f"/v1/events?{query}"


def _body(page: Page, following: str | None) -> bytes:
    told = b",".join(each.body for each in page.events)
    rest = f'],"position":{page.position},"next":{to_json(following)}}}\n'
    return b'{"events":[' + told + rest.encode()


def _batch(page: Page) -> bytes:
    return b"[" + b",".join(each.body for each in page.events) + b"]\n"


def _sent(request: Request, body: bytes, media_type: str, headers: dict[str, str]) -> Response:
    """A body, compressed for who takes that, or 304; each form has a tag of its own (RFC 9110, 8.8.3.3)."""
    coding = preferred(request, "Accept-Encoding", ("identity", "gzip"))
    tag = sha256(body).hexdigest() + ("-gzip" if coding == "gzip" else "")
    headers = {**headers, "ETag": f'"{tag}"'}
    if has(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    if coding == "gzip":
        headers["Content-Encoding"] = coding
        body = compress(body, compresslevel=6, mtime=0)
    return Response(body, headers=headers, media_type=media_type)
