"""The addresses that problem documents give as their type: what each means."""

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse
from starlette.exceptions import HTTPException

from .problems import STATUS, slug, title

router = APIRouter(include_in_schema=False)


@router.get("/problems/{name}")
def problem_page(name: str) -> PlainTextResponse:
    """The title, the status and the form of the message of one type of problem."""
    for error, status in STATUS.items():
        if slug(error) == name:
            form = " ".join((error.__doc__ or "").split())
            return PlainTextResponse(f"{title(error)}\nstatus {status}\n{form}\n")
    raise HTTPException(404, "Not Found")
