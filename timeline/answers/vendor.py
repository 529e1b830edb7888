"""The vendor answer: its names, what it is exposed to region by region, and whom it belongs to."""

from itertools import groupby

from .exposure import Answer, answer_body, counts_shape, sum_up
from .question import Question
from .rows import exposure_rows, ownership_rows
from .subjects import names_of


def answer_vendor(question: Question) -> Answer:
    """The state of one vendor as of three times."""
    assert question.vendor is not None
    vendor, position = question.vendor, question.as_of.position
    before = question.as_of.before_first_record
    subject: Answer = {
        "vendor": {
            "id": vendor,
            "names": [] if before else names_of(question.snapshot, "vendor", vendor, position),
        },
        "regions": [] if before else _by_region(question),
        "ownerships": [] if before else _ownerships(question),
    }
    body = answer_body(question, subject)
    return {**body, "pinned": question.pinned(f"/v1/vendors/{vendor}", {})}


def _by_region(question: Question) -> list[Answer]:
    rows = sorted(exposure_rows(question), key=lambda row: row.region)
    day = question.as_of.first_day
    return [
        {"region": region or None, "totals": sum_up(group, day)}
        for region, group in groupby(rows, key=lambda row: row.region)
    ]


def _ownerships(question: Question) -> list[Answer]:
    """Who the vendor belongs to and what belongs to it, as counts of the ownership occurrences."""
    snapshot, vendor = question.snapshot, question.vendor
    rows = ownership_rows(question)
    streams = snapshot.log.streams(
        snapshot.connection, {row.occurrence for row in rows}, question.as_of.position
    )
    found: list[Answer] = []
    for row in rows:
        said = next(
            e.claim.content() for e in streams[row.occurrence] if e.claim.vendor == row.vendor
        )
        if vendor in (row.vendor, said.get("owner")):
            names = ("vendor", "owner", "share")
            about = {name: said.get(name) for name in names}
            found.append(
                {"occurrence": row.occurrence, **about, "in_force": counts_shape(row.counts)}
            )
    return found
