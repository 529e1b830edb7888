"""Provenance: where an answer or a claim comes from, as a W3C PROV document."""

from typing import Any

from fastapi import APIRouter, Request, Response

from timeline import (
    UnknownClaim,
    answer_exposure,
    answer_why,
    prov_of_exposure,
    prov_of_why,
    write_prov,
)

from .answering import sent
from .exposure import ASKED, require_subject
from .memento import negotiated
from .openapi import QUESTION, STORED, documented, refusals
from .opened import service_of
from .parameters import FORMATS, PARAMETERS, Given, chosen, plain, read

router = APIRouter(prefix="/v1", tags=["provenance"])
MEDIA_TYPES = {
    "prov-json": 'application/json; profile="https://www.w3.org/submissions/prov-json/"',
    "prov-jsonld": 'application/ld+json; profile="http://www.w3.org/ns/json-ld#flattened"',
}
"""PROV-JSON has no media type of its own; that of JSON-LD names its form by a profile (RFC 6906)."""
DOCUMENT: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "A PROV document.",
        "content": {media.partition(";")[0]: {} for media in MEDIA_TYPES.values()},
    }
}


@router.get(
    "/exposure/prov",
    summary="Where an exposure answer comes from, in W3C PROV",
    responses={**DOCUMENT, **refusals(*QUESTION)},
    openapi_extra=documented(*ASKED, "format"),
)
def of_exposure(request: Request) -> Response:
    """Every claim of the answer, its recording, and the whole chain of its citations."""
    given = read(request, (*ASKED, "format"))
    form = form_of(given)
    require_subject(given)
    with service_of(request).snapshot() as snapshot:
        question = negotiated(request, snapshot, given).question
        answer = answer_exposure(question)
        document = prov_of_exposure(question, answer)
    query = str(answer["pinned"]).partition("?")[2]
    at = {**answer, "pinned": f"/v1/exposure/prov?{query}&format={form}"}
    return sent(request, at, written(document, form), MEDIA_TYPES[form])


@router.get(
    "/claims/{claim}/prov",
    summary="Where a claim comes from, in W3C PROV",
    responses={**DOCUMENT, **refusals(*STORED, UnknownClaim)},
    openapi_extra={"parameters": [PARAMETERS["format"].document()]},
)
def of_claim(request: Request, claim: str) -> Response:
    """A claim or an occurrence, the acts upon it, and the whole chain of its citations."""
    form = form_of(read(request, ("format",)))
    with service_of(request).snapshot() as snapshot:
        answer = answer_why(snapshot, plain("claim", claim))
        document = prov_of_why(snapshot, answer)
    return sent(request, answer, written(document, form), MEDIA_TYPES[form])


def form_of(given: Given) -> str:
    """The format asked for; PROV-JSON where none is."""
    return chosen(given, "format", FORMATS[0])


def written(document: Any, form: str) -> str:
    """The document in a format."""
    return write_prov(document, form.removeprefix("prov-"))
