"""Problem documents (RFC 9457): every refusal as application/problem+json, with its HTTP status."""

import logging
import re
from http import HTTPStatus
from urllib.parse import quote

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from timeline import (
    AmbiguousName,
    BadBody,
    BadClaim,
    BadKeyFile,
    BadParameter,
    BadSource,
    BodyTooLarge,
    BodyTooSlow,
    BrokerRefused,
    BrokerUnavailable,
    ContradictingParameters,
    DamagedCapture,
    DatabaseUnavailable,
    ImportGoingOn,
    KeyReused,
    MissingCapture,
    NotCaptured,
    NothingBeside,
    NothingToProve,
    OtherKey,
    OtherVersion,
    RebuildUnderWay,
    RelayRunning,
    SchemaNotReady,
    TimelineError,
    TooManyExports,
    UnknownAction,
    UnknownCapture,
    UnknownClaim,
    UnknownImporter,
    UnknownKind,
    UnknownParameter,
    UnknownProfile,
    UnknownProjection,
    UnknownQuestion,
    UnknownRegion,
    UnknownSource,
    UnknownTable,
    UnknownVendor,
    UnknownWebhook,
    Unproven,
    to_json,
)

from .headers import SAFETY

logger = logging.getLogger("timeline.api")
MEDIA_TYPE = "application/problem+json"

STATUS: dict[type[TimelineError], int] = {
    AmbiguousName: 400,
    BadBody: 422,
    BadClaim: 422,
    BadKeyFile: 503,
    BadParameter: 422,
    BadSource: 422,
    BodyTooLarge: 413,
    BodyTooSlow: 408,
    BrokerRefused: 502,
    BrokerUnavailable: 503,
    ContradictingParameters: 400,
    DamagedCapture: 500,
    DatabaseUnavailable: 503,
    ImportGoingOn: 409,
    KeyReused: 422,
    NothingBeside: 409,
    NothingToProve: 409,
    OtherKey: 503,
    OtherVersion: 409,
    RebuildUnderWay: 409,
    MissingCapture: 503,
    NotCaptured: 422,
    RelayRunning: 409,
    SchemaNotReady: 503,
    TooManyExports: 503,
    UnknownAction: 422,
    UnknownCapture: 404,
    UnknownClaim: 404,
    UnknownImporter: 404,
    UnknownKind: 404,
    UnknownParameter: 422,
    UnknownProfile: 404,
    UnknownProjection: 404,
    UnknownQuestion: 404,
    UnknownRegion: 404,
    UnknownSource: 404,
    UnknownTable: 404,
    UnknownVendor: 404,
    UnknownWebhook: 404,
    Unproven: 422,
}
"""The HTTP status of each error, told nowhere else."""


def slug(error: type[TimelineError]) -> str:
    """The last part of the address that names a type of problem: unknown-vendor."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", error.__name__).lower()


def title(error: type[TimelineError]) -> str:
    """What a type of problem is called: Unknown vendor."""
    return slug(error).replace("-", " ").capitalize()


def field_of(error: TimelineError) -> str | None:
    """The parameter, header or field of a claim that was refused; None where it was the database."""
    if STATUS[type(error)] >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return None
    field = error.words.get("field")
    return str(field) if field else str(error).partition(":")[0]


def answer_problems(app: FastAPI) -> None:
    """Let everything that goes wrong in an application be answered with a problem document."""
    app.add_exception_handler(TimelineError, _refused)
    app.add_exception_handler(HTTPException, _not_served)
    app.add_exception_handler(RequestValidationError, _not_valid)
    app.add_exception_handler(ClientDisconnect, _left)
    app.add_exception_handler(Exception, _failed)


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, TimelineError)
    kind = type(error)
    said = {"type": f"/problems/{slug(kind)}", "title": title(kind)}
    response = _problem(request, STATUS[kind], said, str(error), field_of(error))
    if kind is BodyTooSlow:
        # What may still come of the body is not to be taken for another request (RFC 9110, 15.5.9).
        response.headers["Connection"] = "close"
    return response


def _not_served(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    response = _problem(request, error.status_code, {}, error.detail)
    response.headers.update(error.headers or {})
    return response


def _not_valid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    field = ".".join(str(part) for part in first["loc"][1:])
    return _problem(request, 422, {}, f"{field}: {first['msg']}", field)


def _left(request: Request, _error: Exception) -> Response:
    """Nobody is there to be answered."""
    place = quote(request.scope["path"])
    logger.warning("%s %s: the client left before its body had ended", request.method, place)
    return Response(status_code=400)


def _failed(request: Request, _error: Exception) -> Response:
    response = _problem(request, 500, {}, "the request could not be answered")
    response.headers.update(SAFETY)
    return response


def _problem(
    request: Request, status: int, said: dict[str, str], detail: str, field: str | None = None
) -> Response:
    """Without a type of its own a problem means no more than its status."""
    query = request.scope["query_string"].decode("latin-1")
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        **said,
        "status": status,
        "detail": detail,
        "instance": quote(request.scope["path"]) + (f"?{query}" if query else ""),
        **({"field": field} if field else {}),
    }
    return Response(
        # A lone surrogate has no UTF-8 but may stand in JSON as its escape.
        f"{to_json(body)}\n".encode(errors="backslashreplace"),
        status,
        media_type=MEDIA_TYPE,
        headers={"Cache-Control": "no-store"},
    )
