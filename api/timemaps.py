"""TimeMaps (RFC 7089, section 5): when an answer changed on the recorded clock, and the address of each memento."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from fastapi import APIRouter, Request, Response

from events import Instant
from timeline import (
    BadParameter,
    Question,
    as_of_then,
    memento_seconds,
    pinned_exposure,
    pinned_history,
    pinned_region,
    pinned_vendor,
    to_json,
)

from .answering import sent
from .exposure import require_subject
from .memento import LINK_FORMAT, Pin, http_date, memento_link, original_address
from .openapi import QUESTION, described, refusals
from .opened import service_of
from .parameters import VIEWS, WINDOW, Given, Parameter, chosen, plain, read, resolve, whole

router = APIRouter(prefix="/v1", tags=["mementos"])
PAGE = 200
"""How many mementos one TimeMap lists; more are listed in further ones."""
FORM = Parameter("format", "The form of RFC 6690, or JSON.", "link", ("link", "json"))
NUMBER = Parameter("page", "Which of the TimeMaps, from 1, the oldest mementos first.", "1")
OWN = ("format", "page")
FOLLOWING = ("valid_at", "known_at")
MEDIA_TYPES = {"link": LINK_FORMAT, "json": "application/json"}
DOCUMENT: dict[int | str, dict[str, Any]] = {
    200: {"description": "A TimeMap.", "content": {media: {} for media in MEDIA_TYPES.values()}}
}


@dataclass(frozen=True, slots=True)
class TimeMap:
    """One page of a question's mementos: the address of each with its second, and where the rest stand."""

    original: str
    address: str
    page: int
    mementos: Sequence[tuple[str, Instant]]
    roles: Mapping[int, tuple[str, ...]]
    others: Sequence[tuple[int, Instant, Instant]]

    def at(self, page: int) -> str:
        """The address of a page in the form asked for."""
        return f"{self.address}{'&' if '?' in self.address else '?'}page={page}"

    def lines(self) -> Iterator[str]:
        """As link-format has them."""
        yield f'<{self.original}>; rel="original timegate"'
        yield f'<{self.at(self.page)}>; rel="self"; type="{LINK_FORMAT}"{_spanned(self.mementos)}'
        for page, first, last in self.others:
            span = f'; from="{http_date(first)}"; until="{http_date(last)}"'
            yield f'<{self.at(page)}>; rel="timemap"; type="{LINK_FORMAT}"{span}'
        for place, (address, second) in enumerate(self.mementos):
            yield memento_link(address, second, *self.roles.get(place, ()))

    def shape(self) -> dict[str, object]:
        """As JSON values."""
        listed = [{"datetime": http_date(at), "uri": address} for address, at in self.mementos]
        roles = {role: listed[place] for place, names in self.roles.items() for role in names}
        return {
            "original_uri": self.original,
            "timegate_uri": self.original,
            "timemap_uri": self.at(self.page),
            "mementos": {**roles, "list": listed},
            "timemaps": [
                {"uri": self.at(page), "from": http_date(first), "until": http_date(last)}
                for page, first, last in self.others
            ],
        }


def _spanned(mementos: Sequence[tuple[str, Instant]]) -> str:
    if not mementos:
        return ""
    return f'; from="{http_date(mementos[0][1])}"; until="{http_date(mementos[-1][1])}"'


def _documented(path: str, summary: str, *names: str) -> dict[str, Any]:
    parameters = [described(name) for name in names] + [described(FORM), described(NUMBER)]
    return {
        "path": path,
        "summary": summary,
        "responses": {**DOCUMENT, **refusals(*QUESTION)},
        "openapi_extra": {"parameters": parameters},
    }


EXPOSURE = ("vendor", "region", *FOLLOWING, *WINDOW, *VIEWS)
STATE = (*FOLLOWING, *VIEWS)
HISTORY = ("region", *FOLLOWING)


@router.get(**_documented("/exposure/timemap", "When an exposure answer changed", *EXPOSURE))
def of_exposure(request: Request) -> Response:
    """The mementos of an exposure answer, one for each second in which something was recorded of it."""
    given = read(request, (*EXPOSURE, *OWN))
    require_subject(given)
    return _answered(request, given, pinned_exposure)


@router.get(**_documented("/vendors/{vendor}/timemap", "When a vendor's state changed", *STATE))
def of_vendor(request: Request, vendor: str) -> Response:
    """The mementos of the state of one vendor."""
    given = {**read(request, (*STATE, *OWN)), "vendor": plain("vendor", vendor)}
    return _answered(request, given, pinned_vendor)


@router.get(**_documented("/vendors/{vendor}/history/timemap", "When a history changed", *HISTORY))
def of_history(request: Request, vendor: str) -> Response:
    """The mementos of the history of one vendor."""
    given = {**read(request, (*HISTORY, *OWN)), "vendor": plain("vendor", vendor)}
    return _answered(request, given, pinned_history)


@router.get(**_documented("/regions/{region}/timemap", "When a region's state changed", *STATE))
def of_region(request: Request, region: str) -> Response:
    """The mementos of the state of one region."""
    given = {**read(request, (*STATE, *OWN)), "region": plain("region", region)}
    return _answered(request, given, pinned_region)


def _answered(request: Request, given: Given, pin: Pin) -> Response:
    form = chosen(given, FORM, "link")
    with service_of(request).snapshot() as snapshot:
        timemap = _timemap(request, resolve(snapshot, given), whole(given, "page"), pin)
    text = to_json(timemap.shape()) if form == "json" else ",\n".join(timemap.lines())
    return sent(request, {}, text, MEDIA_TYPES[form])


def _timemap(request: Request, question: Question, page: int | None, pin: Pin) -> TimeMap:
    seconds = memento_seconds(question)
    pages = [seconds[start : start + PAGE] for start in range(0, len(seconds), PAGE)] or [[]]
    number = 1 if page is None else page
    if not 1 <= number <= len(pages):
        raise BadParameter(field="page", expected=f"a page from 1 to {len(pages)}", got=number)
    base = str(request.base_url).rstrip("/")
    found = [
        (f"{base}{pin(replace(question, as_of=as_of_then(question, second)))}", second)
        for second in pages[number - 1]
    ]
    return TimeMap(
        original=base + original_address(request, leave=frozenset(OWN)),
        address=base + original_address(request, "/timemap", frozenset({"page"})),
        page=number,
        mementos=found,
        roles=_roles(len(found), first=number == 1, last=number == len(pages)),
        others=[
            (other, listed[0], listed[-1])
            for other, listed in enumerate(pages, 1)
            if other != number
        ],
    )


def _roles(count: int, *, first: bool, last: bool) -> dict[int, tuple[str, ...]]:
    """The first of all mementos and the last, where a page has them."""
    roles: dict[int, tuple[str, ...]] = {}
    if count and first:
        roles[0] = ("first",)
    if count and last:
        roles[count - 1] = (*roles.get(count - 1, ()), "last")
    return roles
