"""Recording over HTTP: a body of claims or of acts, all or nothing, under an optional key."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Annotated

from fastapi import Depends, Header, Request, Response

from timeline import BadParameter, IdempotencyKeys, Item

from .answering import answered
from .body import parse_body, read_body
from .opened import service_of
from .parameters import plain, read

Body = Annotated[bytes, Depends(read_body)]
Key = Annotated[
    str | None, Header(description="Names one body; another under the same name is refused.")
]
OTHER = {"claim": "act", "act": "claim"}


def recorded(request: Request, body: bytes, idempotency_key: str | None, what: str) -> Response:
    """Record a claim, an act or a list of them, `what` telling which; 201 where something was new."""
    read(request)
    service = service_of(request)
    keys, fingerprint = IdempotencyKeys(service.engine), sha256(body).hexdigest()
    if idempotency_key is not None:
        keys.check(plain("Idempotency-Key", idempotency_key), fingerprint)
    said = parse_body(body)
    many = isinstance(said, list)
    items = (
        [Item(_one(each, what), f"item {n}: ") for n, each in enumerate(said, 1)]
        if many
        else [Item(_one(said, what))]
    )
    if not items:
        raise BadParameter(field="body", expected=f"one {what} or a list of them", got="none")
    answer = service.record(items)
    if idempotency_key is not None:
        keys.keep(idempotency_key, fingerprint)
    response = answered(request, answer.shape(), 201 if answer.new else 200)
    if not many:
        response.headers["Location"] = f"/v1/claims/{answer.claims[0]}"
    return response


def _one(said: object, what: str) -> object:
    """One thing to record, told as what the address is for; BadParameter for the other."""
    if not isinstance(said, Mapping) or set(said) == {what}:
        return said if isinstance(said, Mapping) else {what: said}
    if set(said) == {OTHER[what]} and isinstance(said[OTHER[what]], Mapping):
        raise BadParameter(
            field="body",
            expected=f"{what}s, {OTHER[what]}s go to /v1/{OTHER[what]}s",
            got=OTHER[what],
        )
    return {what: said}
