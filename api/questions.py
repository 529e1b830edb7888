"""Saved questions: kept, followed, and what changed of their answers."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from timeline import BadBody, BadParameter, BodyTooLarge, BodyTooSlow, Questions, UnknownQuestion

from .answering import answered
from .body import parse_object, read_body, same_origin
from .openapi import QUESTION, STORED, listed, refusals
from .opened import service_of
from .parameters import plain, read, whole_within
from .schemas import QUESTION_SAVED

router = APIRouter(prefix="/v1/questions", tags=["feeds"])
Body = Annotated[bytes, Depends(read_body)]
PAGES = ("after", "limit")
MOST = 1_000


@router.post(
    "",
    summary="Save a question whose changes are to be told",
    status_code=201,
    responses={
        200: {"description": "It was saved before."},
        201: {"description": "It is saved; changes are told of what is recorded from now on."},
        **refusals(*QUESTION, BadBody, BodyTooLarge, BodyTooSlow),
    },
    openapi_extra={"requestBody": QUESTION_SAVED},
    dependencies=[Depends(same_origin)],
)
def save(request: Request, body: Body) -> Response:
    """A question by its vendor, its region or both; without clocks it is about the present."""
    read(request)
    saved = Questions(service_of(request)).save(parse_object(body, "a question"))
    where = f"/v1/questions/{saved.question['id']}"
    response = answered(request, saved.question, 201 if saved.new else 200)
    response.headers["Location"] = where
    return response


@router.get(
    "",
    summary="The saved questions",
    responses=refusals(*STORED, BadParameter),
    openapi_extra=listed("after_id", "limit"),
)
def every(request: Request) -> Response:
    """By their ids, a page at a time."""
    given = read(request, PAGES)
    limit = whole_within(given, "limit", 100, MOST)
    found = Questions(service_of(request)).every(given.get("after", ""), limit)
    more = len(found) == limit
    after = f"/v1/questions?after={found[-1]['id']}&limit={limit}" if more else None
    return answered(request, {"questions": found, "next": after})


@router.get(
    "/changes",
    summary="What changed of every saved question",
    responses=refusals(*STORED, BadParameter),
    openapi_extra=listed("after", "limit"),
)
def changes(request: Request) -> Response:
    """The changes after a number, in order; `next` is where to go on, now or later."""
    return _changes(request, None)


@router.get(
    "/{question}",
    summary="One saved question",
    responses=refusals(*STORED, BadParameter, UnknownQuestion),
)
def one(request: Request, question: str) -> Response:
    """What was asked, since which position, and what was told of it last."""
    read(request)
    return answered(request, Questions(service_of(request)).get(plain("question", question)))


@router.delete(
    "/{question}",
    summary="Tell no more of a question",
    status_code=204,
    responses=refusals(*STORED, BadParameter, UnknownQuestion),
    dependencies=[Depends(same_origin)],
)
def remove(request: Request, question: str) -> Response:
    """The changes that were told of it stay."""
    read(request)
    Questions(service_of(request)).remove(plain("question", question))
    return Response(status_code=204)


@router.get(
    "/{question}/changes",
    summary="What changed of one saved question",
    responses=refusals(*STORED, BadParameter, UnknownQuestion),
    openapi_extra=listed("after", "limit"),
)
def changes_of(request: Request, question: str) -> Response:
    """As for every question, those of one that is or was saved."""
    return _changes(request, plain("question", question))


def _changes(request: Request, question: str | None) -> Response:
    given = read(request, PAGES)
    after = whole_within(given, "after", 0)
    limit = whole_within(given, "limit", 100, MOST)
    found = Questions(service_of(request)).changes(after, limit, question)
    path = "/v1/questions/changes" if question is None else f"/v1/questions/{question}/changes"
    answer = {**found, "next": f"{path}?after={found['after']}&limit={limit}"}
    return answered(request, answer)
