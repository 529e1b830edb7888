"""The page: a question as a form, its answer as a document, all rendered here without scripts."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from timeline import (
    Snapshot,
    TimelineError,
    answer_exposure,
    answer_why,
    list_regions,
    list_vendors,
)

from .exposure import EXPOSURE, require_subject
from .feed_forms import ATOM_TYPE, JSON_TYPE
from .feeds import feed_address
from .opened import service_of
from .parameters import PARAMETERS, Given, read, resolve
from .problems import STATUS, field_of

router = APIRouter(include_in_schema=False)
SHOWN = 100
"""How many occurrences, notes and measurements each the page shows; the JSON answer has all."""
SUGGESTED = 500
"""How many names a field of the form suggests."""
EXAMPLE = "/?vendor=dahua&region=CN-XJ&valid_at=2018-01-01"

templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@router.get("/")
def page(request: Request) -> HTMLResponse:
    """The form, and the answer or the refusal of what was asked with it."""
    asked = {name: request.query_params.get(name, "") for name in PARAMETERS}
    shown: dict[str, Any] = {"asked": asked, "example": EXAMPLE, "answer": None, "error": None}
    shown["feeds"] = []
    status = 200
    try:
        given = read(request, EXPOSURE, blanks=True)
        with service_of(request).snapshot() as snapshot:
            shown |= suggestions(snapshot)
            if request.query_params:
                require_subject(given)
                shown |= answer_shown(snapshot, given)
    except TimelineError as error:
        status = STATUS[type(error)]
        shown |= {"error": {"detail": str(error), "field": field_of(error)}}
    document = templates.get_template("page.html").render({"vendors": [], "regions": [], **shown})
    headers = {"Cache-Control": "no-cache"}
    return HTMLResponse(document.encode(errors="backslashreplace"), status, headers)


def suggestions(snapshot: Snapshot) -> dict[str, Any]:
    """The vendors and regions the form suggests."""
    vendors: Any = list_vendors(snapshot)["vendors"]
    regions: Any = list_regions(snapshot)["regions"]
    return {"vendors": vendors[:SUGGESTED], "regions": regions[:SUGGESTED]}


def answer_shown(snapshot: Snapshot, given: Given) -> dict[str, Any]:
    """The answer as the JSON has it, with the chain of citations of each claim shown."""
    answer: Any = answer_exposure(resolve(snapshot, given))
    parts = {name: answer[name][:SHOWN] for name in ("occurrences", "notes", "measurements")}
    left = sum(len(answer[name]) - len(part) for name, part in parts.items())
    beside = [*parts["notes"], *parts["measurements"]]
    told = {each["id"] for each in parts["occurrences"]} | {each["occurrence"] for each in beside}
    listed: Any = answer["coverage"]
    return {
        "answer": {**answer, **parts},
        "left": left,
        "why": {
            claim["id"]: claim
            for occurrence in sorted(told)
            for claim in claims_of(snapshot, occurrence)
        },
        "names": {each["source"]: each["name"] or each["source"] for each in listed},
        "permalink": "/?" + str(answer["pinned"]).partition("?")[2],
        "feeds": feeds_of(answer),
    }


def feeds_of(answer: Mapping[str, Any]) -> list[dict[str, str]]:
    """The feeds of the vendor and the region asked about, for a reader to find."""
    if answer["status"] == "before_first_record":
        return []
    forms = (("atom", ATOM_TYPE), ("json-feed", JSON_TYPE))
    return [
        {
            "title": f"What was recorded of {name}",
            "type": media,
            "href": feed_address(f"{sort}s", name, form),
        }
        for sort, name in answer["subject"].items()
        if name is not None
        for form, media in forms
    ]


def claims_of(snapshot: Snapshot, occurrence: str) -> list[dict[str, Any]]:
    """The claims of an occurrence, each with its chain of citations."""
    found: Any = answer_why(snapshot, occurrence)["claims"]
    return list(found)
