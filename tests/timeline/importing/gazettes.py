"""A gazette to import: its documents in a file in one line."""

import gzip
import json
from pathlib import Path
from random import Random
from typing import Any

HEAD = {"format": "fr-docs/1", "origin": "Press Office"}


def document(number: int, **said: Any) -> dict[str, Any]:
    """A document of the gazette."""
    day = f"20{20 + number % 6}-{number % 12 + 1:02}-{number % 28 + 1:02}"
    return {
        "doc": f"{day[:4]}-{number:05}",
        "title": f"Notice {number}: Harbours and Piers",
        "published": day,
        "observed_at": "2026-02-05 19:08:01 +0000",
        "url": f"https://gazette.example/{day.replace('-', '/')}/{number}",
        "abstract": f"The Harbour Office gives notice of pier {number}.",
        "post": f"{day}-notice-{number}.md",
        **said,
    }


def gazette(folder: Path, *documents: dict[str, Any], head: Any = HEAD) -> Path:
    """A file of the documents, compressed."""
    path = folder / "documents.jsonl.gz"
    lines = [json.dumps(each) for each in (head, *documents)]
    path.write_bytes(gzip.compress(("\n".join(lines) + "\n").encode()))
    return path


def many(rows: int) -> list[dict[str, Any]]:
    """So many rows, of which one in forty repeats a document that another observer saw, and some correct one."""
    draw, found = Random(rows), []
    for number in range(rows):
        if number % 40 == 39:
            again = {**draw.choice(found), "observed_at": "2026-02-06T10:00:00Z"}
            found.append(again if number % 80 == 39 else {**again, "title": f"Notice {number}"})
        else:
            found.append(document(number))
    return found
