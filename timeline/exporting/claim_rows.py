"""A claim as one flat row: its words, the bounds that follow from them, and its citation."""

import json

from events import Citation, Days, Event, Quantity
from projections import Envelope

from .columns import FIRST_INSTANT, Row, a_day, an_instant, day, flag, instant, text, whole

CLAIM_COLUMNS = (
    whole("position", "the place in the log of the claim, or of the act that brings it in"),
    instant("recorded_at", "when the log took it"),
    flag("redacted", "whether its words were removed for good; then all below is null but its id"),
    text("id", "follows from what is said"),
    text("act", "the act that brings it in; null where it was recorded by itself"),
    text("kind", "the kind of fact; null where a redacted act brought it in"),
    text("occurrence", "the occurrence it is about"),
    text("vendor", "whom it is about"),
    text("owner", "of an ownership, who owns the vendor"),
    text("region", "where"),
    text("concerns", "the region that a measure is about"),
    text("mentions", "other vendors it speaks of, parted by commas"),
    text("type", "the type of occurrence it tells of; null where it speaks of one of any type"),
    text("says", "begins, ends, observed, intends-to-begin, intends-to-end or nothing"),
    text("modality", "effected, agreed, announced, alleged or denied"),
    text("size", "of the whole occurrence, in the words of the source"),
    whole("size_lo", "the least that these words allow"),
    whole("size_hi", "the most; null is unbounded"),
    text("size_from", "the occurrence or claim whose size it repeats"),
    text("count", "how many members it is about, in the words of the source; null is all"),
    whole("count_lo", "the least that these words allow"),
    whole("count_hi", "the most; null is unbounded"),
    text("unit", "what members are counted in, where it says so"),
    text("counted_unit", "what they are counted in by its kind"),
    text("verbatim", "the words of the source for the number"),
    text("valid", "when it was so, EDTF as it was given"),
    day("begins_first", "the earliest day of its beginning; null is unknown"),
    day("begins_last", "the latest"),
    day("ends_first", "the earliest day of its end; null is not stated"),
    day("ends_last", "the latest"),
    flag("still", "whether it goes on, an open end (..)"),
    flag("qualified", "whether the time is said to be uncertain or approximate (? ~ %)"),
    text("disclosed", "when it was made public, EDTF as it was given"),
    day("disclosed_first", "the earliest day it may have been; null is no bound"),
    day("disclosed_last", "the latest"),
    instant("known_after", "not public up to this instant; null is no bound"),
    instant("known_by", "public from this instant on"),
    text("note", "in the words of whoever recorded it"),
    text("said", "what else its kind says, as JSON"),
    text("source", "whose words they are"),
    text("citation_id", "the name of the place in the source"),
    text("title", "of the place"),
    text("url", "of the place"),
    text("published", "EDTF as it was given"),
    text("retrieved_at", "when it was read, RFC 3339 as it was given"),
    text("sha256", "of the bytes it was read from"),
    text("quote", "the words quoted"),
    text("prefix", "the words before"),
    text("suffix", "the words after"),
    text("derived_from", "the citation or source it relies on; null is a root, or not assessed"),
    flag("assessed", "whether it was looked into what it relies on"),
)
_FLAT = {
    *("kind", "version", "occurrence", "vendor", "owner", "region", "concerns", "mentions"),
    *("size", "unit", "verbatim", "count", "size_from", "valid", "modality", "disclosed"),
    *("note", "citation"),
}


def claim_row(event: Event, act: str | None) -> Row:
    """The row of a claim, recorded by itself or brought in by an act."""
    claim = event.claim
    content = claim.content()
    when, known, disclosed = claim.when, event.known, event.disclosed_days
    rest = {name: value for name, value in content.items() if name not in _FLAT}
    return (
        *(event.position, event.recorded_at, False, claim.id, act, claim.kind, claim.occurrence),
        *(claim.vendor, content.get("owner"), claim.region, claim.concerns),
        ",".join(claim.mentions) or None,
        *(claim.type, claim.says, claim.modality),
        *_quantity(claim.size, claim.whole),
        claim.size_from,
        *_quantity(claim.count, claim.part),
        *(claim.unit, claim.counted_unit, claim.verbatim, claim.valid),
        *_bounds(when.begins if when else None),
        *_bounds(when.ends if when else None),
        when.still if when else None,
        when.qualified if when else None,
        claim.disclosed,
        *_bounds(disclosed),
        *(an_instant(known.lo), max(known.hi, FIRST_INSTANT), claim.note),
        json.dumps(rest, ensure_ascii=False, sort_keys=True) if rest else None,
        *citation_cells(claim.citation),
        *(claim.citation.prefix, claim.citation.suffix, relied_on(claim.citation)),
        claim.citation.assessed,
    )


def redacted_row(envelope: Envelope, kind: str | None, id: str | None, act: str | None) -> Row:
    """What is left of a claim whose words were removed."""
    left = (envelope.position, envelope.recorded_at, True, id, act, kind, envelope.stream)
    return (*left, *[None] * (len(CLAIM_COLUMNS) - len(left)))


def citation_cells(citation: Citation) -> Row:
    """Source, id, title, url, published, retrieved_at, sha256 and quote of a citation."""
    return (
        *(citation.source, citation.id, citation.title, citation.url, citation.published),
        *(citation.retrieved_at, citation.sha256, citation.quote),
    )


def relied_on(citation: Citation) -> str | None:
    """The name of the citation or source that a citation relies on."""
    link = citation.derived_from
    return link.id or link.source if isinstance(link, Citation) else link


def _quantity(words: int | str | None, read: Quantity | None) -> Row:
    if words is None or read is None:
        return (None, None, None)
    return (str(words), read.lo, read.hi)


def _bounds(days: Days | None) -> Row:
    return (None, None) if days is None else (a_day(days.first), a_day(days.last))
