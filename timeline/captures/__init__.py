"""Captures: the bytes that citations were read from, and whether the words quoted are in them."""

from .capture import Capture, Retrieved, Taken
from .captures import Captures, last_captures
from .citing import Cited, cited_in
from .files import read_file
from .findings import Finding, findings_of
from .quotes import Outcome, locate, normal
from .quoting import Quoting
from .retrieval import retrieve
from .store import InDatabase, InDirectory, Store, store_at
from .texts import text_of
from .warc import read_warc, write_warc

__all__ = [
    "Capture",
    "Captures",
    "Cited",
    "Finding",
    "InDatabase",
    "InDirectory",
    "Outcome",
    "Quoting",
    "Retrieved",
    "Store",
    "Taken",
    "cited_in",
    "findings_of",
    "last_captures",
    "locate",
    "normal",
    "read_file",
    "read_warc",
    "retrieve",
    "store_at",
    "text_of",
    "write_warc",
]
