"""Doubts: who may be meant by the vendors that a batch of claims is the first to name."""

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import Connection, select

from events import Act, Claim

from ..log.selection import chunks
from ..projecting import live_tables
from .near_names import names_known
from .step import Move, Said
from .vendors import candidate


def doubts(connection: Connection, batch: Sequence[Said], list_: str) -> dict[int, list[Move]]:
    """The candidates of the vendors that nothing recorded names, by the place in the batch that names them first.

    A vendor is compared by its id and by the names that the batch gives it, with the vendors recorded
    and with those that the batch names before it.
    """
    first: dict[str, int] = {}
    names: dict[str, list[str]] = {}
    for place, claim in _claims(batch):
        for vendor in claim.vendors:
            first.setdefault(vendor, place)
        if claim.kind == "vendor-named" and claim.vendor is not None:
            names.setdefault(claim.vendor, []).append(str(claim.content()["name"]))
    new = first.keys() - _recorded(connection, first)
    if not new:
        return {}
    known = names_known(connection)
    found: dict[int, list[Move]] = {}
    for vendor in (each for each in first if each in new):
        called = names.get(vendor, [])
        near: dict[str, str] = {}
        for name in (*called, vendor):
            near |= {into: as_ for into, as_ in known.near(name).items() if into not in near}
        own = called[0] if called else vendor
        if near:
            moves = [candidate(vendor, own, into, as_, list_) for into, as_ in near.items()]
            found[first[vendor]] = [*found.get(first[vendor], []), *moves]
        for name in called or [vendor]:
            known.add(vendor, name)
    return found


def _claims(batch: Sequence[Said]) -> Iterator[tuple[int, Claim]]:
    for place, said in enumerate(batch):
        claim = said.brought if isinstance(said, Act) else said
        if claim is not None:
            yield place, claim


def _recorded(connection: Connection, vendors: Iterable[str]) -> set[str]:
    pairs = live_tables(connection, ("pairs",)).tables.get("pairs")
    if pairs is None:
        return set()
    statement = select(pairs.c.vendor).distinct()
    return {
        vendor
        for chunk in chunks(vendors)
        for vendor in connection.scalars(statement.where(pairs.c.vendor.in_(chunk)))
    }
