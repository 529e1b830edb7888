"""Write regions.json from an unpacked CLDR folder: `python -m timeline.regions.build CLDR_FOLDER`.

The folder holds the npm packages cldr-core, cldr-localenames-full and cldr-subdivisions-full,
each unpacked in a folder of its own.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

TABLE: Final = Path(__file__).with_name("regions.json")

PACKAGE: Final = "cldr-core*/package/package.json"
GROUPS: Final = "cldr-core*/package/supplemental/territoryContainment.json"
SUBDIVISIONS: Final = "cldr-core*/package/supplemental/subdivisionContainment.json"
GROUP_NAMES: Final = "cldr-localenames-full*/package/main/en/territories.json"
SUBDIVISION_NAMES: Final = "cldr-subdivisions-full*/package/subdivisions/en/en.json"

UNDATED: Final = frozenset({"EU", "EZ", "UN"})
"""Groups CLDR knows only as they are today, which answers wrongly for the past."""

NAMED_HERE: Final = {"001": "World", "CN-NM": "Inner Mongolia"}
"""Names CLDR has in lower case or, in version 48, not at all."""

OVERLONG: Final = {"FI-01": "AX"}
"""Unnamed subdivisions that are territories too, where the code does not end in the territory's."""

Row = tuple[str, list[str]]


class UnreadableTable(Exception):
    """The CLDR folder does not hold what the table is made from."""


def main() -> int:
    """Write the table beside this file; 2 when no folder was named."""
    if len(sys.argv) != 2:
        sys.stderr.write("usage: python -m timeline.regions.build CLDR_FOLDER\n")
        return 2
    TABLE.write_text(table(Path(sys.argv[1])), encoding="utf-8")
    return 0


def table(folder: Path) -> str:
    """Return the text of regions.json: one region a line, ordered by id."""
    groups = dict(territories(folder))
    rows = groups | dict(subdivisions(folder, groups))
    lines = (
        f"{json.dumps(region)}: {json.dumps([name, *parents], ensure_ascii=False)}"
        for region, (name, parents) in sorted(rows.items())
    )
    source = json.dumps(f"CLDR {read(folder, PACKAGE)['version']}, licence Unicode-3.0")
    return f'{{"source": {source}, "regions": {{\n' + ",\n".join(lines) + "\n}}\n"


def territories(folder: Path) -> Iterator[tuple[str, Row]]:
    """Yield every M49 group and every country with its parents; deprecated ones are left out."""
    parents: dict[str, list[str]] = {"001": []}
    containment = read(folder, GROUPS)["supplemental"]["territoryContainment"]
    for key, content in containment.items():
        group, _, status = key.partition("-status-")
        if status == "deprecated" or group in UNDATED:
            continue
        for member in content["_contains"]:
            if member not in UNDATED:
                parents.setdefault(member, []).append(group)
    names = read(folder, GROUP_NAMES)["main"]["en"]["localeDisplayNames"]["territories"]
    for region, above in parents.items():
        yield region, (NAMED_HERE.get(region) or names[region], sorted(above))


def subdivisions(folder: Path, groups: dict[str, Row]) -> Iterator[tuple[str, Row]]:
    """Yield every ISO 3166-2 subdivision with its parent, a country or another subdivision."""
    names = read(folder, SUBDIVISION_NAMES)["subdivisions"]["localeDisplayNames"]["subdivisions"]
    containment = read(folder, SUBDIVISIONS)["supplemental"]["subdivisionContainment"]
    for above, content in containment.items():
        for code in content["_contains"]:
            region = iso(code)
            name = NAMED_HERE.get(region) or names.get(code)
            if name is not None:
                yield region, (name, [iso(above)])
            elif OVERLONG.get(region, code[2:].upper()) not in groups:
                raise UnreadableTable(f"{region}: a subdivision without a name")


def iso(code: str) -> str:
    """Spell a CLDR code as ISO 3166 does: `cnxj` is CN-XJ, `CN` stays."""
    return code if len(code) == 2 else f"{code[:2]}-{code[2:]}".upper()


def read(folder: Path, pattern: str) -> dict[str, Any]:
    """Read the one JSON file below the folder that the pattern matches."""
    found = sorted(folder.glob(pattern))
    if len(found) != 1:
        raise UnreadableTable(f"{pattern}: expected one file, got {len(found)}")
    content: dict[str, Any] = json.loads(found[0].read_bytes())
    return content


if __name__ == "__main__":
    sys.exit(main())
