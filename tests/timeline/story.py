"""A story told in claims and acts, a day apart, and what a service answers at any point of it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from events import instant_of
from timeline import (
    Asked,
    FixedClock,
    Item,
    Recorded,
    Service,
    Settings,
    answer_exposure,
    answer_history,
    answer_why,
    claim_status,
    migrate,
    resolve_question,
)

Said = dict[str, Any]
Counts = tuple[int, int, int | None]

FIRST_DAY = datetime(2026, 1, 1, 12, tzinfo=UTC)
"""The first thing told is recorded on this day, position 1; each after it a day later."""

EXCHANGE = {"source": "exchange", "id": "filing-77", "derived_from": None}
TIMES = {"source": "times", "id": "times-1", "derived_from": EXCHANGE}
GAZETTE = {"source": "gazette", "id": "gazette-5", "derived_from": None}


def awarded(size: object = 3, **fields: object) -> Said:
    """Projects of acme's in the harbour of BR-SP, begun in 2016, made public on 2021-03-04 by the exchange."""
    return {
        "kind": "project-awarded",
        "occurrence": "harbour",
        "vendor": "acme",
        "region": "BR-SP",
        "size": size,
        "unit": "project",
        "valid": "2016",
        "disclosed": "2021-03-04",
        "citation": EXCHANGE,
        **fields,
    }


def listed(**fields: object) -> Said:
    """Acme put on a list from 2019-10-09, which lasts until it is taken off."""
    return {
        "kind": "entity-listed",
        "occurrence": "acme-listed",
        "vendor": "acme",
        "region": "US",
        "valid": "2019-10-09/..",
        "disclosed": "2019-10-09",
        "citation": GAZETTE,
        **fields,
    }


def observed(**fields: object) -> Said:
    """All three projects seen in use on 2020-06-01."""
    return {
        "kind": "operation-observed",
        "occurrence": "harbour",
        "vendor": "acme",
        "region": "BR-SP",
        "in_force": 3,
        "valid": "2020-06-01",
        "disclosed": "2021-03-04",
        "citation": EXCHANGE,
        **fields,
    }


def act(name: str, target: str, **fields: object) -> Said:
    """An act with a reason."""
    return {"act": name, "target": target, "reason": "as told in a test", **fields}


class Story:
    """Records what is given and what happens then, and asks."""

    def __init__(self, service: Service, clock: FixedClock) -> None:
        self.service = service
        self.clock = clock
        self.told = 0

    def given(self, *said: Said) -> list[str]:
        """The ids of claims and acts, each recorded on a day of its own."""
        return [self.record(each).claims[0] for each in said]

    def when(self, said: Said) -> str:
        """The id of an act, recorded on a day of its own."""
        return self.given(said)[0]

    def record(self, *said: Said) -> Recorded:
        """What came of recording a batch on a day of its own."""
        self.clock.set(instant_of(FIRST_DAY + timedelta(days=self.told)))
        self.told += 1
        return self.service.record([Item(each) for each in said])

    def exposure(
        self,
        valid: str | None = "2018-01-01",
        known: str | None = None,
        position: int | None = None,
        *,
        vendor: str | None = "acme",
        region: str | None = None,
        **view: Any,
    ) -> Said:
        """The exposure answer at three times."""
        asked = Asked(valid, known, None, position)
        with self.service.snapshot() as snapshot:
            question = resolve_question(snapshot, asked, vendor=vendor, region=region, **view)
            return answer_exposure(question)

    def total(self, *clocks: Any, type_: str = "project", **view: Any) -> Counts | None:
        """Certain, presumed and possible of the one row of totals of a type; None where there is none."""
        rows = [row for row in self.exposure(*clocks, **view)["totals"] if row["type"] == type_]
        assert len(rows) <= 1, rows
        return (rows[0]["certain"], rows[0]["presumed"], rows[0]["possible"]) if rows else None

    def then(self, expected: Mapping[tuple[Any, ...], Counts | None], **view: Any) -> None:
        """The totals at several (valid, known, position) are as expected."""
        found = {clocks: self.total(*clocks, **view) for clocks in expected}
        assert found == dict(expected), found

    def one(self, *clocks: Any, **view: Any) -> Said:
        """The only occurrence of an answer."""
        (found,) = self.exposure(*clocks, **view)["occurrences"]
        return dict(found)

    def ids(self, *clocks: Any, **view: Any) -> set[str]:
        """The ids of the claims that the occurrences of an answer stand on."""
        return {
            claim["id"]
            for each in self.exposure(*clocks, **view)["occurrences"]
            for claim in each["claims"]
        }

    def history(self, known: str | None = None, position: int | None = None) -> list[str]:
        """The ids of acme's claims in order, at two times."""
        with self.service.snapshot() as snapshot:
            asked = Asked(None, known, None, position)
            answer = answer_history(resolve_question(snapshot, asked, vendor="acme"))
        return [claim["id"] for claim in answer["claims"]]

    def status(self, name: str) -> Said:
        """What befell a claim."""
        with self.service.snapshot() as snapshot:
            return claim_status(snapshot, name)

    def why(self, name: str) -> Said:
        """Where a claim or an occurrence comes from."""
        with self.service.snapshot() as snapshot:
            return answer_why(snapshot, name)


@contextmanager
def opened_story(database_url: str) -> Iterator[Story]:
    """A story over an empty log of a database."""
    migrate(database_url)
    clock = FixedClock(instant_of(FIRST_DAY))
    service = Service.open(Settings(database=database_url), clock)
    try:
        yield Story(service, clock)
    finally:
        service.close()
