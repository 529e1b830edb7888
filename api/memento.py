"""Mementos (RFC 7089): asking in a header for an answer as this log held it at a time."""

from datetime import UTC, datetime
from email.utils import format_datetime
from urllib.parse import quote, urlencode

from fastapi import Request
from starlette.exceptions import HTTPException

from events import instant_of, instant_text
from timeline import Clock

from .parameters import Given

HEADER = "Accept-Datetime"
FORM = "%a, %d %b %Y %H:%M:%S GMT"
RESOLVED = {"recorded_at", "position", "defaulted"}


def negotiated(request: Request, given: Given, clock: Clock) -> Given:
    """The parameters with the header's time for recorded_at, unless that or a position is given.

    A time that has not come asks for the present, as RFC 7089 has it; one that is no time is a 400.
    """
    wanted = request.headers.get(HEADER)
    if wanted is None or "recorded_at" in given or "position" in given:
        return given
    try:
        moment = instant_of(datetime.strptime(wanted.strip(), FORM).replace(tzinfo=UTC))
    except (ValueError, OverflowError):
        expected = "a time such as Wed, 09 Oct 2019 14:00:00 GMT"
        raise HTTPException(400, f"{HEADER}: expected {expected}, got {wanted!r}") from None
    return {**given, "recorded_at": instant_text(min(moment, clock.now()))}


def memento_headers(request: Request, recorded_at: str) -> dict[str, str]:
    """When the log held what is answered, and the address that answers for other times."""
    moment = datetime.fromisoformat(recorded_at).astimezone(UTC)
    params = request.query_params
    resolved = RESOLVED | set(params.get("defaulted", "").split(","))
    asked = urlencode([item for item in params.multi_items() if item[0] not in resolved], safe=":,")
    original = quote(request.scope["path"]) + (f"?{asked}" if asked else "")
    return {
        "Memento-Datetime": format_datetime(moment, usegmt=True),
        "Link": f'<{original}>; rel="original timegate"',
    }
