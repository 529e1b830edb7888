"""Proofs by themselves: that an event is in the log, and that the log only grew."""

from projections import consistency_proof, inclusion_proof, root_at

from ..database import reading
from ..errors import BadParameter
from ..log import sealed_at
from ..service import Service
from .notes import base64
from .tiles import StoredTiles

Answer = dict[str, object]


def prove_inclusion(service: Service, position: int, size: int | None) -> Answer:
    """The envelope at a position and its audit path in the tree of a size; left out, the present one."""
    with reading(service.engine) as connection:
        size = _size(service.log.head(connection).position, size, "size")
        if not 1 <= position <= size:
            raise BadParameter(
                field="position", expected=f"a position from 1 to {size}", got=position
            )
        sealed = sealed_at(connection, [position])[position]
        tiles = StoredTiles(connection)
        proof = inclusion_proof(tiles, position - 1, size)
        return {
            "position": position,
            "size": size,
            "envelope": sealed.envelope.content(),
            "leaf": base64(sealed.leaf),
            "root": base64(root_at(tiles, size)),
            "proof": [base64(step) for step in proof],
        }


def prove_consistency(service: Service, old: int, size: int | None) -> Answer:
    """What shows that the log of an old size is the start of the log of a size; left out, the present one."""
    with reading(service.engine) as connection:
        size = _size(service.log.head(connection).position, size, "size")
        if not 1 <= old <= size:
            raise BadParameter(field="old", expected=f"a size from 1 to {size}", got=old)
        tiles = StoredTiles(connection)
        return {
            "old": old,
            "size": size,
            "old_root": base64(root_at(tiles, old)),
            "root": base64(root_at(tiles, size)),
            "proof": [base64(step) for step in consistency_proof(tiles, old, size)],
        }


def _size(head: int, size: int | None, field: str) -> int:
    if size is not None and not 0 <= size <= head:
        raise BadParameter(field=field, expected=f"a size from 0 to {head}", got=size)
    return head if size is None else size
