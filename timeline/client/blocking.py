"""The client that blocks: questions, the feed, and checkpoints, over one pool of connections."""

from collections.abc import Iterator, Sequence
from threading import Event
from types import TracebackType
from typing import Any, Self, Unpack, cast

import httpx2

from ..proving.notes import Checkpoint
from .asking import JSON, LARGEST_EVENT, RETRIED, SILENCE_SECONDS, Ask, ask, ask_pinned, at
from .events import Cursor, FeedEvent, FeedPage
from .refusals import (
    answered,
    reaching,
    read_address,
    read_json,
    read_position,
    refused,
)
from .retrying import Backoff
from .shapes import Answer, Changes, Exposure, History, Options
from .witness import Witness


class Client:
    """Asks one service; a ClientError is all that goes wrong, Refused what it refuses, Unreachable what the network does.

    `keys` are the verifier keys of the log, had from elsewhere; only checkpoints need them, and `note` is the
    last checkpoint of an earlier run. Close it when done.
    """

    def __init__(
        self,
        address: str,
        *,
        keys: Sequence[str] = (),
        note: str | None = None,
        timeout: float = 30.0,
        transport: httpx2.BaseTransport | None = None,
    ) -> None:
        self._address = read_address(address)
        self._http = httpx2.Client(
            base_url=self._address, timeout=timeout, transport=transport, headers=JSON
        )
        self._timeout = timeout
        self._closed = Event()
        self.witness = Witness(keys, note)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give back all connections, and end what follows when its next event comes."""
        self._closed.set()
        self._http.close()

    def exposure(
        self, vendor: str | None = None, region: str | None = None, **options: Unpack[Options]
    ) -> Exposure:
        """What was in force of a vendor, in a region, or both."""
        asked = ask("/v1/exposure", options, vendor=vendor, region=region)
        return cast("Exposure", self.get(asked))

    def vendor(self, vendor: str, **options: Unpack[Options]) -> Answer:
        """The state of one vendor."""
        return self.get(ask(at("vendors", vendor), options))

    def region(self, region: str, **options: Unpack[Options]) -> Answer:
        """The state of one region."""
        return self.get(ask(at("regions", region), options))

    def history(
        self, vendor: str, region: str | None = None, **options: Unpack[Options]
    ) -> History:
        """The claims about a vendor, in a region or anywhere."""
        asked = ask(at("vendors", vendor, "history"), options, region=region)
        return cast("History", self.get(asked))

    def changes(
        self, vendor: str, region: str | None = None, *, along: str, **options: Unpack[Options]
    ) -> Changes:
        """When the exposure changes along a clock: valid, known or recorded."""
        named = {"vendor": vendor, "region": region, "along": along}
        asked = ask("/v1/exposure/changes", options, **named)
        return cast("Changes", self.get(asked))

    def diff(self, vendor: str, region: str | None, start: str, end: str) -> Answer:
        """What differs between two as-ofs, each written as clocks and values: `known_at=2019-10-08`."""
        named = {"vendor": vendor, "region": region, "from": start, "to": end}
        return self.get(ask("/v1/exposure/diff", named))

    def why(self, name: str) -> Answer:
        """From a claim or an occurrence to the words of its sources."""
        return self.get(ask(at("claims", name, "why"), {}))

    def claim(self, name: str) -> Answer:
        """A claim, or an act, by its id."""
        return self.get(ask(at("claims", name), {}))

    def pinned(self, address: str) -> Answer:
        """The answer at the pinned address of an earlier one: the same, unless words were redacted since."""
        return self.get(ask_pinned(address))

    def page(
        self,
        after: int = 0,
        limit: int = 1_000,
        *,
        vendor: str | None = None,
        region: str | None = None,
        kind: str | None = None,
    ) -> FeedPage:
        """One page of the log as a feed."""
        chosen = {"vendor": vendor, "region": region, "kind": kind}
        return FeedPage.read(self.get(ask("/v1/events", chosen, after=after, limit=limit)))

    def events(
        self,
        after: int = 0,
        limit: int = 1_000,
        *,
        vendor: str | None = None,
        region: str | None = None,
        kind: str | None = None,
    ) -> Iterator[FeedEvent]:
        """Every event that is recorded by now, page by page."""
        cursor = Cursor(after, vendor is region is kind is None)
        closed = True
        while closed:
            page = self.page(cursor.position, limit, vendor=vendor, region=region, kind=kind)
            for event in page.events:
                if cursor.take(event):
                    yield event
            cursor.position, closed = max(cursor.position, page.position), page.closed

    def follow(
        self,
        after: int = 0,
        *,
        vendor: str | None = None,
        region: str | None = None,
        kind: str | None = None,
        backoff: Backoff | None = None,
    ) -> Iterator[FeedEvent]:
        """Every event, those to come included, each once and in order, however often the stream is lost.

        It ends when the client is closed; Refused or FeedBroken where going on cannot help.
        """
        cursor = Cursor(after, vendor is region is kind is None)
        asked = ask("/v1/events/stream", {}, vendor=vendor, region=region, kind=kind)
        delays = backoff or Backoff()
        while not self._closed.is_set():
            try:
                for event in self._stream(asked, cursor):
                    delays.worked()
                    yield event
            except httpx2.RequestError:
                pass
            self._closed.wait(delays.failed())

    def checkpoint(self) -> Checkpoint:
        """The state of the log, verified: signed by a known key, and grown out of the last one seen.

        Unproven where it is not. `witness.note` is to be kept for the next run.
        """
        with reaching(self._address):
            response = self._http.get("/v1/checkpoint", headers={"Accept": "text/plain"})
        if response.is_error:
            raise refused(response)
        note = response.content.decode(errors="replace")
        sizes = self.witness.asks_for_proof(note)
        if sizes is None:
            return self.witness.accept(note)
        asked = ask("/v1/proofs/consistency", {}, old=sizes[0], size=sizes[1])
        return self.witness.accept(note, self.get(asked))

    def get(self, asked: Ask) -> dict[str, Any]:
        """The answer to any request, as JSON values."""
        with reaching(self._address):
            response = self._http.get(asked.path, params=asked.params)
        return answered(response)

    def _stream(self, asked: Ask, cursor: Cursor) -> Iterator[FeedEvent]:
        """The events of one connection, from the cursor on; it ends when the service ends it."""
        headers = {"Accept": "text/event-stream", "Last-Event-ID": str(cursor.position)}
        patience = httpx2.Timeout(self._timeout, read=SILENCE_SECONDS)
        with self._http.stream(
            "GET", asked.path, params=asked.params, headers=headers, timeout=patience
        ) as response:
            if response.status_code in RETRIED:
                return
            if response.is_error:
                response.read()
                raise refused(response)
            for message in httpx2.EventSource(response, LARGEST_EVENT):
                if message.data:
                    event = FeedEvent.read(read_json(message.data))
                    if cursor.take(event):
                        yield event
                elif message.id:
                    cursor.position = max(cursor.position, read_position(message.id))
