"""Feeds: what was recorded of a vendor or a region, the newest first, for people and their readers."""

from typing import Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request, Response

from timeline import answer_feed

from .answering import sent
from .feed_forms import ATOM_TYPE, JSON_TYPE, Page, as_atom, as_json_feed
from .feed_items import TAG, items_of, readable
from .openapi import QUESTION, described, refusals
from .opened import service_of
from .parameters import Given, Parameter, chosen, plain, read, resolve, whole

router = APIRouter(prefix="/v1", tags=["feeds"])
PAGE = 50
"""How many recordings a page of a feed tells of."""
FORM = Parameter("format", "Atom (RFC 4287), or JSON Feed 1.1.", "atom", ("atom", "json-feed"))
BEFORE = Parameter("before", "Only what was recorded before a position.", "96")
FORMS = {"atom": (as_atom, ATOM_TYPE), "json-feed": (as_json_feed, JSON_TYPE)}
DESCRIBED: dict[str, Any] = {
    "responses": {
        200: {"description": "A feed.", "content": {media: {} for _, media in FORMS.values()}},
        **refusals(*QUESTION),
    },
    "openapi_extra": {"parameters": [described(FORM), described(BEFORE)]},
}


@router.get("/vendors/{vendor}/feed", summary="What was recorded of a vendor", **DESCRIBED)
def of_vendor(request: Request, vendor: str) -> Response:
    """The claims about a vendor and what befell them, in the order of recording, the newest first."""
    return _fed(request, {"vendor": plain("vendor", vendor)})


@router.get("/regions/{region}/feed", summary="What was recorded of a region", **DESCRIBED)
def of_region(request: Request, region: str) -> Response:
    """The claims about a region and all within it, and what befell them, the newest first."""
    return _fed(request, {"region": plain("region", region)})


def feed_address(sort: str, subject: str, form: str, before: object = None) -> str:
    """The path of a feed: of `vendors` or `regions`, in a form, from the head or before a position."""
    place = {} if before is None else {"before": str(before)}
    return f"/v1/{sort}/{quote(subject, safe='')}/feed?{urlencode({'format': form, **place})}"


def _fed(request: Request, subject: Given) -> Response:
    given = read(request, (FORM.name, BEFORE.name))
    form, before = chosen(given, FORM, "atom"), whole(given, BEFORE.name)
    with service_of(request).snapshot() as snapshot:
        answer: Any = answer_feed(resolve(snapshot, subject), before, PAGE)
    write, media = FORMS[form]
    return sent(request, {}, write(_page(request, answer, form, before)), media)


def _page(request: Request, answer: Any, form: str, before: int | None) -> Page:
    sort = "vendor" if answer["subject"]["vendor"] else "region"
    subject = answer["subject"][sort]

    def at(position: object) -> str:
        return feed_address(f"{sort}s", subject, form, position)

    return Page(
        id=f"{TAG}feed/{sort}/{quote(subject, safe='')}",
        title=readable(f"{answer['title']}: what was recorded"),
        updated=answer["updated"],
        base=str(request.base_url).rstrip("/"),
        own=at(before),
        newest=at(None),
        following=None if answer["next"] is None else at(answer["next"]),
        home=f"/?{urlencode({sort: subject})}",
        items=items_of(answer),
    )
