"""The application with a static route beside its own, served on a free port of the loopback."""

import socket
import sys

import uvicorn
from fastapi import Response

from api import create_app
from timeline import Settings

STATIC = "/bench/static"
BODY = b'{"status": "exposed", "occurrences": []}'


def static() -> Response:
    """The same bytes for everyone."""
    return Response(BODY, media_type="application/json")


def main(url: str) -> None:
    """Serve the database until stopped; the first line written is the port."""
    app = create_app(settings=Settings(database=url))
    app.add_api_route(STATIC, static, methods=["GET"])
    # asyncio turns off delayed sending only on sockets that name their protocol.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listening:
        listening.bind(("127.0.0.1", 0))
        sys.stdout.write(f"{listening.getsockname()[1]}\n")
        sys.stdout.flush()
        config = uvicorn.Config(app, log_level="warning", access_log=False)
        uvicorn.Server(config).run(sockets=[listening])


if __name__ == "__main__":
    main(sys.argv[1])
