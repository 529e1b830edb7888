"""Citations drawn: each with its place and words, whom it is by, and what it relies on, down to the root."""

from collections.abc import Iterable

from prov.model import PROV, QualifiedName

from ..answers.claims import citation_shape
from ..answers.roots import Chain
from .ground import Ground
from .sheet import Sheet

BESIDE = ("source", "derived_from")
"""What a citation says that is drawn as an agent, and as a derivation."""


def draw_sources(sheet: Sheet, ground: Ground) -> None:
    """Every source cited, as an organization (PROV-DM, 5.3.1), under the name it is known by."""
    chains: Iterable[Chain] = [*(each.chain for each in ground.claims), *ground.cited.values()]
    for source in sorted({link.source for chain in chains for link in chain}):
        known = ground.names.get(source, {})
        attributes = [
            (PROV["type"], PROV["Organization"]),
            (PROV["label"], known.get("name") or source),
        ]
        sort = sheet.said({"sort": known.get("sort")})
        sheet.document.agent(sheet.names.of("source", source), [*attributes, *sort])


def draw_claim_citation(sheet: Sheet, claim: QualifiedName, chain: Chain) -> None:
    """A claim derives from its citation: by quotation (PROV-DM, 5.2.3) where words are quoted.

    The root of its chain is its primary source (5.2.4), where it was assessed that it relies on nothing else.
    """
    first = draw_chain(sheet, chain)
    link, root = chain[0], chain[-1]
    if link.quote is not None:
        words = {"quote": link.quote, "prefix": link.prefix, "suffix": link.suffix}
        sheet.derived("Quotation", claim, first, **words)
    elif not (len(chain) == 1 and root.assessed):
        sheet.document.wasDerivedFrom(claim, first)
    if root.assessed:
        sheet.derived("PrimarySource", claim, sheet.names.citation(chain[-1:]))


def draw_chain(sheet: Sheet, chain: Chain) -> QualifiedName:
    """The citations of a chain, each derived from the one it relies on (PROV-DM, 5.2.1); the first one's name.

    Several claims may share a citation: it is drawn once.
    """
    names = [sheet.names.citation(chain[start:]) for start in range(len(chain))]
    for link, name, start in zip(chain, names, range(len(chain)), strict=True):
        if sheet.document.get_record(name):
            break
        shape = citation_shape(link) | {"prefix": link.prefix, "suffix": link.suffix}
        said = {word: value for word, value in shape.items() if word not in BESIDE}
        label = link.title or link.source
        sheet.document.entity(name, sheet.described("Citation", label, said))
        sheet.document.wasAttributedTo(name, sheet.names.of("source", link.source))
        if start + 1 < len(chain):
            if start + 2 == len(chain) and chain[-1].assessed:
                sheet.derived("PrimarySource", name, names[start + 1])
            else:
                sheet.document.wasDerivedFrom(name, names[start + 1])
    return names[0]
