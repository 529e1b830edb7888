"""The feed answer: what was recorded of a vendor or a region, the newest first, page by page."""

from collections.abc import Mapping

from events import ActEvent, Entry, Event, Instant, Redacted, instant_text

from .claims import entry_shape
from .question import Question
from .recordings import recordings
from .sources import sources_at
from .subjects import names_of
from .totals import Answer


def answer_feed(question: Question, before: int | None, many: int) -> Answer:
    """The last recordings before a position, each with when it was recorded and when it was last altered.

    Only a redaction alters one: then no word of it is left. `next` is the position the next page is before.
    """
    snapshot = question.snapshot
    found = recordings(question, before=before, many=many + 1)[::-1]
    shown = found[:many]
    entries = snapshot.log.at(snapshot.connection, [each.position for each in shown])
    return {
        "subject": {"vendor": question.vendor, "region": question.region},
        "title": _title(question),
        "position": question.as_of.position,
        "updated": question.as_of.words["recorded_at"],
        "names": _names(question, entries),
        "sources": _sources(question),
        "entries": [_entry(question, entries[each.position]) for each in shown],
        "next": shown[-1].position if len(found) > many else None,
    }


def _entry(question: Question, entry: Entry) -> Answer:
    altered = _redacted_at(question, entry) if isinstance(entry, Redacted) else entry.recorded_at
    what = (
        "claim"
        if isinstance(entry, Event)
        else "redacted"
        if isinstance(entry, Redacted)
        else "act"
    )
    return {"what": what, "updated": instant_text(altered), **entry_shape(entry)}


def _redacted_at(question: Question, entry: Redacted) -> Instant:
    """When the words went; of an act, whose claim was redacted by that claim's name, at the first that may be meant."""
    snapshot = question.snapshot
    told = snapshot.log.streams(snapshot.connection, [entry.occurrence], snapshot.live.position)
    later = [
        each
        for each in told[entry.occurrence]
        if isinstance(each, ActEvent)
        and each.act.does == "redacts"
        and each.position > entry.position
    ]
    named = [each for each in later if each.act.target == entry.id]
    return min((each.recorded_at for each in named or later), default=entry.recorded_at)


def _title(question: Question) -> str:
    if question.region is not None:
        return _region_name(question, question.region)
    return _vendor_name(question, str(question.vendor))


def _names(question: Question, entries: Mapping[int, Entry]) -> Mapping[str, str]:
    """The names of the vendors and regions that the claims name, by id."""
    claims = [entry.claim for entry in entries.values() if isinstance(entry, Event)]
    vendors = {vendor for claim in claims for vendor in claim.vendors}
    regions = {region for claim in claims for region in claim.regions}
    return {
        **{vendor: _vendor_name(question, vendor) for vendor in sorted(vendors)},
        **{region: _region_name(question, region) for region in sorted(regions)},
    }


def _vendor_name(question: Question, vendor: str) -> str:
    """The first name recorded of it; its id where it has none."""
    names = names_of(question.snapshot, "vendor", vendor, question.as_of.position)
    return names[0]["name"] if names else vendor


def _region_name(question: Question, region: str) -> str:
    regions = question.snapshot.regions
    return regions.get(region).name if regions.known(region) else region


def _sources(question: Question) -> Mapping[str, str]:
    found = sources_at(question.snapshot, question.as_of.position)
    return {str(each["source"]): str(each["name"] or each["source"]) for each in found}
