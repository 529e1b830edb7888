"""Webhooks: who is told what, where, and what could not be delivered."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from timeline import (
    BadBody,
    BadParameter,
    BodyTooLarge,
    BodyTooSlow,
    Endpoints,
    UnknownRegion,
    UnknownVendor,
    UnknownWebhook,
)

from .answering import answered
from .body import parse_object, read_body, same_origin
from .openapi import STORED, listed, refusals
from .opened import service_of
from .parameters import plain, read, whole_within
from .schemas import WEBHOOK, WEBHOOK_MOVED, WEBHOOK_REPLAYED, WEBHOOK_ROTATED

router = APIRouter(prefix="/v1/webhooks", tags=["feeds"], dependencies=[Depends(same_origin)])
Body = Annotated[bytes, Depends(read_body)]
WRITING = (*STORED, BadParameter, BadBody, BodyTooLarge, BodyTooSlow)
NAMED = (*STORED, BadParameter, UnknownWebhook)
MOST = 1_000


@router.post(
    "",
    summary="Tell an address what changes",
    status_code=201,
    responses={
        201: {"description": "It is told what is recorded from now on; its secret is shown once."},
        **refusals(*WRITING, UnknownVendor, UnknownRegion),
    },
    openapi_extra={"requestBody": WEBHOOK},
)
def add(request: Request, body: Body) -> Response:
    """Changes of saved questions, events, or both, each signed as Standard Webhooks says."""
    read(request)
    added = _endpoints(request).add(parse_object(body, "a webhook"))
    return _told(request, added, 201, Location=f"/v1/webhooks/{added['id']}")


@router.get("", summary="The webhooks", responses=refusals(*STORED))
def every(request: Request) -> Response:
    """How much each was told, how much waits, and how much was given up."""
    read(request)
    return answered(request, {"webhooks": _endpoints(request).every()})


@router.get("/{webhook}", summary="One webhook", responses=refusals(*NAMED))
def one(request: Request, webhook: str) -> Response:
    """Without its secret."""
    read(request)
    return answered(request, _endpoints(request).get(plain("webhook", webhook)))


@router.patch(
    "/{webhook}",
    summary="Send to another address",
    responses=refusals(*WRITING, UnknownWebhook),
    openapi_extra={"requestBody": WEBHOOK_MOVED},
)
def move(request: Request, webhook: str, body: Body) -> Response:
    """What waits is sent there, at once and in order."""
    read(request)
    return answered(
        request,
        _endpoints(request).move(plain("webhook", webhook), parse_object(body, "an address")),
    )


@router.delete(
    "/{webhook}",
    summary="Tell an address nothing more",
    status_code=204,
    responses=refusals(*NAMED),
)
def remove(request: Request, webhook: str) -> Response:
    """What was not delivered is dropped."""
    read(request)
    _endpoints(request).remove(plain("webhook", webhook))
    return Response(status_code=204)


@router.post(
    "/{webhook}/rotate",
    summary="Make a new secret",
    responses=refusals(*WRITING, UnknownWebhook),
    openapi_extra={"requestBody": WEBHOOK_ROTATED},
)
def rotate(request: Request, webhook: str, body: Body) -> Response:
    """It is shown once; for some hours the one before it signs too."""
    read(request)
    name = plain("webhook", webhook)
    return _told(
        request, _endpoints(request).rotate(name, parse_object(body, "hours") if body else None)
    )


@router.get(
    "/{webhook}/dead",
    summary="What was given up",
    responses=refusals(*NAMED),
    openapi_extra=listed("after", "limit"),
)
def dead(request: Request, webhook: str) -> Response:
    """Dead letters in order, with why the last attempt failed."""
    given = read(request, ("after", "limit"))
    limit = whole_within(given, "limit", 100, MOST)
    name = plain("webhook", webhook)
    found = _endpoints(request).dead(name, whole_within(given, "after", 0), limit)
    more = len(found) == limit
    path = f"/v1/webhooks/{name}/dead"
    after = f"{path}?after={found[-1]['number']}&limit={limit}" if more else None
    return answered(request, {"dead": found, "next": after})


@router.post(
    "/{webhook}/replay",
    summary="Deliver again what was given up",
    responses=refusals(*WRITING, UnknownWebhook),
    openapi_extra={"requestBody": WEBHOOK_REPLAYED},
)
def replay(request: Request, webhook: str, body: Body) -> Response:
    """All dead letters or some, in order, each under the id it had."""
    read(request)
    name = plain("webhook", webhook)
    replayed = _endpoints(request).replay(name, parse_object(body, "numbers") if body else None)
    return answered(request, {"replayed": replayed})


def _endpoints(request: Request) -> Endpoints:
    return Endpoints(service_of(request))


def _told(request: Request, answer: dict[str, Any], status: int = 200, **headers: str) -> Response:
    """An answer that shows a secret is kept by nobody on its way."""
    response = answered(request, answer, status)
    response.headers.update(headers)
    response.headers["Cache-Control"] = "no-store"
    del response.headers["ETag"]
    return response
