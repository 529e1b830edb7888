"""Direct routes: endpoints of questions, called without what FastAPI does for parameters that they do not have."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool

from .answering import answered_before


class Direct(APIRoute):
    """A route whose endpoint, no coroutine, takes the request and the names in the path, each a string."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """What answers a request: what answered the same before, or the endpoint in a thread."""
        endpoint = self.endpoint

        async def answer(request: Request) -> Response:
            response = await answered_before(request)
            if response is None:
                response = await run_in_threadpool(endpoint, request, **request.path_params)
            assert response is not None
            return response

        return answer
