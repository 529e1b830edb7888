"""The command that relays the log to a broker."""

import asyncio
import signal
from time import monotonic
from typing import Annotated

import typer

from ..errors import BrokerUnavailable
from ..relaying import Choice, Relay, holding, open_broker, read_address
from .options import console, opened

URL = Annotated[
    str,
    typer.Argument(
        metavar="BROKER",
        help="nats://HOST:PORT/SUBJECT, amqp://HOST:PORT/VHOST?exchange=&queue= or kafka://HOST:PORT/TOPIC;"
        " under TLS tls://, amqps:// or kafkas://",
    ),
]
Once = Annotated[bool, typer.Option("--once", help="stop when the log has no more")]
Name = Annotated[
    str | None,
    typer.Option(help="whose checkpoint it is; left out, the address without credentials"),
]
Kinds = Annotated[list[str] | None, typer.Option("--kind", help="only this kind; may be repeated")]
Vendors = Annotated[
    list[str] | None, typer.Option("--vendor", help="only this vendor, by id; may be repeated")
]

LINE_SECONDS = 10.0
"""How often a line is written where there is no terminal."""


def relay(
    broker: URL,
    once: Once = False,
    name: Name = None,
    kind: Kinds = None,
    vendor: Vendors = None,
) -> None:
    """Publish every event of the log, in order and at least once, to NATS JetStream, RabbitMQ or Kafka."""
    address = read_address(broker)
    choice = Choice(tuple(kind or ()), tuple(vendor or ()))
    choice.check()
    named = name or str(address) + (f" {choice}" if str(choice) else "")
    line = _Line()
    with opened() as service, holding(service.engine, service.clock, named) as held:
        broker_at = open_broker(address, service.settings.broker_ca)
        try:
            asyncio.run(_run(Relay(service, broker_at, held, choice, line), once=once))
        finally:
            line.end()


async def _run(relay: Relay, *, once: bool) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(each, stop.set)
    await relay.run(stop, once=once)


class _Line:
    """A line on stderr that tells position, rate and lag: one that changes in a terminal, else one now and then."""

    def __init__(self) -> None:
        self._out = console(stderr=True)
        self._live = self._out.status("connecting") if self._out.is_terminal else None
        self._since = monotonic()
        self._at = (self._since, 0)
        self._written: float | None = None
        self._last = ""
        if self._live:
            self._live.start()

    def moved(self, position: int, published: int, head: int) -> None:
        """Tell where it stands."""
        now = monotonic()
        before, then = self._at
        rate = (published - then) / (now - before) if now > before else 0.0
        # The rate is that of the last seconds.
        if now - before >= 2:
            self._at = (now, published)
        self._last = f"position {position:,}, {rate:,.0f} events/s, {head - position:,} behind"
        if self._live:
            self._live.update(self._last)
        elif self._written is None or now - self._written >= LINE_SECONDS:
            self._write(self._last)
            self._written = now

    def lost(self, why: BrokerUnavailable, pause: float) -> None:
        """Tell that the broker is gone."""
        self._write(f"{why}; trying again within {pause:.1f} s")

    def found(self) -> None:
        """Tell that it is back."""
        self._write("broker: connected again")

    def end(self) -> None:
        """Leave the last line as it was."""
        if self._live:
            self._live.stop()
        if self._last:
            self._write(f"stopped at {self._last}")

    def _write(self, text: str) -> None:
        self._out.print(text, markup=False, highlight=False, soft_wrap=True)
