"""Canonical JSON by RFC 8785, for values without fractions."""

from typing import Any

import msgspec

_ENCODER = msgspec.json.Encoder(order="sorted")


def canonical_json(value: Any) -> bytes:
    """The one way to write a value: keys in order, no spaces, UTF-8.

    Claims hold no floating point numbers and only ASCII keys, which is where RFC 8785 and
    the library would differ.
    """
    return _ENCODER.encode(value)
