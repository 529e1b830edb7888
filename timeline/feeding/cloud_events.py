"""An event of the log as a CloudEvents 1.0 JSON object, the same in every feed."""

from typing import Any

from events import ActEvent, Entry, Event, Instant, instant_text

SOURCE = "tag:timeline.invalid,2026:log"
"""The `source` of every event; a name under which no host can be (RFC 4151, RFC 2606)."""
TYPE = "timeline."
SEQUENCE_DIGITS = 19
"""The digits of the greatest position a database holds, so that sequences sort as their positions do."""


def cloud_event(entry: Entry) -> dict[str, Any]:
    """An event as it was recorded; one whose payload was redacted has no `data`.

    `data` is what `timeline record` takes, whose hash is the `id`; `time` is the recorded clock, as the
    valid clock is seldom an instant; `subject` is the stream: an occurrence, or `vendor:` and a vendor's id.
    """
    name, kind, said = _said(entry)
    return enveloped((entry.position, entry.recorded_at), name, kind, entry.occurrence, said)


def enveloped(
    place: tuple[int, Instant], name: str, kind: str, stream: str, said: dict[str, Any] | None
) -> dict[str, Any]:
    """The same from an event's position and recorded time, its id, kind and stream, and what it says."""
    position, recorded = place[0], instant_text(place[1])
    envelope: dict[str, Any] = {
        "specversion": "1.0",
        "id": name or f"position-{position}",
        "source": SOURCE,
        "type": TYPE + kind,
        "subject": stream,
        "time": recorded,
        "recordedtime": recorded,
        "sequence": f"{position:0{SEQUENCE_DIGITS}d}",
    }
    if said is None:
        return envelope
    told = {"datacontenttype": "application/json", "dataschema": schema_name(kind)}
    return {**envelope, **told, "data": said}


def schema_name(kind: str) -> str:
    """The `$id` of the schema that is served at /v1/kinds/{kind}/schema.

    CloudEvents wants an absolute address there, and the service has no host of its own to name.
    """
    return f"tag:timeline.invalid,2026:/v1/kinds/{kind}/schema"


def _said(entry: Entry) -> tuple[str, str, dict[str, Any] | None]:
    """The id, the kind and the words of an event."""
    if isinstance(entry, Event):
        return entry.claim.id, entry.claim.kind, entry.claim.content()
    if isinstance(entry, ActEvent):
        return entry.act.id, entry.act.act, entry.act.content()
    return entry.id, entry.kind, None
