"""`timeline serve` as it is, with one static route more in its application."""

import sys

from fastapi import FastAPI, Response

import api
from timeline.cli import main

STATIC = "/bench/static"
BODY = b'{"status": "exposed", "occurrences": []}'


async def static() -> Response:
    """The same bytes for everyone."""
    return Response(BODY, media_type="application/json")


def served(served_by_users: object = api.served) -> FastAPI:
    """The application that users get, and the route."""
    assert callable(served_by_users)
    app: FastAPI = served_by_users()
    app.add_api_route(STATIC, static, methods=["GET"])
    return app


if __name__ == "__main__":
    api.served = served
    sys.argv = ["timeline", "serve", *sys.argv[1:]]
    main()
