"""The body of a request: its size, its encoding, its JSON, and where it may come from."""

import json
from typing import Any
from urllib.parse import urlsplit

from fastapi import Request
from starlette.exceptions import HTTPException

from timeline import BadClaim, BodyTooLarge


async def read_body(request: Request) -> bytes:
    """The bytes sent; BodyTooLarge as soon as there are more than the settings allow."""
    limit: int = request.app.state.body_bytes
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared[:18]) > limit:
        raise BodyTooLarge(limit=limit, got=declared)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise BodyTooLarge(limit=limit, got="more")
    return bytes(body)


def read_json(body: bytes) -> Any:
    """The JSON value in a body; BadClaim for what is not JSON in UTF-8."""
    try:
        return json.loads(body.decode("utf-8-sig"), parse_constant=_refuse, object_pairs_hook=_once)
    except UnicodeDecodeError as error:
        why = f"byte {error.start} is not UTF-8"
    except RecursionError:
        why = "it is nested too deep"
    except ValueError as error:
        why = str(error)
    raise BadClaim(where="", field="body", expected="JSON in UTF-8", got=f"a body where {why}")


def same_origin(request: Request) -> None:
    """Let pages of other sites record nothing; a caller that is no browser says neither header."""
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    if site is not None:
        own = site in ("same-origin", "none")
    else:
        own = origin is None or urlsplit(origin).netloc == request.headers.get("host")
    if not own:
        raise HTTPException(403, "Origin: claims are not taken from pages of other sites")


def _refuse(name: str) -> object:
    raise ValueError(f"{name} is no JSON number")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object, refused where a name stands in it twice, of which only one could be heard."""
    said = dict(pairs)
    if len(said) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in said if names.count(name) > 1)
        raise ValueError(f"{twice!r} is given twice")
    return said
