"""Rendering: the one way an answer becomes JSON, over HTTP and on the command line."""

import msgspec

_ENCODER = msgspec.json.Encoder()


def to_json(answer: object) -> str:
    """One line of JSON in the answer's own order, without spaces: equal answers have equal bytes."""
    return _ENCODER.encode(answer).decode()
