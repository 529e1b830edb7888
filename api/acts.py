"""Acts: recording what happened to claims."""

from fastapi import APIRouter, Depends, Request, Response

from .body import same_origin
from .openapi import RECORDING, refusals
from .recording import Body, Key, recorded
from .schemas import ACTED

router = APIRouter(prefix="/v1/acts", tags=["claims"])


@router.post(
    "",
    summary="Record one act or a list of them",
    status_code=201,
    responses={
        200: {"description": "Every act was in the log already."},
        201: {"description": "Something was new; the position of each act is told."},
        **refusals(*RECORDING),
    },
    openapi_extra={"requestBody": ACTED},
    dependencies=[Depends(same_origin)],
)
def record(request: Request, body: Body, idempotency_key: Key = None) -> Response:
    """All or nothing. What an act is upon must be recorded, or stand before it in the list."""
    return recorded(request, body, idempotency_key, "act")
