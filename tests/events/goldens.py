"""The golden shape of every kind: what its example is stored as, for ever; run it to write missing ones."""

import json
from pathlib import Path
from typing import Any

from events import KINDS, Claim, Days, parse_claim

FOLDER = Path(__file__).parent / "golden"
COMMAND = "python -m tests.events.goldens"
DISCLOSED = Days(738_000, 738_000)
"""The day on which an example that names none is taken to be disclosed."""


def example(kind: type[Claim]) -> Claim:
    """The example of a kind, parsed."""
    return parse_claim(kind.EXAMPLE)


def shape(claim: Claim) -> dict[str, Any]:
    """What must never change of a claim once one like it was recorded, and what it says today."""
    return {
        "id": claim.id,
        "content": claim.content(),
        "effects": [repr(effect) for effect in claim.effects(DISCLOSED)],
    }


def golden(name: str) -> dict[str, Any]:
    """The shape kept of a kind's example; AssertionError with the command that writes a missing one."""
    path = FOLDER / f"{name}.json"
    assert path.exists(), f"tests/events/golden/{name}.json is missing, write it: {COMMAND}"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def write_missing() -> list[str]:
    """Write the golden shapes that are not there yet; those that are there stay as they are."""
    missing = [name for name in KINDS if not (FOLDER / f"{name}.json").exists()]
    for name in missing:
        text = json.dumps(shape(example(KINDS[name])), ensure_ascii=False, indent=2)
        (FOLDER / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    return missing


if __name__ == "__main__":
    write_missing()
