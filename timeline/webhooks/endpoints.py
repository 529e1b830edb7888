"""Endpoints: who is told what, where, and signed with which secret; and what was given up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from secrets import token_hex
from typing import Any, Final

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from events import Instant, instant_text

from ..errors import BadParameter, UnknownParameter, UnknownWebhook
from ..questions import Questions
from ..questions.feed import read_feed
from ..reached import read_from, write_to
from ..service import Service
from .egress import Egress
from .secret import make_secret
from .tables import webhook_deliveries, webhook_endpoints
from .waiting import delivery_shape, first_waiting, waiting_shape
from .wants import Wants, read_wants

Shape = dict[str, Any]
FIELDS = ("url", "changes", "events")
OVERLAP_HOURS: Final = 24
"""How long the secret before the present one signs too."""
MOST_HOURS: Final = 24 * 30
MOST_NUMBERS: Final = 500
HOUR: Final = 3_600_000_000


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An endpoint as a sender sees it; its secrets are not shown when it is printed."""

    id: str
    url: str
    wants: Wants
    position: int
    change: int
    number: int
    secret: str = field(repr=False)
    old_secret: str = field(repr=False)
    old_until: Instant

    def secrets(self, now: Instant) -> Sequence[str]:
        """The secrets that sign at an instant, the present one first."""
        return (self.secret, self.old_secret) if now < self.old_until else (self.secret,)


class Endpoints:
    """The endpoints of one database."""

    def __init__(self, service: Service, egress: Egress | None = None) -> None:
        self._service = service
        self._egress = egress or Egress(service.settings.webhook_hosts)

    def add(self, said: object) -> Shape:
        """Tell an address what is recorded from now on; the secret is in this answer and in no other."""
        found = _fields(said, FIELDS)
        url = self._url(found)
        secret, name = make_secret(), "w-" + token_hex(16)
        Questions(self._service).follow()
        with self._service.snapshot() as snapshot:
            wants = read_wants(found, snapshot)
        with write_to(self._service.engine) as connection:
            connection.execute(
                insert(webhook_endpoints).values(
                    id=name,
                    url=url,
                    wants=wants.stored(),
                    created_at=self._service.clock.now(),
                    secret=secret,
                    old_secret="",
                    old_until=0,
                    position=self._service.log.head(connection).position,
                    change=read_feed(connection).number,
                    number=0,
                    delivered=0,
                    lease_owner="",
                    lease_until=0,
                )
            )
        return {**self.get(name), "secret": secret}

    def get(self, name: str) -> Shape:
        """One endpoint, without its secret."""
        with read_from(self._service.engine) as connection:
            return _shape(connection, _row(connection, name))

    def every(self) -> list[Shape]:
        """The endpoints by their ids, without their secrets."""
        statement = select(webhook_endpoints).order_by(webhook_endpoints.c.id)
        with read_from(self._service.engine) as connection:
            return [_shape(connection, row) for row in connection.execute(statement).all()]

    def move(self, name: str, said: object) -> Shape:
        """Send what has yet to arrive, and all that follows, to another address."""
        url = self._url(_fields(said, ("url",)))
        with write_to(self._service.engine) as connection:
            _row(connection, name)
            _set(connection, name, url=url)
            # Whoever moved it has mended it, so that what waits need not wait out its delay.
            _now(connection, name)
        return self.get(name)

    def rotate(self, name: str, said: object = None) -> Shape:
        """Make a new secret, told in this answer; the one before it signs too for some hours."""
        hours = _fields({} if said is None else said, ("hours",)).get("hours", OVERLAP_HOURS)
        if isinstance(hours, bool) or not isinstance(hours, int) or not 0 <= hours <= MOST_HOURS:
            expected = f"a whole number from 0 to {MOST_HOURS}"
            raise BadParameter(field="hours", expected=expected, got=ascii(hours)[:80])
        secret, until = make_secret(), self._service.clock.now() + hours * HOUR
        with write_to(self._service.engine) as connection:
            row = _row(connection, name)
            _set(connection, name, secret=secret, old_secret=row.secret, old_until=until)
        return {**self.get(name), "secret": secret}

    def remove(self, name: str) -> None:
        """Tell an address nothing more; what has not arrived is dropped."""
        with write_to(self._service.engine) as connection:
            _row(connection, name)
            for table, column in ((webhook_deliveries, "endpoint"), (webhook_endpoints, "id")):
                connection.execute(delete(table).where(table.c[column] == name))

    def dead(self, name: str, after: int = 0, limit: int = 100) -> list[Shape]:
        """What was given up, in order."""
        table = webhook_deliveries
        with read_from(self._service.engine) as connection:
            _row(connection, name)
            rows = connection.execute(
                select(table)
                .where(table.c.endpoint == name, table.c.dead == 1, table.c.number > after)
                .order_by(table.c.number)
                .limit(limit)
            ).all()
        return [delivery_shape(row) for row in rows]

    def replay(self, name: str, said: object = None) -> int:
        """Try again, under the same ids and in order, what was given up: all, or some `numbers`; how many."""
        numbers = _fields({} if said is None else said, ("numbers",)).get("numbers")
        if numbers is not None and not _are_numbers(numbers):
            expected = f"a list of up to {MOST_NUMBERS} numbers of dead letters"
            raise BadParameter(field="numbers", expected=expected, got=ascii(numbers)[:80])
        table = webhook_deliveries
        wanted = [table.c.endpoint == name, table.c.dead == 1]
        if numbers is not None:
            wanted.append(table.c.number.in_(numbers))
        with write_to(self._service.engine) as connection:
            _row(connection, name)
            return connection.execute(
                update(table).where(*wanted).values(dead=0, attempts=0, next_at=0)
            ).rowcount

    def _url(self, said: Mapping[str, Any]) -> str:
        url = said.get("url")
        if not isinstance(url, str):
            raise BadParameter(field="url", expected="an https address", got=ascii(url)[:80])
        self._egress.check(url)
        return url


def endpoint_of(row: Row[Any]) -> Endpoint:
    """An endpoint from its row."""
    return Endpoint(
        id=row.id,
        url=row.url,
        wants=Wants.read(row.wants),
        position=row.position,
        change=row.change,
        number=row.number,
        secret=row.secret,
        old_secret=row.old_secret,
        old_until=row.old_until,
    )


def _are_numbers(said: object) -> bool:
    """Whether it is a list of numbers that a database can hold."""
    return (
        isinstance(said, list)
        and len(said) <= MOST_NUMBERS
        and all(type(each) is int and 0 < each < 1 << 62 for each in said)
    )


def _fields(said: object, known: Sequence[str]) -> Mapping[str, Any]:
    if not isinstance(said, Mapping):
        raise BadParameter(field="body", expected="an object", got=type(said).__name__)
    for name in said:
        if name not in known:
            raise UnknownParameter(field=ascii(name)[1:-1], known=", ".join(known))
    return said


def _row(connection: Connection, name: str) -> Row[Any]:
    row = connection.execute(
        select(webhook_endpoints).where(webhook_endpoints.c.id == name)
    ).first()
    if row is None:
        raise UnknownWebhook(name=name)
    return row


def _set(connection: Connection, name: str, **values: object) -> None:
    connection.execute(
        update(webhook_endpoints).where(webhook_endpoints.c.id == name).values(**values)
    )


def _now(connection: Connection, name: str) -> None:
    table = webhook_deliveries
    connection.execute(
        update(table).where(table.c.endpoint == name, table.c.dead == 0).values(next_at=0)
    )


def _shape(connection: Connection, row: Row[Any]) -> Shape:
    table = webhook_deliveries
    counted = select(table.c.dead, func.count()).where(table.c.endpoint == row.id)
    rows = connection.execute(counted.group_by(table.c.dead))
    waiting = {int(row[0]): int(row[1]) for row in rows}
    first = first_waiting(connection, row.id)
    return {
        "id": row.id,
        "url": row.url,
        **Wants.read(row.wants).shape(),
        "created_at": instant_text(row.created_at),
        "position": row.position,
        "delivered": row.delivered,
        "waiting": waiting.get(0, 0),
        "dead": waiting.get(1, 0),
        "delivering": None if first is None else waiting_shape(first),
        "old_secret_until": instant_text(row.old_until) if row.old_until else None,
    }
