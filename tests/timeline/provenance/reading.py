"""PROV documents as the tests read them: by the kind of thing, and by the relations between them."""

import json
from typing import Any

from prov.model import ProvDocument

from events import Citation, parse_claim
from timeline import write_prov
from timeline.casebook import casebook_lines

Node = dict[str, Any]


class Read:
    """A document as its PROV-JSON says it."""

    def __init__(self, document: ProvDocument) -> None:
        self.content: dict[str, dict[str, Any]] = json.loads(write_prov(document, "json"))

    def of(self, what: str, prefix: str) -> dict[str, Node]:
        """The entities, agents or activities whose names have a prefix."""
        found = self.content.get(what, {})
        return {name: said for name, said in found.items() if name.startswith(f"{prefix}:")}

    def related(self, relation: str, one: str, other: str) -> set[tuple[str, str]]:
        """The pairs of a relation, by the PROV attributes that name its ends."""
        rows = self.content.get(relation, {}).values()
        return {(row[f"prov:{one}"], row[f"prov:{other}"]) for row in rows}

    def derived(self, type_: str | None = None) -> dict[str, set[str]]:
        """By what was derived, what from; of one type of derivation or of any."""
        found: dict[str, set[str]] = {}
        for row in self.content["wasDerivedFrom"].values():
            if type_ is None or row.get("prov:type", {}).get("$") == f"prov:{type_}":
                found.setdefault(row["prov:generatedEntity"], set()).add(row["prov:usedEntity"])
        return found

    def chains(self, name: str) -> set[tuple[str, ...]]:
        """The ids (or titles) of citations, from each that a claim derives from, to its root."""
        after = self.derived().get(name, set())
        cited = {other for other in after if other.startswith("citation:")}
        if name.startswith("citation:"):
            own = self.content["entity"][name]
            here = own.get("timeline:id") or own["prov:label"]
            return {(here, *rest) for other in cited for rest in self.chains(other)} or {(here,)}
        roots = self.derived("PrimarySource").get(name, set())
        direct = cited - roots or cited
        return {chain for other in direct for chain in self.chains(other)}


def casebook_chains(occurrence: str) -> dict[str, tuple[str, ...]]:
    """By claim of an occurrence of the casebook, the ids of the citations of its chain as recorded."""
    found: dict[str, tuple[str, ...]] = {}
    for said in (line["claim"] for line in map(json.loads, casebook_lines()) if "claim" in line):
        if said["occurrence"] == occurrence:
            claim = parse_claim(said)
            found[claim.id] = tuple(_ids(claim.citation))
    return found


def _ids(citation: Citation) -> list[str]:
    ids: list[str] = []
    link: Citation | str | None = citation
    while isinstance(link, Citation):
        ids.append(link.id or link.title or link.source)
        link = link.derived_from
    return ids if link is None else [*ids, link]
