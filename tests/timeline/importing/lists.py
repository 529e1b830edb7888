"""Lists to import: a small profile, its copies, and an import in one line."""

import gzip
import json
from pathlib import Path
from typing import Any

from events import Entry
from timeline import Service
from timeline.database import reading
from timeline.importers import IMPORTERS
from timeline.importing.importer import Request
from timeline.importing.running import run_import
from timeline.importing.summary import Summary

KEYED = """
about = "Firms under watch"
list = "watch"
publisher = "gazette"
publisher_name = "The Gazette"
jurisdiction = "US"
kind = "entity-listed"
inertia = "until-changed"
format = "csv"
columns = ["id", "name", "sort", "remarks"]
key = ["id"]
vendor = "name"
described = ["remarks"]
patterns = { id = "\\\\d+" }
rows = [2, 1_000]
shrink = 0.5

[subjects]
column = "sort"
organisations = ["firm"]
persons = ["person"]
"""
AGENTS = """
about = "Agents of foreign principals"
list = "agents"
publisher = "registry"
publisher_name = "The Registry"
observer = "mirror"
jurisdiction = "US"
kind = "representation-started"
ended_kind = "representation-ended"
inertia = "until-changed"
changes = "corrected"
format = "csv"
columns = ["ended", "principal", "started", "number", "agent", "city"]
same = ["number", "principal", "started"]
respelled = ["principal"]
vendor = "principal"
begins = "started"
ends = "ended"
dates = ["%m/%d/%Y"]
described = ["city"]
rows = [1, 1_000]
shrink = 0.5

[says]
representative = "agent"
"""
DAY = 86_400_000_000
START = 1_700_000_000_000_000


def profile(folder: Path, text: str = KEYED, name: str = "watch") -> str:
    """A profile in a file, by its path."""
    path = folder / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def copy(folder: Path, day: str, *rows: str, header: str = "id,name,sort,remarks") -> Path:
    """A copy of a list, with the day it was taken in its name."""
    path = folder / f"copy-{day}.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def deltas(folder: Path, *versions: dict[str, Any], key: str = "id") -> Path:
    """A history as snapshot-deltas/1."""
    path = folder / "history.jsonl.gz"
    head = {"format": "snapshot-deltas/1", "origin": "mirror", "path": "list.csv", "key": key}
    lines = [json.dumps(each) for each in (head, *versions)]
    path.write_bytes(gzip.compress(("\n".join(lines) + "\n").encode()))
    return path


def version(number: int, moment: str, rows: int, **changes: Any) -> dict[str, Any]:
    """A version of a history."""
    stated = {"v": number, "commit": f"{number:040x}", "committed_at": moment, "raw_bytes": 1}
    return {**stated, "raw_sha256": f"{number:064x}", "rows": rows, **changes}


def imported(service: Service, name: str, path: Path, **how: Any) -> Summary:
    """Import a source; a summary that does not account for every row is no summary."""
    dry_run = how.pop("dry_run", False)
    request = Request(path, **how)
    summary = run_import(service, IMPORTERS[name], request, dry_run=dry_run, told=lambda *_: None)
    assert summary.rows == summary.expected
    return summary


def log_of(service: Service) -> list[Entry]:
    """Everything the log holds."""
    with reading(service.engine) as connection:
        return service.log.read(connection, 0, 100_000)


def kinds_of(service: Service) -> list[str]:
    """The kinds and acts of the log in order, without who publishes and who is called what."""
    said = [
        getattr(entry, "claim", None) or getattr(entry, "act", None) for entry in log_of(service)
    ]
    names = [each.content().get("kind") or each.content().get("act") for each in said if each]
    return [name for name in names if name not in ("vendor-named", "source-described")]


def counted(service: Service, vendor: str, **asked: Any) -> list[tuple[str, int, int, int]]:
    """The totals of a vendor: unit, certain, presumed, possible."""
    from timeline import Asked, answer_exposure, resolve_question

    with service.snapshot() as snapshot:
        question = resolve_question(snapshot, Asked(**asked), vendor=vendor)
        answer = answer_exposure(question)
    return [
        (total["unit"], total["certain"], total["presumed"], total["possible"])
        for total in answer["totals"]
    ]
