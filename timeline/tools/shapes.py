"""The shapes of what tools answer, as JSON Schema: what a caller may rely on, more may be there."""

from typing import Any

Shape = dict[str, Any]


def thing(required: Shape, **optional: Shape) -> Shape:
    """An object with these members at least."""
    properties = {**required, **optional}
    return {"type": "object", "properties": properties, "required": list(required)}


def many(each: Shape) -> Shape:
    """A list of them."""
    return {"type": "array", "items": each}


def maybe(sort: str) -> Shape:
    """A value that may be missing."""
    return {"type": [sort, "null"]}


TEXT: Shape = {"type": "string"}
NUMBER: Shape = {"type": "integer"}
OBJECT: Shape = {"type": "object"}
PINNED: Shape = {
    "type": "string",
    "description": "The path, at this service's HTTP interface, that answers the same bytes for ever.",
}
STATUS: Shape = {"type": "string", "enum": ["exposed", "none_recorded", "before_first_record"]}
COUNTS = thing({"certain": NUMBER, "presumed": NUMBER, "possible": maybe("integer")})
CITATION = thing(
    {
        "source": TEXT,
        "title": maybe("string"),
        "url": maybe("string"),
        "published": maybe("string"),
        "quote": maybe("string"),
        "derived_from": maybe("string"),
    }
)
CLAIM = thing(
    {
        "id": TEXT,
        "kind": TEXT,
        "modality": TEXT,
        "valid": maybe("string"),
        "disclosed": maybe("string"),
        "position": NUMBER,
        "recorded_at": TEXT,
        "occurrence": TEXT,
        "citation": CITATION,
        "said": OBJECT,
    }
)
TOTAL = thing({"type": TEXT, "unit": TEXT, **COUNTS["properties"]})
SOURCE = thing({"source": TEXT, "name": maybe("string"), "last_checked": TEXT})
OCCURRENCE = thing(
    {
        "id": TEXT,
        "vendor": TEXT,
        "type": TEXT,
        "unit": TEXT,
        "regions": many(TEXT),
        "label": {"type": "string", "enum": ["certain", "presumed", "possible", "excluded"]},
        "in_force": COUNTS,
        "contested": {"type": "boolean"},
        "disputed_by": many(OBJECT),
        "claims": many(CLAIM),
    }
)
ENVELOPE: Shape = {
    "status": STATUS,
    "as_of": thing({"valid_at": maybe("string"), "known_at": maybe("string"), "position": NUMBER}),
    "defaults_applied": many(TEXT),
    "interpretation": {"type": "string", "description": "The question as it was understood."},
}
BODY: Shape = {
    **ENVELOPE,
    "totals": many(TOTAL),
    "occurrences": many(OCCURRENCE),
    "notes": many(CLAIM),
    "measurements": many(CLAIM),
    "hindsight": maybe("object"),
    "coverage": many(SOURCE),
    "pinned": PINNED,
}
EXPOSURE = thing({**BODY, "subject": OBJECT})
VENDOR = thing({**BODY, "vendor": OBJECT, "regions": many(OBJECT)})
REGION = thing({**BODY, "region": OBJECT, "vendors": many(OBJECT)})
HISTORY = thing(
    {
        **ENVELOPE,
        "subject": OBJECT,
        "claims": many(CLAIM),
        "coverage": many(SOURCE),
        "pinned": PINNED,
    }
)
CHANGES = thing(
    {
        **ENVELOPE,
        "subject": OBJECT,
        "along": TEXT,
        "before": OBJECT,
        "changes": many(thing({"totals": many(TOTAL), "caused_by": many(OBJECT)})),
        "pinned": PINNED,
    }
)
SIDE = thing({**ENVELOPE, "totals": many(TOTAL), "pinned": PINNED})
DIFFERENCE = thing({"occurrence": TEXT, "before": COUNTS, "after": COUNTS, "because": many(OBJECT)})
DIFF = thing({"subject": OBJECT, "from": SIDE, "to": SIDE, "differences": many(DIFFERENCE)})
SENSITIVITY = thing(
    {
        **ENVELOPE,
        "totals": many(TOTAL),
        "sources": many(TEXT),
        "sensitive_to": many(thing({"source": TEXT, "totals": many(TOTAL)})),
        "pinned": PINNED,
    }
)
WHY = thing(
    {
        "target": TEXT,
        "occurrence": TEXT,
        "claims": many(thing({**CLAIM["properties"], "standing": TEXT, "chain": many(CITATION)})),
        "chain": many(CITATION),
        "roots": OBJECT,
        "acts": many(OBJECT),
        "redacted": many(OBJECT),
    }
)
BEFALLEN = thing(
    {
        "id": TEXT,
        "position": NUMBER,
        "status": TEXT,
        "acts": many(OBJECT),
        "blast_radius": many(OBJECT),
    }
)
SOURCES = thing({"position": NUMBER, "sources": many(SOURCE)})
VENDORS = thing({"position": NUMBER, "vendors": many(thing({"id": TEXT, "names": many(TEXT)}))})
