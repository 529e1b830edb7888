"""A log that grows by numbered claims, and the map of subjects that is kept of it."""

import random

from sqlalchemy import Engine, select

from events import Claim, parse_claim
from timeline import Service
from timeline.database import reading
from timeline.proving.checkpoints import Issued, issue
from timeline.proving.tables import subject_buckets, subject_events
from timeline.proving.tables import subject_heads as heads_table


def claim(number: int) -> Claim:
    chosen = random.Random(number)
    said = {
        "kind": "project-awarded",
        "occurrence": f"site-{chosen.randrange(40)}",
        "vendor": f"vendor-{chosen.randrange(9)}",
        "region": "BR",
        "valid": "2016",
        "note": f"number {number}",
        "citation": {"source": "gazette"},
    }
    return parse_claim(said)


def append(service: Service, first: int, many: int) -> None:
    service.log.append([claim(number) for number in range(first, first + many)])


def issued(service: Service) -> Issued:
    return issue(service.engine, service.log, service.clock, service.keys)


def held(engine: Engine) -> list[list[tuple[object, ...]]]:
    """The tables of the map of subjects."""
    with reading(engine) as connection:
        return [
            sorted(tuple(row) for row in connection.execute(select(table)))
            for table in (heads_table, subject_events, subject_buckets)
        ]
