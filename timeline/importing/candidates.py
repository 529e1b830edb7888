"""Candidates: vendors that an importer made anew and that may be others, for a person to decide."""

from sqlalchemy import select, update

from events import shown

from ..database import reading, writing
from ..errors import BadParameter
from ..recording import Item
from ..service import Service
from .tables import import_candidates

Row = dict[str, str]


def open_candidates(service: Service) -> list[Row]:
    """The candidates that nobody has decided, by vendor."""
    table = import_candidates
    statement = select(table).where(table.c.decided == "").order_by(table.c.vendor, table.c.into)
    with reading(service.engine) as connection:
        rows = connection.execute(statement).mappings().all()
    return [
        {key: str(row[key]) for key in ("vendor", "name", "into", "near", "list")} for row in rows
    ]


def decide(
    service: Service,
    action: str,
    vendor: str | None,
    into: str | None,
    reason: str | None,
    actor: str,
) -> None:
    """Decide a candidate: `merge` records vendor-merged with its reason and actor, `apart` only puts it aside."""
    table = import_candidates
    this = (table.c.vendor == (vendor or ""), table.c.into == (into or ""))
    with reading(service.engine) as connection:
        found = connection.execute(select(table).where(*this)).first()
    if found is None:
        pair = f"{vendor} {into}" if vendor and into else "no pair"
        raise BadParameter(
            field="candidate", expected="VENDOR INTO of a candidate", got=shown(pair)
        )
    if action == "merge":
        if not reason:
            raise BadParameter(field="reason", expected="why the two are one", got="nothing")
        said = {"act": "vendor-merged", "target": vendor, "into": into, "reason": reason}
        service.record([Item({**said, "actor": actor})])
    decided = {"merge": "merged", "apart": "apart"}[action]
    with writing(service.engine) as connection:
        connection.execute(update(table).where(*this).values(decided=decided))
