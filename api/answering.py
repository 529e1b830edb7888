"""Answers as responses: their bytes, their validators, and how long they hold."""

from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qsl, unquote

from fastapi import Request, Response
from starlette.concurrency import run_in_threadpool

from timeline import Question, to_json

from .keeping import NAME, Kept, Made, asked_of, lasting
from .memento import Pin, memento_headers, negotiated
from .opened import Opened, service_of
from .parameters import Given

JSON = "application/json"
IMMUTABLE = "public, max-age=31536000, immutable"


def answer_question(
    request: Request,
    given: Given,
    answer: Callable[[Question], Mapping[str, Any]],
    pin: Pin | None = None,
    **named: str,
) -> Response:
    """The answer to the question that parameters and what is `named` in the path ask, of one snapshot.

    With `pin` it has mementos, to which its links lead.
    """
    service = service_of(request)
    with service.snapshot() as snapshot:
        asked = negotiated(request, snapshot, given, pin, **named)
        found = answer(asked.question)
        made = _made(request, found, to_json(found), JSON, links=asked.links)
        if lasting(snapshot):
            Kept.at(snapshot).put(asked_of(request, service.clock), made)
    return _responded(request, made)


async def answered_before(request: Request) -> Response | None:
    """What the same request was answered with, if nothing was recorded since; None where that is not kept.

    It takes no thread where a look at the database waits for nobody.
    """
    opened: Opened = request.app.state.opened
    service = opened.ready
    if service is None:
        return None
    live, kept = service.kept
    answers: Kept | None = kept.get(NAME)
    made = None if answers is None else answers.get(asked_of(request, service.clock))
    if live is None or made is None:
        return None
    glance = service.glance
    same = await run_in_threadpool(glance.shows, live) if glance.waits else glance.shows(live)
    return _responded(request, made) if same else None


def answered(
    request: Request,
    answer: Mapping[str, Any],
    status: int = 200,
    links: tuple[str, ...] = (),
) -> Response:
    """The answer in the bytes the command line prints, or 304 where the caller has them.

    An answer at its own pinned address holds for ever; elsewhere it names that address.
    `links` lead to its other mementos.
    """
    return sent(request, answer, to_json(answer), JSON, status, links)


def sent(
    request: Request,
    answer: Mapping[str, Any],
    text: str,
    media_type: str,
    status: int = 200,
    links: tuple[str, ...] = (),
) -> Response:
    """A text that says an answer in some form, or 304, cached as the answer is; the text ends with its line."""
    return _responded(request, _made(request, answer, text, media_type, status, links))


def _made(
    request: Request,
    answer: Mapping[str, Any],
    text: str,
    media_type: str,
    status: int = 200,
    links: tuple[str, ...] = (),
) -> Made:
    body = f"{text}\n".encode()
    etag = f'"{sha256(body).hexdigest()}"'
    headers = {"ETag": etag, **_caching(request, answer, links)}
    return Made(body, headers, media_type, status)


def _responded(request: Request, made: Made) -> Response:
    if request.method == "GET" and has(request, made.headers["ETag"]):
        return Response(status_code=304, headers=made.headers)
    return Response(made.body, made.status, made.headers, made.media_type)


def _caching(request: Request, answer: Mapping[str, Any], links: tuple[str, ...]) -> dict[str, str]:
    if "pinned" not in answer:
        return {"Cache-Control": "no-cache"}
    pinned = str(answer["pinned"])
    memento = memento_headers(request, str(answer["as_of"]["recorded_at"]), links)
    if _is_at(request, pinned):
        return {"Cache-Control": IMMUTABLE, **memento}
    return {
        "Cache-Control": "no-cache",
        "Content-Location": pinned,
        "Vary": "Accept-Datetime",
        **memento,
    }


def _is_at(request: Request, address: str) -> bool:
    """Whether a request asked for this very address, which names a position, its parameters in any order."""
    path, _, query = address.partition("?")
    if "position" not in request.query_params:
        return False
    given = request.query_params.multi_items()
    return unquote(path) == request.scope["path"] and sorted(parse_qsl(query)) == sorted(given)


def has(request: Request, etag: str) -> bool:
    """Whether If-None-Match names the tag, weakly compared (RFC 9110, 13.1.2)."""
    tags = [
        tag.strip() for line in request.headers.getlist("if-none-match") for tag in line.split(",")
    ]
    return "*" in tags or etag in [tag.removeprefix("W/") for tag in tags]
