"""Canonical JSON by RFC 8785, for values without fractions."""

import json
from typing import Any

# Made once: json.dumps makes one for each call.
_ENCODER = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
)


def canonical_json(value: Any) -> bytes:
    """The one way to write a value: keys in order, no spaces, UTF-8.

    Claims hold no floating point numbers and only ASCII keys, which is where RFC 8785 and
    the standard library would differ.
    """
    return _ENCODER.encode(value).encode()
