"""Checking the quotes of citations against the captures they name."""

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import Connection, Engine

from events import Act, ActEvent, Claim, Entry, Event

from ..clock import Clock
from ..database import reading, writing
from ..errors import DamagedCapture, MissingCapture
from ..log import Log
from .capture import Capture
from .captures import Captures, last_captures
from .citing import Cited, cited_in
from .findings import Finding, await_captures, citing, drop, keep
from .quotes import Outcome, locate, normal
from .texts import text_of

TEXTS = 4
"""How many texts are held, for the next claims that cite them."""
PAGE = 1_000


class Quoting:
    """Checks quotes when a claim is recorded, and when the bytes it cites are captured."""

    def __init__(self, engine: Engine, log: Log, clock: Clock, captures: Captures) -> None:
        self._engine = engine
        self._log = log
        self._clock = clock
        self._captures = captures
        self._texts: dict[tuple[str, str], str | None] = {}

    def beside(self, connection: Connection, fresh: Sequence[Claim | Act]) -> None:
        """Within an append: await the bytes that new claims cite, and drop what was found of redacted ones."""
        await_captures(connection, (each for said in fresh for each in cited_in(said)))
        for said in fresh:
            if isinstance(said, Act) and said.does == "redacts":
                drop(connection, said.target)

    def judge(self, cited: Sequence[Cited]) -> list[Finding]:
        """What is found of each quote by now, in the order given; nothing is kept."""
        if not cited:
            return []
        with reading(self._engine) as connection:
            held = last_captures(connection, (each.sha256 for each in cited))
            return [
                Finding(each.claim, each.place, each.sha256, self._outcome(connection, each, held))
                for each in cited
            ]

    def check(self, cited: Sequence[Cited]) -> list[Finding]:
        """As `judge`, and what was found is kept."""
        findings = self.judge(cited)
        self._keep([each for each in findings if each.outcome != "not-captured"])
        return findings

    def check_captured(self, hashes: Iterable[str]) -> list[Finding]:
        """Check every recorded citation that names one of some hashes."""
        with reading(self._engine) as connection:
            cited = self._cited(connection, citing(connection, hashes))
        return self.check(cited)

    def check_all(self) -> list[Finding]:
        """Read the log from its start and check every citation that names a sha256 anew."""
        findings: list[Finding] = []
        after = 0
        while True:
            with writing(self._engine) as connection:
                page = self._log.read(connection, after, PAGE)
                cited = [each for entry in page for each in _cited_by(entry)]
                await_captures(connection, cited)
            if not page:
                return findings
            found = self.judge(cited)
            self._keep(found)
            findings += found
            after = page[-1].position

    def _keep(self, findings: Sequence[Finding]) -> None:
        if findings:
            with writing(self._engine) as connection:
                keep(connection, findings, self._clock.now())

    def _cited(self, connection: Connection, wanted: set[tuple[str, int]]) -> list[Cited]:
        """The citations at some places of claims, as the log has them."""
        names = {claim for claim, _ in wanted}
        places = self._log.places(connection, names)
        entries = self._log.at(connection, {position for position, _ in places.values()})
        for name in names - places.keys():
            brought = self._log.by_id(connection, name)
            if brought is not None:
                entries[brought.position] = brought
        found = {
            (each.claim, each.place): each
            for _, entry in sorted(entries.items())
            for each in _cited_by(entry)
        }
        return [each for key, each in found.items() if key in wanted]

    def _outcome(self, connection: Connection, cited: Cited, held: dict[str, Capture]) -> Outcome:
        capture = held.get(cited.sha256)
        if capture is None:
            return "not-captured"
        citation = cited.citation
        if citation.quote is None:
            return "no-quote"
        try:
            text = self._text(connection, capture)
        except (DamagedCapture, MissingCapture):
            # The bytes that the citation names are not here, and that is no reason to refuse a claim.
            return "not-captured"
        if text is None:
            return "no-text"
        return locate(citation.quote, citation.prefix or "", citation.suffix or "", text)

    def _text(self, connection: Connection, capture: Capture) -> str | None:
        key, held = (capture.sha256, capture.media_type), self._texts
        if key in held:
            return held[key]
        text = text_of(self._captures.bytes_of(connection, capture.sha256), capture.media_type)
        found = None if text is None else normal(text)
        self._texts = {**dict(list(held.items())[1 - TEXTS :]), key: found}
        return found


def _cited_by(entry: Entry) -> Iterator[Cited]:
    if isinstance(entry, Event):
        yield from cited_in(entry.claim)
    elif isinstance(entry, ActEvent):
        yield from cited_in(entry.act)
