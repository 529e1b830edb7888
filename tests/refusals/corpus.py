"""The corpus of refusals: one bad input a file, and what expected.csv says of each."""

import csv
import json
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
GOOD = FOLDER / "good.jsonl"


@dataclass(frozen=True)
class Refused:
    """A bad input: where it stands, which door it knocks at, and the words it is refused with."""

    file: str
    door: str
    exit: int
    field: str
    message: str

    def content(self) -> bytes:
        """The input itself; what is not UTF-8 is kept in hexadecimal digits."""
        path = FOLDER / self.file
        if path.suffix == ".hex":
            return bytes.fromhex(path.read_text(encoding="ascii"))
        return path.read_bytes()

    @property
    def lines(self) -> int:
        """How many lines the input has."""
        return len(self.content().splitlines())

    def arguments(self) -> list[str]:
        """The question, as the arguments of a command."""
        found: list[str] = json.loads(self.content())
        return found


def corpus() -> list[Refused]:
    """Every row of expected.csv."""
    with (FOLDER / "expected.csv").open(encoding="utf-8", newline="") as file:
        return [Refused(**{**row, "exit": int(row["exit"])}) for row in csv.DictReader(file)]


def files() -> set[str]:
    """Every file of the corpus."""
    folders = [FOLDER / "record", FOLDER / "ask"]
    return {path.relative_to(FOLDER).as_posix() for one in folders for path in one.iterdir()}
