"""Addresses: the query of one, as `urllib.parse.urlencode` writes it."""

from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import quote_plus


def query_of(parameters: Iterable[tuple[str, object]]) -> str:
    """The names and values of a query in their order; colons and commas stand as they are."""
    return "&".join(f"{_quoted(name)}={_quoted(str(value))}" for name, value in parameters)


@lru_cache(maxsize=2_048)
def _quoted(words: str) -> str:
    """The same few words stand in most addresses."""
    return quote_plus(words, safe=":,")
