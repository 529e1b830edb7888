"""The commands that keep what was retrieved: capture and captures."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Annotated

import typer

from events import Instant, instant_of, instant_text

from ..answers import capture_shapes
from ..answers.rendering import to_json
from ..captures import Capture, Finding, Retrieved, read_file, retrieve, write_warc
from ..errors import BadParameter, NotCaptured
from ..service import Captured
from ..settings import Settings
from .options import AsJson, opened
from .warning import warn

Sources = Annotated[
    list[str],
    typer.Argument(metavar="URL|FILE...", help="addresses (http, https), files, WARC files"),
]
Url = Annotated[str | None, typer.Option(help="where the one FILE came from")]
RetrievedAt = Annotated[
    str | None, typer.Option(help="when the one FILE was retrieved: 2019-10-09T14:00:00Z")
]
MediaType = Annotated[str | None, typer.Option(help="what the one FILE is: text/html")]
Hashes = Annotated[
    list[str] | None,
    typer.Argument(metavar="[SHA256]...", help="the captures meant; left out, all of them"),
]
Warc = Annotated[Path | None, typer.Option(help="write them to this WARC file")]
Check = Annotated[
    bool, typer.Option("--check", help="read all bytes again, and look for every quote anew")
]

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)


def capture(
    sources: Sources,
    url: Url = None,
    retrieved_at: RetrievedAt = None,
    media_type: MediaType = None,
    as_json: AsJson = False,
) -> None:
    """Keep the bytes that citations were read from, and look for the quotes in them."""
    said = {"url": url, "retrieved-at": retrieved_at, "media-type": media_type}
    given = [name for name, value in said.items() if value is not None]
    if given and (len(sources) > 1 or _SCHEME.match(sources[0])):
        raise BadParameter(field=given[0], expected="one file to say it of", got=" ".join(sources))
    if url is not None and not _ADDRESS.fullmatch(url):
        raise BadParameter(field="url", expected="an http or https address", got=repr(url))
    at = None if retrieved_at is None else _instant(retrieved_at)
    limit = _limit()
    with opened() as service:
        retrievals = [
            [_retrieved(source, limit)]
            if _SCHEME.match(source)
            else read_file(Path(source), limit, url or "", media_type or "", at)
            for source in sources
        ]
        captured = service.capture(chain.from_iterable(retrievals))
    _tell(captured, as_json=as_json)


def captures(
    hashes: Hashes = None, warc: Warc = None, check: Check = False, as_json: AsJson = False
) -> None:
    """What was captured, by its time; or write it to a WARC file, or check it anew."""
    if check and hashes:
        raise BadParameter(field="check", expected="no hashes beside it", got=" ".join(hashes))
    with opened() as service:
        found = service.captured(hashes or ())
        if warc is not None:
            try:
                write_warc(warc, found, service.read_capture)
            except OSError as error:
                got = f"{warc}: {error.strerror or error}"
                raise BadParameter(field="warc", expected="a file to write", got=got) from None
        findings = service.check_captures() if check else []
    for each in findings:
        warn("", each)
    if as_json:
        checked = {"quotes": _quotes(findings)} if check else {}
        typer.echo(to_json({**capture_shapes(found), **checked}))
        return
    for one in found:
        typer.echo(f"{_line(one)}, {instant_text(one.retrieved_at)}")
    if warc is not None:
        typer.echo(f"{len(found)} written to {warc}")
    if check:
        typer.echo(f"{len(findings)} quotes looked for")


def _retrieved(url: str, limit: int) -> Retrieved:
    if not _ADDRESS.fullmatch(url):
        raise NotCaptured(source=url, why="only http and https addresses are retrieved")
    return retrieve(url, limit)


def _instant(text: str) -> Instant:
    try:
        return instant_of(datetime.fromisoformat(text))
    except ValueError:
        expected = "a time with its zone such as 2019-10-09T14:00:00Z"
        raise BadParameter(field="retrieved-at", expected=expected, got=repr(text)) from None


def _limit() -> int:
    said = Settings.read().capture_bytes
    if not (said.isascii() and said.isdigit()):
        raise BadParameter(
            field="TIMELINE_CAPTURE_BYTES", expected="a whole number", got=repr(said)
        )
    return int(said)


def _tell(captured: Captured, *, as_json: bool) -> None:
    for each in captured.findings:
        warn("", each)
    if as_json:
        shapes = capture_shapes([each.capture for each in captured.taken])
        typer.echo(to_json({**shapes, "new": captured.new, "quotes": _quotes(captured.findings)}))
        return
    for taken in captured.taken:
        typer.echo(_line(taken.capture) + ("" if taken.new else " (already there)"))
        for each in captured.findings:
            if each.sha256 == taken.capture.sha256:
                typer.echo(f"  cited by {each.claim}: {each.outcome}")


def _line(capture: Capture) -> str:
    source = f", {capture.url}" if capture.url else ""
    return f"{capture.sha256}  {capture.size} bytes, {capture.media_type}{source}"


def _quotes(findings: Iterable[Finding]) -> Sequence[dict[str, object]]:
    return [
        {"claim": each.claim, "sha256": each.sha256, "outcome": each.outcome} for each in findings
    ]
