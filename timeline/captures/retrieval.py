"""Retrieving the bytes at an address, over http or https and nothing else."""

import http.client
import re
import time
import zlib
from email.message import Message
from importlib.metadata import version
from typing import IO
from urllib import request
from urllib.error import HTTPError, URLError
from urllib.parse import quote

from ..errors import NotCaptured
from .capture import Retrieved

SECONDS = 30
"""How long a server may be silent."""
ALTOGETHER_SECONDS = 300
CHUNK = 1 << 16
OK = 200
ADDRESS = re.compile(r"https?://[^\s/]\S*", re.IGNORECASE)
GZIP = zlib.MAX_WBITS | 16


class _Redirects(request.HTTPRedirectHandler):
    def redirect_request(
        self,
        req: request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: Message,
        newurl: str,
    ) -> request.Request | None:
        """Follow a redirection to http or https only."""
        if not ADDRESS.fullmatch(newurl):
            why = f"redirection to url {newurl!r} is not allowed"
            raise HTTPError(req.full_url, code, why, headers, fp)
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type] # an HTTPMessage is a Message


def retrieve(url: str, limit: int) -> Retrieved:
    """The bytes at an address, without their content encoding; NotCaptured where there are none to be had.

    `limit` is the most bytes that are taken. The address kept is the one asked for, also where the server
    redirects to another.
    """
    try:
        with _opener().open(_asked(url), timeout=SECONDS) as response:
            if response.status != OK:
                raise NotCaptured(
                    source=url, why=f"the server answers with status {response.status}"
                )
            body = _body(url, response, limit)
            media_type = response.headers.get("Content-Type", "")
    except HTTPError as error:
        with error:
            words = str(error.reason).partition("\n")[0]
            why = f"the server answers with status {error.code}, {words}"
        raise NotCaptured(source=url, why=why) from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        reason = error.reason if isinstance(error, URLError) else error
        why = str(reason).partition("\n")[0] or type(reason).__name__
        raise NotCaptured(source=url, why=why) from None
    return Retrieved(body, url, media_type)


def _opener() -> request.OpenerDirector:
    """Knows http and https alone, with the proxies of the environment."""
    opener = request.OpenerDirector()
    for handler in (
        request.ProxyHandler(),
        request.UnknownHandler(),
        request.HTTPHandler(),
        request.HTTPSHandler(),
        request.HTTPDefaultErrorHandler(),
        _Redirects(),
        request.HTTPErrorProcessor(),
    ):
        opener.add_handler(handler)
    return opener


def _asked(url: str) -> request.Request:
    headers = {"User-Agent": f"timeline/{version('timeline')}", "Accept-Encoding": "identity"}
    return request.Request(quote(url, safe="%/:=&?~#+!$,;'@()*[]"), headers=headers)  # noqa: S310 (the opener knows http alone)


def _body(url: str, response: http.client.HTTPResponse, limit: int) -> bytes:
    encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in ("identity", "gzip", "x-gzip"):
        raise NotCaptured(source=url, why=f"its content encoding {encoding!r} is not known here")
    unpacking = None if encoding == "identity" else zlib.decompressobj(GZIP)
    until = time.monotonic() + ALTOGETHER_SECONDS
    body = bytearray()
    while chunk := response.read(CHUNK):
        body += chunk if unpacking is None else _unpacked(unpacking, chunk, limit)
        if len(body) > limit:
            raise NotCaptured(source=url, why=f"it has more than {limit} bytes")
        if time.monotonic() > until:
            raise NotCaptured(source=url, why=f"it takes more than {ALTOGETHER_SECONDS} seconds")
    if response.length or (unpacking is not None and not unpacking.eof):
        raise NotCaptured(source=url, why="the server ended before it had sent all")
    if not body:
        raise NotCaptured(source=url, why="the server sent nothing")
    return bytes(body)


def _unpacked(unpacking: "zlib._Decompress", chunk: bytes, limit: int) -> bytes:
    try:
        return unpacking.decompress(chunk, limit + 1)
    except zlib.error:
        raise ValueError("its content is not the gzip it says to be") from None
