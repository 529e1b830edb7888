"""Who publishes: the claim by which importers tell of a source."""

from events import Claim, parse_claim

WORDS = 2_000


def described(source: str, name: str, sort: str | None = None) -> Claim:
    """Who publishes, and what sort of publisher that is."""
    said = {"kind": "source-described", "occurrence": f"{source}-source", "about": source}
    said |= {"sort": sort} if sort else {}
    return parse_claim({**said, "name": name[:WORDS], "citation": {"source": source}})
