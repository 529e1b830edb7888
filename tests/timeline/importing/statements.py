"""Statements to import: those of beneficial ownership and those of FollowTheMoney, in a file in one line."""

import csv
import json
from pathlib import Path
from typing import Any

COLUMNS = (
    "canonical_id,entity_id,prop,prop_type,schema,value,dataset,origin,lang,original_value,external,"
    "first_seen,last_seen,id"
).split(",")


def statement(number: int, sort: str, record: str, **said: Any) -> dict[str, Any]:
    """A statement of beneficial ownership; what is not a field of it is one of its details."""
    day = said.pop("day", "2020-03-01")
    return {
        "statementId": f"statement-{number}",
        "statementDate": day,
        "publicationDetails": {
            "publicationDate": said.pop("published", day),
            "bodsVersion": said.pop("version", "0.4"),
            "publisher": {"name": "Harbour Register"},
        },
        "recordId": record,
        "recordType": sort,
        "recordStatus": said.pop("status", "new"),
        "recordDetails": said,
    }


def firm(number: int, record: str, name: str, code: str = "", **said: Any) -> dict[str, Any]:
    """A statement of a firm."""
    codes = [{"scheme": "GB-COH", "id": code}] if code else []
    kind = {"type": "registeredEntity"}
    return statement(
        number, "entity", record, entityType=kind, name=name, identifiers=codes, **said
    )


def owns(
    number: int, record: str, owner: str, owned: str, share: Any, **said: Any
) -> dict[str, Any]:
    """A statement that one record owns a share of another, with the dates of the interest."""
    interest: dict[str, Any] = {"type": said.pop("interest", "shareholding")}
    interest |= {"directOrIndirect": "direct", "share": {"exact": share}}
    interest |= {name: said.pop(name) for name in ("startDate", "endDate") if name in said}
    ends = {"subject": owned, "interestedParty": owner, "interests": [interest]}
    return statement(number, "relationship", record, **ends, **said)


def array(folder: Path, *statements: object, name: str = "statements.json") -> Path:
    """Statements as a JSON array."""
    path = folder / name
    path.write_text(json.dumps(list(statements)), encoding="utf-8")
    return path


def told(record: str, schema: str, prop: str, value: str, **more: str) -> dict[str, str]:
    """A statement of FollowTheMoney."""
    said = dict.fromkeys(COLUMNS, "")
    said |= {"canonical_id": record, "entity_id": record, "schema": schema, "prop": prop}
    said |= {"value": value, "dataset": "harbour_list", "first_seen": "2023-04-20T06:38:11"}
    return said | {"id": f"{record}-{prop}-{len(value)}"} | more


def table(folder: Path, *statements: dict[str, str], name: str = "statements.csv") -> Path:
    """Statements of FollowTheMoney as CSV."""
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(statements)
    return path
