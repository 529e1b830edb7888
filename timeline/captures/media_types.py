"""Media types: what was said that bytes are, or what they look like where nobody said."""

import re
from mimetypes import MimeTypes

UNKNOWN = "application/octet-stream"
NOTHING = frozenset({"", UNKNOWN, "binary/octet-stream", "unknown/unknown", "application/unknown"})
MAX_LENGTH = 200
BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
LOOKED_AT = 4096

_FORM = re.compile(r"[\w!#$&^.+-]+/[\w!#$&^.+-]+(\s*;[ -~]*)?", re.ASCII)
_HTML = re.compile(rb"<(!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_TYPES = MimeTypes()


def known_type(said: str, body: bytes) -> str:
    """The media type as said, with its parameters; where it says nothing, what the bytes look like."""
    said = said.strip()
    if len(said) > MAX_LENGTH or not _FORM.fullmatch(said) or bare(said) in NOTHING:
        return sniff(body)
    return said


def bare(media_type: str) -> str:
    """A media type without its parameters, in small letters."""
    return media_type.partition(";")[0].strip().lower()


def parameter(media_type: str, name: str) -> str:
    """A parameter of a media type, '' where it is not there."""
    for part in media_type.split(";")[1:]:
        key, _, value = part.partition("=")
        if key.strip().lower() == name:
            return value.strip().strip("\"'")
    return ""


def type_of_file(name: str) -> str:
    """What the end of a file's name says, '' where it says nothing."""
    found, packed = _TYPES.guess_type(name)
    return "" if packed else found or ""


def sniff(body: bytes) -> str:
    """What bytes look like: application/octet-stream where they look like no text."""
    start = body[:LOOKED_AT]
    if b"%PDF-" in start[:1024]:
        return "application/pdf"
    if start.startswith(BYTE_ORDER_MARKS[1:]):
        return "text/plain"
    if b"\0" in start or not _is_text(body):
        return UNKNOWN
    text = start.removeprefix(BYTE_ORDER_MARKS[0]).lstrip()
    if _HTML.match(text) or (text.startswith(b"<") and _HTML.search(text)):
        return "text/html"
    if text.startswith(b"<?xml"):
        return "application/xml"
    if text.startswith((b"{", b"[")):
        return "application/json"
    return "text/plain"


def _is_text(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True
