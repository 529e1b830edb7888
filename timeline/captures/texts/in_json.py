"""The text of JSON: the values that are strings, in their order."""

import json


def json_text(text: str) -> str | None:
    """The strings of a JSON value, or of JSON Lines, one a line; None where it is neither."""
    try:
        values = _values(text)
    except (ValueError, RecursionError):
        return None
    found: list[str] = []
    waiting = values[::-1]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            found.append(value)
        elif isinstance(value, dict):
            waiting.extend(reversed(value.values()))
        elif isinstance(value, list):
            waiting.extend(reversed(value))
    return "\n".join(found)


def _values(text: str) -> list[object]:
    try:
        return [json.loads(text)]
    except ValueError:
        return [json.loads(line) for line in text.split("\n") if line.strip()]
