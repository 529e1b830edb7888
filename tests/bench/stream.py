"""The claims that are loaded: occurrences spread over vendors and regions, one or five to a pair."""

from collections.abc import Iterator
from itertools import islice
from random import Random
from typing import Any

BATCH = 1_000
ALONE = ("AR", "CL", "CO", "DE", "PE")
"""Regions in which each vendor has one occurrence."""
CROWDED = "BR"
"""The region in which each vendor has five."""
PER_VENDOR = len(ALONE) + 5
VALID_AT = "2021-06-30"
QUOTE = "The parties agreed on the delivery of terminals to sites of the harbour authority."

Said = dict[str, Any]


def vendors(occurrences: int) -> int:
    """How many vendors that many occurrences are spread over."""
    return occurrences // PER_VENDOR


def pair(number: int, region: str | None) -> tuple[str, str]:
    """The vendor and region of the pair asked at a turn; with None it is the crowded region."""
    return f"vendor-{number:06}", region or CROWDED


def claims(occurrences: int) -> Iterator[Said]:
    """An award for each occurrence, in the order of no vendor, and for each fifth an observation."""
    random = Random(occurrences)
    many = vendors(occurrences)
    places = [(v, n) for v in range(many) for n in range(PER_VENDOR)]
    random.shuffle(places)
    for number, (vendor, place) in enumerate(places):
        region = ALONE[place] if place < len(ALONE) else CROWDED
        award = {
            "kind": "project-awarded",
            "occurrence": f"site-{number:07}",
            "vendor": f"vendor-{vendor:06}",
            "region": region,
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


def batches(occurrences: int) -> Iterator[list[Said]]:
    """The claims in batches of BATCH."""
    rest = claims(occurrences)
    while batch := list(islice(rest, BATCH)):
        yield batch
