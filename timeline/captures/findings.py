"""Findings: what was found of a quote, kept so that nobody has to look through the log for it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, delete, select, update

from events import Instant

from ..log import log_events
from .chunks import chunks, insertion
from .citing import Cited
from .quotes import Outcome
from .tables import quote_findings

_OUTCOME = (
    update(quote_findings)
    .where(
        quote_findings.c.claim == bindparam("of"),
        quote_findings.c.place == bindparam("at"),
    )
    .values(outcome=bindparam("found"), checked_at=bindparam("now"))
)


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of the quote of one citation in the capture it names."""

    claim: str
    place: int
    sha256: str
    outcome: Outcome


def findings_of(connection: Connection, claims: Iterable[str]) -> dict[tuple[str, int], Finding]:
    """By claim and place, what was found of the citations of some claims and acts."""
    return {
        (row.claim, row.place): Finding(row.claim, row.place, row.sha256, row.outcome)
        for chunk in chunks(claims)
        for row in connection.execute(
            select(quote_findings).where(quote_findings.c.claim.in_(chunk))
        )
    }


def citing(connection: Connection, hashes: Iterable[str]) -> set[tuple[str, int]]:
    """The claims and places that cite some hashes."""
    columns = quote_findings.c
    return {
        (row.claim, row.place)
        for chunk in chunks(hashes)
        for row in connection.execute(
            select(columns.claim, columns.place).where(columns.sha256.in_(chunk))
        )
    }


def await_captures(connection: Connection, cited: Iterable[Cited]) -> None:
    """Keep that these citations are to be checked once their bytes are captured; what is kept stays."""
    rows = [
        {
            "claim": each.claim,
            "place": each.place,
            "sha256": each.sha256,
            "outcome": "not-captured",
        }
        for each in cited
    ]
    if rows:
        connection.execute(insertion(connection, quote_findings).on_conflict_do_nothing(), rows)


def keep(connection: Connection, findings: Sequence[Finding], now: Instant) -> None:
    """Keep what was found of citations that are awaited; of one that was redacted nothing is kept."""
    rows = [
        {
            "of": each.claim,
            "at": each.place,
            "found": each.outcome,
            "now": None if each.outcome == "not-captured" else now,
        }
        for each in findings
    ]
    if rows:
        connection.execute(_OUTCOME, rows)


def drop(connection: Connection, claim: str) -> None:
    """Drop the findings of a claim whose payload goes, and of the acts that brought it in."""
    bringing = select(log_events.c.identity).where(log_events.c.brings == claim)
    columns = quote_findings.c
    connection.execute(
        delete(quote_findings).where((columns.claim == claim) | columns.claim.in_(bringing))
    )
