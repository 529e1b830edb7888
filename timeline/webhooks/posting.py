"""Posting: one message to one receiver, within a bounded time, no redirect followed."""

import asyncio
from collections.abc import Callable, Mapping
from functools import cache
from ssl import SSLContext
from typing import Final

from .egress import NotAllowed, Target

CONNECT_SECONDS: Final = 5.0
TOTAL_SECONDS: Final = 20.0
"""How long an attempt may take in all, so that a receiver that stalls or drips is left."""
STOP_SECONDS: Final = 0.1
"""How often an attempt looks whether it is to stop."""
SUCCESS: Final = range(200, 300)
Stopped = Callable[[], bool]
Find = Callable[[], Target]


def post(
    find: Find,
    headers: Mapping[str, str],
    body: str,
    stopped: Stopped,
    *,
    seconds: float = TOTAL_SECONDS,
    context: SSLContext | None = None,
) -> str | None:
    """Why a message did not arrive, in a few words without any of the receiver's; None when it did."""
    return asyncio.run(_watched(find, headers, body, stopped, seconds, context))


async def _watched(
    find: Find,
    headers: Mapping[str, str],
    body: str,
    stopped: Stopped,
    seconds: float,
    context: SSLContext | None,
) -> str | None:
    try:
        async with asyncio.timeout(seconds):
            sending = asyncio.create_task(_send(find, headers, body, context))
            try:
                while not sending.done():
                    if stopped():
                        return "stopped"
                    await asyncio.wait({sending}, timeout=STOP_SECONDS)
                return sending.result()
            finally:
                sending.cancel()
    except TimeoutError:
        return f"no answer within {seconds:g} seconds"


async def _send(
    find: Find, headers: Mapping[str, str], body: str, context: SSLContext | None
) -> str | None:
    import httpx2

    try:
        target = await asyncio.get_running_loop().run_in_executor(None, find)
    except NotAllowed as error:
        return str(error)
    url = httpx2.URL(target.url)
    said = {"Host": url.netloc.decode(), "Content-Type": "application/json", **headers}
    client = httpx2.AsyncClient(
        verify=context or _context(),
        trust_env=False,
        follow_redirects=False,
        timeout=httpx2.Timeout(TOTAL_SECONDS, connect=CONNECT_SECONDS),
    )
    try:
        async with (
            client,
            client.stream(
                "POST",
                url.copy_with(host=target.address),
                content=body.encode(),
                headers=said,
                extensions={"sni_hostname": target.host},
            ) as response,
        ):
            status = response.status_code
    except httpx2.HTTPError as error:
        return f"not reached, {type(error).__name__}"
    return None if status in SUCCESS else f"answered {status}"


@cache
def _context() -> SSLContext:
    """Reading the certificates that are trusted takes longer than sending."""
    import httpx2

    return httpx2.create_ssl_context()
