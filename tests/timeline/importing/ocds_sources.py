"""Small sources of OCDS: releases, contracts, packages."""

import json
from pathlib import Path
from typing import Any

OCID = "ocds-abc123-7"
ACME = {"id": "s1", "name": "Acme Cameras Ltd"}


def release(day: str, *contracts: dict[str, Any], **said: Any) -> dict[str, Any]:
    """A release of a process with one award to Acme."""
    award = {"id": "a1", "title": "Cameras", "suppliers": [ACME], "date": "2019-01-02T00:00:00Z"}
    buyer = {"id": "b1", "name": "City", "address": {"countryName": "México"}}
    head = {"ocid": OCID, "id": f"r-{day}", "date": f"{day}T12:00:00Z", "tag": ["contract"]}
    return {**head, "buyer": buyer, "awards": [award], "contracts": list(contracts), **said}


def contract(status: str | None = "active", **said: Any) -> dict[str, Any]:
    """A contract of the award, signed on 1 February 2019."""
    head = {"id": "c1", "awardID": "a1", "title": "Cameras for the harbour", "status": status}
    return {**head, "dateSigned": "2019-02-01T00:00:00Z", **said}


def package(folder: Path, *releases: Any, name: str = "package.json", **said: Any) -> Path:
    """A release package in a file."""
    path = folder / name
    publisher = {"name": "City Procurement"}
    head = {"uri": "https://city.example/ocds", "publisher": publisher, "releases": list(releases)}
    path.write_text(json.dumps({**head, **said}), encoding="utf-8")
    return path
