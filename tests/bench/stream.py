"""The claims that are loaded: occurrences spread over vendors and countries, one or five to a pair."""

import os
from collections.abc import Iterator
from itertools import cycle, islice
from math import gcd
from random import Random
from typing import Any

from timeline.regions import Regions

CROWD = 5
"""How many occurrences a vendor has in its first country; in each further one it has one."""
PER_VENDOR = max(CROWD + 1, int(os.environ.get("BENCH_PER_VENDOR", "10")))
BATCH = 1_000
VALID_AT = "2021-06-30"
QUOTE = "The parties agreed on the delivery of terminals to sites of the harbour authority."
STRIDE = 7_368_787
"""A prime: by such steps every place is met once, in the order of no vendor."""

_STANDARD = Regions.load()
COUNTRIES = sorted(
    region
    for region in _STANDARD.descendants("001", None)
    if len(region) == len("BR") and region.isalpha()
)
Said = dict[str, Any]


def named(what: str, occurrences: int) -> str:
    """The name of a database that holds the stream."""
    return f"{what}_{occurrences}_{PER_VENDOR}"


def vendors(occurrences: int) -> int:
    """How many vendors that many occurrences are spread over."""
    return max(1, occurrences // PER_VENDOR)


def country(vendor: int, place: int) -> str:
    """The country of one of a vendor's occurrences, by their number from 0 on."""
    return COUNTRIES[(vendor + max(0, place - CROWD + 1)) % len(COUNTRIES)]


def pairs(occurrences: int, expected: int, seed: int) -> Iterator[tuple[str, str]]:
    """Vendors at random with a country where each has so many occurrences, again and again."""
    random = Random(seed)
    numbers = [random.randrange(vendors(occurrences)) for _ in range(1_000)]
    place = 0 if expected == CROWD else PER_VENDOR - 1
    return cycle([(f"vendor-{number:06}", country(number, place)) for number in numbers])


def site(number: int) -> str:
    """The name of an occurrence, by its place in the order they are recorded in."""
    return f"site-{number:07}"


def sites(occurrences: int) -> Iterator[str]:
    """The names of all occurrences."""
    return (site(number) for number in range(vendors(occurrences) * PER_VENDOR))


def claims(occurrences: int) -> Iterator[Said]:
    """An award for each occurrence, in the order of no vendor, and for each fifth an observation."""
    random = Random(occurrences)
    total = vendors(occurrences) * PER_VENDOR
    assert gcd(STRIDE, total) == 1
    for number in range(total):
        vendor, place = divmod(number * STRIDE % total, PER_VENDOR)
        award = {
            "kind": "project-awarded",
            "occurrence": site(number),
            "vendor": f"vendor-{vendor:06}",
            "region": country(vendor, place),
            "size": random.randint(1, 9),
            "valid": f"{random.randint(2012, 2020)}-{random.randint(1, 12):02}",
            "disclosed": f"2022-{random.randint(1, 12):02}-{random.randint(1, 28):02}",
            "citation": {
                "source": f"gazette-{number % 50}",
                "url": f"https://gazette.example/notices/{number}",
                "quote": QUOTE,
            },
        }
        yield award
        if number % 5 == 0:
            yield {
                **{name: award[name] for name in ("occurrence", "vendor", "region", "citation")},
                "kind": "operation-observed",
                "valid": "2021-12-01",
                "in_force": "some",
                "disclosed": "2022-12-31",
            }


def count_claims(occurrences: int) -> int:
    """How many claims `claims` gives."""
    total = vendors(occurrences) * PER_VENDOR
    return total + (total + 4) // 5


def batches(occurrences: int, size: int = BATCH) -> Iterator[list[Said]]:
    """The claims in batches."""
    rest = claims(occurrences)
    while batch := list(islice(rest, size)):
        yield batch
