"""Writing: a PROV document as text, in an order that does not depend on the run."""

import json
from typing import Any

from prov.model import ProvDocument
from prov.serializers.provrdf import ProvRDFSerializer
from rdflib import RDF, RDFS, XSD
from rdflib.namespace import PROV

SHORT = {
    "Association": ("wasAssociatedWith", "agent"),
    "Derivation": ("wasDerivedFrom", "entity"),
    "Generation": ("wasGeneratedBy", "activity"),
    "Invalidation": ("wasInvalidatedBy", "activity"),
    "PrimarySource": ("hadPrimarySource", "entity"),
    "Quotation": ("wasQuotedFrom", "entity"),
    "Revision": ("wasRevisionOf", "entity"),
}
"""By qualified influence: the property it qualifies, and the one that names the influencer."""
DERIVATIONS = ("PrimarySource", "Quotation", "Revision")


def to_prov_json(document: ProvDocument) -> str:
    """PROV-JSON (W3C member submission of 24 April 2013)."""
    return _in_order(json.loads(document.serialize(format="json") or ""))


def to_prov_jsonld(document: ProvDocument) -> str:
    """PROV-O (W3C, 2013) as flattened JSON-LD; its context is its own and says nothing but prefixes.

    A relation stands there qualified, and short besides: whoever walks `wasDerivedFrom` need not infer it.
    """
    # The one graph alone: writing it as a data set, rdflib warns of a method of its own.
    graph = ProvRDFSerializer(document).encode_document(document).default_graph
    for what, (short, influencer) in SHORT.items():
        for subject, node in list(graph.subject_objects(PROV[f"qualified{what}"])):
            for other in graph.objects(node, PROV[influencer]):
                graph.add((subject, PROV[short], other))
                if what in DERIVATIONS:
                    graph.add((subject, PROV.wasDerivedFrom, other))
    context = {namespace.prefix: namespace.uri for namespace in document.namespaces}
    context |= {"prov": str(PROV), "rdf": str(RDF), "rdfs": str(RDFS), "xsd": str(XSD)}
    return _in_order(json.loads(graph.serialize(format="json-ld", context=context)))


def _in_order(value: Any) -> str:
    return json.dumps(_sorted(value), ensure_ascii=False, sort_keys=True)


def _sorted(value: Any) -> Any:
    """The value with every list in order: neither form has a list whose order says something."""
    if isinstance(value, dict):
        return {name: _sorted(each) for name, each in value.items()}
    if isinstance(value, list):
        return sorted((_sorted(each) for each in value), key=_in_order_key)
    return value


def _in_order_key(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
