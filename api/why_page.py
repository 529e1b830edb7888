"""The page of why: a claim or an occurrence, its words and its citations down to the root, fit to print."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from timeline import Snapshot, TimelineError, answer_exposure, answer_why, list_sources

from .exposure import ASKED, require_subject
from .opened import service_of
from .page import templates
from .parameters import Given, plain, read, resolve
from .problems import STATUS, field_of

router = APIRouter(include_in_schema=False)


@router.get("/why/{target}")
def why_page(request: Request, target: str) -> HTMLResponse:
    """Where a claim or an occurrence comes from, below the question whose parameters are given, if any."""
    shown: dict[str, Any] = {"target": target, "error": None}
    status = 200
    try:
        given = read(request, ASKED)
        with service_of(request).snapshot() as snapshot:
            shown |= why_shown(snapshot, plain("target", target)) | asked_shown(snapshot, given)
    except TimelineError as error:
        status = STATUS[type(error)]
        shown |= {"error": {"detail": str(error), "field": field_of(error)}}
    document = templates.get_template("why.html").render(shown)
    headers = {"Cache-Control": "no-cache"}
    return HTMLResponse(document.encode(errors="backslashreplace"), status, headers)


def why_shown(snapshot: Snapshot, target: str) -> dict[str, Any]:
    """The answer as the JSON has it, and the names of the sources."""
    sources: Any = list_sources(snapshot)
    return {
        "answer": answer_why(snapshot, target),
        "names": {each["source"]: each["name"] or each["source"] for each in sources["sources"]},
        "position": sources["position"],
    }


def asked_shown(snapshot: Snapshot, given: Given) -> dict[str, Any]:
    """The answer to the question that was asked besides; None where none was."""
    if not given:
        return {"asked": None}
    require_subject(given)
    return {"asked": answer_exposure(resolve(snapshot, given))}
