"""Spans of days as answers show them: half-open, with null for an end that is not bounded."""

from events import FIRST_DAY, LAST_DAY, Day, day_text


def span_shape(first: Day, after: Day) -> dict[str, str | None]:
    """`from` the first day, `until` the day after the last; null where it has no bound."""
    return {
        "from": day_text(first) if first >= FIRST_DAY else None,
        "until": day_text(after) if after <= LAST_DAY else None,
    }
