"""The sender: each endpoint gets what it is to be told, one message after the other, until it has arrived."""

import logging
import random
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from secrets import token_hex
from threading import Event
from typing import Any, Final

from sqlalchemy import Connection, Row, delete, insert, or_, select, update

from ..database import reading, writing
from ..questions import Questions
from ..service import Service
from . import lease
from .egress import Egress
from .endpoints import Endpoint
from .posting import post
from .queueing import queue, render
from .schedule import Chance, next_delay
from .secret import signed_headers
from .tables import webhook_deliveries, webhook_endpoints
from .waiting import first_waiting

AT_ONCE: Final = 8
"""How many endpoints are delivered to at the same time."""
TURN: Final = 100
"""How many messages an endpoint gets before another has its turn."""
REST_SECONDS: Final = 1.0
"""How long a sender with nothing to do waits, unless something is recorded."""
BUSY_SECONDS: Final = 0.05
"""How long it waits while something is being sent."""
logger = logging.getLogger("timeline.webhooks")
Post = Callable[..., str | None]


class Sender:
    """Delivers to the endpoints of one database; any number of senders may do so at once."""

    def __init__(
        self,
        service: Service,
        egress: Egress | None = None,
        chance: Chance = random.random,
        send: Post = post,
    ) -> None:
        self._service = service
        self._engine = service.engine
        self._clock = service.clock
        self._egress = egress or Egress(service.settings.webhook_hosts)
        self._chance = chance
        self._send = send
        self._questions = Questions(service)
        self._owner = token_hex(16)
        self._stop = Event()
        self._followed = 0

    def stop(self) -> None:
        """Let `run` end soon; a message that is under way is sent again by the next sender."""
        self._stop.set()

    def run(self) -> None:
        """Deliver until it is stopped; what goes wrong with the database is tried again."""
        waker = self._service.waker
        under_way: dict[str, Future[None]] = {}
        with ThreadPoolExecutor(AT_ONCE, "timeline-webhooks") as pool:
            while not self._stop.is_set():
                position = self._pass(pool, under_way)
                rest = BUSY_SECONDS if under_way else REST_SECONDS
                if waker.closed:
                    self._stop.wait(rest)
                else:
                    waker.wait(position, rest)

    def run_once(self) -> int:
        """Deliver all that is due now; how many endpoints had something to be sent or queued."""
        turns = 0
        with ThreadPoolExecutor(AT_ONCE, "timeline-webhooks") as pool:
            self._questions.follow()
            while due := self._due():
                turns += len(due)
                if not any(list(pool.map(self._turn, due))):
                    break
        return turns

    def _pass(self, pool: ThreadPoolExecutor, under_way: dict[str, Future[None]]) -> int:
        """Start a turn of each endpoint that is due and has none; the position that was followed to."""
        try:
            head = self._head()
            if self._anyone():
                self._start(pool, under_way, head)
        except Exception:
            logger.exception("webhooks cannot be delivered, it is tried again")
            self._stop.wait(REST_SECONDS)
            return 0
        return head

    def _start(
        self, pool: ThreadPoolExecutor, under_way: dict[str, Future[None]], head: int
    ) -> None:
        if head > self._followed:
            self._questions.follow()
            self._followed = head
        for name in [name for name, turn in under_way.items() if turn.done()]:
            del under_way[name]
        for name in self._due():
            if name not in under_way:
                under_way[name] = pool.submit(self._careful, name)

    def _careful(self, name: str) -> None:
        try:
            self._turn(name)
        except Exception:
            logger.exception("webhook %s cannot be delivered to, it is tried again", name)

    def _anyone(self) -> bool:
        with reading(self._engine) as connection:
            return connection.execute(select(webhook_endpoints.c.id).limit(1)).first() is not None

    def _head(self) -> int:
        with reading(self._engine) as connection:
            return self._service.log.head(connection).position

    def _due(self) -> list[str]:
        """The endpoints nobody holds that have a message due, or part of the log to be read for them."""
        table, now = webhook_endpoints, self._clock.now()
        with reading(self._engine) as connection:
            head = self._service.log.head(connection).position
            free = or_(table.c.lease_owner == "", table.c.lease_until <= now)
            rows = connection.execute(
                select(table.c.id, table.c.position).where(free).order_by(table.c.id)
            ).all()
            due = []
            for row in rows:
                first = first_waiting(connection, row.id)
                if row.position < head if first is None else first.next_at <= now:
                    due.append(row.id)
        return due

    def _turn(self, name: str) -> bool:
        """Deliver to an endpoint until nothing is due, it fails, or others are to have a turn; whether it moved."""
        moved = False
        with writing(self._engine) as connection:
            endpoint = lease.take(connection, name, self._owner, self._clock.now())
        if endpoint is None:
            return False
        try:
            for _ in range(TURN):
                if self._stop.is_set() or not self._next(name):
                    break
                moved = True
        finally:
            with writing(self._engine) as connection:
                lease.give_back(connection, name, self._owner)
        return moved

    def _next(self, name: str) -> bool:
        """Deliver the next message, or queue what follows; whether there may be more to do now."""
        with writing(self._engine) as connection:
            endpoint = lease.renew(connection, name, self._owner, self._clock.now())
            first = first_waiting(connection, name)
        if endpoint is None:
            return False
        if first is None:
            return self._queue(endpoint)
        if first.next_at > self._clock.now():
            return False
        with reading(self._engine) as connection:
            body = render(connection, self._service.log, first.sort, first.about)
        now = self._clock.now()
        headers = signed_headers(endpoint.secrets(now), first.message, now, body)
        why = self._send(
            lambda: self._egress.target(endpoint.url), headers, body, self._stop.is_set
        )
        if why is not None and self._stop.is_set():
            return False
        return self._settle(endpoint, first, why)

    def _queue(self, endpoint: Endpoint) -> bool:
        with self._service.snapshot() as snapshot:
            found = queue(snapshot, endpoint)
        if (found.position, found.change) == (endpoint.position, endpoint.change):
            return False
        with writing(self._engine) as connection:
            if lease.renew(connection, endpoint.id, self._owner, self._clock.now()) is None:
                return False
            if found.rows:
                connection.execute(insert(webhook_deliveries), found.rows)
            _set(
                connection,
                endpoint.id,
                position=found.position,
                change=found.change,
                number=endpoint.number + len(found.rows),
            )
        return True

    def _settle(self, endpoint: Endpoint, sent: Row[Any], why: str | None) -> bool:
        """Write down what came of an attempt; whether the next message may be sent now."""
        table = webhook_deliveries
        this = (table.c.endpoint == endpoint.id, table.c.number == sent.number)
        with writing(self._engine) as connection:
            now = self._clock.now()
            held = lease.renew(connection, endpoint.id, self._owner, now)
            if held is None:
                return False
            if why is None:
                connection.execute(delete(table).where(*this))
                arrived = webhook_endpoints.c.delivered + 1
                _set(connection, endpoint.id, delivered=arrived)
                return True
            attempts = sent.attempts + 1
            delay = next_delay(attempts, self._chance)
            if delay is not None and held.url != endpoint.url:
                delay = 0
            logger.warning("webhook %s, attempt %d: %s", endpoint.id, attempts, why)
            connection.execute(
                update(table)
                .where(*this)
                .values(
                    attempts=attempts,
                    next_at=now + (delay or 0),
                    dead=int(delay is None),
                    why=why,
                    tried_at=now,
                )
            )
            return delay is None


def _set(connection: Connection, name: str, **values: object) -> None:
    table = webhook_endpoints
    connection.execute(update(table).where(table.c.id == name).values(**values))
