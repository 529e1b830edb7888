"""Answers as responses: their bytes, their validators, and how long they hold."""

from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qsl, unquote

from fastapi import Request, Response

from timeline import Question, to_json

from .memento import Pin, memento_headers, negotiated
from .opened import service_of
from .parameters import Given

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
    with service_of(request).snapshot() as snapshot:
        asked = negotiated(request, snapshot, given, pin, **named)
        found = answer(asked.question)
    return answered(request, found, links=asked.links)


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
    text = to_json(answer)
    return sent(request, answer, text, "application/json", status, links)


def sent(
    request: Request,
    answer: Mapping[str, Any],
    text: str,
    media_type: str,
    status: int = 200,
    links: tuple[str, ...] = (),
) -> Response:
    """A text that says an answer in some form, or 304, cached as the answer is; the text ends with its line."""
    body = f"{text}\n".encode()
    etag = f'"{sha256(body).hexdigest()}"'
    headers = {"ETag": etag, **_caching(request, answer, links)}
    if request.method == "GET" and has(request, etag):
        return Response(status_code=304, headers=headers)
    return Response(body, status, headers, media_type)


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
    """Whether a request asked for this very address, its parameters in any order."""
    path, _, query = address.partition("?")
    given = request.query_params.multi_items()
    return unquote(path) == request.scope["path"] and sorted(parse_qsl(query)) == sorted(given)


def has(request: Request, etag: str) -> bool:
    """Whether If-None-Match names the tag, weakly compared (RFC 9110, 13.1.2)."""
    tags = [
        tag.strip() for line in request.headers.getlist("if-none-match") for tag in line.split(",")
    ]
    return "*" in tags or etag in [tag.removeprefix("W/") for tag in tags]
