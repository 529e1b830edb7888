"""WARC files (ISO 28500): the records of others read, and captures written."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from io import BytesIO
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped] # it has no types
from warcio.bufferedreaders import BufferedReader  # type: ignore[import-untyped] # it has no types
from warcio.exceptions import ArchiveLoadFailed  # type: ignore[import-untyped] # it has no types
from warcio.recordloader import ArcWarcRecord  # type: ignore[import-untyped] # it has no types
from warcio.warcwriter import WARCWriter  # type: ignore[import-untyped] # it has no types

from events import Instant, instant_of, instant_text

from ..errors import NotCaptured
from .atomic import replacing
from .capture import Capture, Retrieved

SUFFIXES = (".warc", ".warc.gz")
NOWHERE = "urn:sha256:"
"""How the address of a capture begins where nobody said from where it came; WARC asks for one."""
CHUNK = 1 << 16


def read_warc(path: Path, limit: int) -> Iterator[Retrieved]:
    """The payloads of a file's response and resource records, without their transfer and content encoding.

    A record without a payload, as of a redirection, is left out. NotCaptured for a file that cannot be read
    to its end, or a payload of more than `limit` bytes.
    """
    number = 0
    try:
        with path.open("rb") as file:
            for number, record in enumerate(ArchiveIterator(file), 1):
                if record.rec_type in ("response", "resource"):
                    yield from _retrieved(f"record {number} of {path}", record, limit)
    except (ArchiveLoadFailed, EOFError, ValueError) as error:
        why = str(error).strip().partition("\n")[0] or "it is no WARC file"
        raise NotCaptured(source=f"{path}, after record {number}", why=why) from None
    if number == 0:
        raise NotCaptured(source=str(path), why="it has no records")


def _retrieved(source: str, record: ArcWarcRecord, limit: int) -> Iterator[Retrieved]:
    body = _payload(source, record, limit)
    headers = record.rec_headers
    url = headers.get_header("WARC-Target-URI") or ""
    answered = record.http_headers
    said = answered.get_header("Content-Type") if answered else record.content_type
    if body:
        yield Retrieved(
            body,
            "" if url.startswith(NOWHERE) else url,
            said or "",
            _instant(source, headers.get_header("WARC-Date") or ""),
        )


def _payload(source: str, record: ArcWarcRecord, limit: int) -> bytes:
    encoding = record.http_headers and record.http_headers.get_header("Content-Encoding")
    known = {"identity", *BufferedReader.get_supported_decompressors()}
    if encoding and encoding.lower() not in known:
        why = f"its content encoding {encoding!r} is not known here"
        raise NotCaptured(source=source, why=why)
    stream = record.content_stream()
    body = bytearray()
    while chunk := stream.read(CHUNK):
        body += chunk
        if len(body) > limit:
            raise NotCaptured(source=source, why=f"it has more than {limit} bytes")
    while record.raw_stream.read(CHUNK):
        pass
    if getattr(record.raw_stream, "limit", 0) > 0:
        raise NotCaptured(source=source, why="the file ends before it does")
    return bytes(body)


def _instant(source: str, said: str) -> Instant:
    try:
        return instant_of(datetime.fromisoformat(said))
    except ValueError:
        why = f"WARC-Date: expected a time with its zone, got {said!r}"
        raise NotCaptured(source=source, why=why) from None


def write_warc(path: Path, captures: Iterable[Capture], read: Callable[[str], bytes]) -> int:
    """Write captures as the resource records of a WARC 1.1 file, and say how many.

    The file is packed where its name ends in .gz, and replaces one that is there. Its bytes are the same for
    the same captures.
    """
    count = 0
    with replacing(path) as file:
        writer = WARCWriter(file, gzip=path.name.endswith(".gz"), warc_version="1.1")
        for capture in captures:
            body = read(capture.sha256)
            url = capture.url or f"{NOWHERE}{capture.sha256}"
            date = instant_text(capture.retrieved_at)
            name = uuid5(NAMESPACE_URL, f"{url} {date} {capture.sha256} {capture.media_type}")
            digest = f"sha256:{capture.sha256}"
            record = writer.create_warc_record(
                url,
                "resource",
                payload=BytesIO(body),
                length=len(body),
                warc_content_type=capture.media_type,
                warc_headers_dict={
                    "WARC-Record-ID": f"<urn:uuid:{name}>",
                    "WARC-Date": date,
                    "WARC-Block-Digest": digest,
                    "WARC-Payload-Digest": digest,
                },
            )
            writer.write_record(record)
            count += 1
    return count
