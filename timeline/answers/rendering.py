"""Rendering: the one way an answer becomes JSON, over HTTP and on the command line."""

import json


def to_json(answer: object) -> str:
    """One line of JSON in the answer's own order: equal answers have equal bytes."""
    return json.dumps(answer, ensure_ascii=False, allow_nan=False)
