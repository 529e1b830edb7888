"""The text that a person would read in bytes of some media type."""

from ..media_types import bare, known_type
from .in_csv import csv_text
from .in_html import html_text
from .in_json import json_text
from .in_pdf import pdf_text
from .in_xml import xml_text
from .plain import plain_text

CSV = frozenset({"text/csv", "application/csv", "text/tab-separated-values"})
HTML = frozenset({"text/html", "application/xhtml+xml"})
JSON = frozenset({"application/json", "text/json", "application/jsonl", "application/x-ndjson"})
XML = frozenset({"application/xml", "text/xml"})
PDF = "application/pdf"


def text_of(body: bytes, media_type: str) -> str | None:
    """The text in bytes; None where no text can be read from them. Nothing is raised for broken ones."""
    said = known_type(media_type, body)
    found = _read(body, said, bare(said))
    return found if found and not found.isspace() else None


def _read(body: bytes, said: str, kind: str) -> str | None:
    if kind == PDF:
        return pdf_text(body)
    if kind in HTML:
        return html_text(body, said)
    if kind in XML or kind.endswith("+xml"):
        return xml_text(body, said)
    if kind in JSON or kind.endswith("+json"):
        return json_text(plain_text(body, said))
    if kind in CSV:
        return csv_text(plain_text(body, said))
    return plain_text(body, said) if kind.startswith("text/") else None
