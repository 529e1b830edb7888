"""The application: its routes, what every response carries, and the service behind it."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from anyio import CapacityLimiter, create_task_group, sleep, to_thread
from fastapi import FastAPI
from starlette.routing import Route
from starlette.staticfiles import StaticFiles

from timeline import Service, Settings

from . import (
    acts,
    captures,
    claims,
    events,
    export,
    exposure,
    feeds,
    health,
    kinds,
    page,
    problem_pages,
    proofs,
    provenance,
    questions,
    regions,
    sources,
    timemaps,
    vendors,
    webhooks,
    why_page,
)
from .body import BodiesInTime
from .ending import told_to_end
from .headers import HeadAsGet, SafetyHeaders
from .openapi import describe
from .opened import Opened
from .problems import answer_problems
from .streaming import READERS, Following
from .tools import PATH, ToolsDoor

ROOMS = (
    exposure,
    vendors,
    regions,
    claims,
    acts,
    provenance,
    sources,
    captures,
    proofs,
    export,
    timemaps,
    feeds,
    events,
    kinds,
    questions,
    webhooks,
)
"""What is asked and told under /v1; what is asked most stands first."""
STATIC = Path(__file__).parent / "static"
logger = logging.getLogger("timeline.api")


def served() -> FastAPI:
    """The application of this process's settings, as a server's factory."""
    return create_app()


def create_app(service: Service | None = None, settings: Settings | None = None) -> FastAPI:
    """The application over a service, which stays the caller's to close.

    Without one it opens the service of the settings when it is first needed, and closes it in the end.
    """
    settings = settings or Settings.read()
    app = FastAPI(
        title="Timeline",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
        redirect_slashes=False,
    )
    app.state.opened = Opened(service, settings)
    app.state.body_bytes = int(settings.body_bytes)
    app.state.hosts = {settings.host, *(each.strip().lower() for each in settings.hosts.split(","))}
    app.state.tools = ToolsDoor(app.state.opened, app.state.body_bytes)
    app.state.poll_seconds = float(settings.poll_seconds)
    app.state.exports = export.places()
    app.state.following = Following(float(settings.heartbeat_seconds), CapacityLimiter(READERS))
    answer_problems(app)
    app.add_middleware(BodiesInTime)
    app.add_middleware(HeadAsGet)
    app.add_middleware(SafetyHeaders)
    # In one list: a router within a router is looked through three times for each request.
    for room in (*ROOMS, health, problem_pages, page, why_page):
        app.router.routes.extend(room.router.routes)
    app.router.routes.append(Route(PATH, app.state.tools))
    app.mount("/static", StaticFiles(directory=STATIC))
    app.openapi = lambda: describe(app)  # type: ignore[method-assign]  # the way FastAPI documents
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    opened: Opened = app.state.opened
    async with app.state.tools.running(), create_task_group() as group:
        if opened.own:
            group.start_soon(_keep_up, opened, app.state.poll_seconds)
            group.start_soon(to_thread.run_sync, opened.deliver)
        with told_to_end(lambda: group.start_soon(to_thread.run_sync, opened.end_streams)):
            yield
        opened.stop()
        group.cancel_scope.cancel()
    await to_thread.run_sync(opened.close)


async def _keep_up(opened: Opened, seconds: float) -> None:
    """Read what other processes record, so that a question finds it read already."""
    while True:
        try:
            await to_thread.run_sync(opened.catch_up)
        except Exception:
            logger.exception("the projections could not be brought up")
        await sleep(seconds)
