"""What a caller prefers: the quality values of Accept and Accept-Encoding (RFC 9110, 12.4.2)."""

from collections.abc import Sequence

from fastapi import Request


def preferred(request: Request, header: str, offered: Sequence[str]) -> str:
    """The one of what is offered that the caller likes best; the first where it likes none or all alike."""
    said = ",".join(request.headers.getlist(header))
    return max(offered, key=lambda name: _quality(said, name)) if said else offered[0]


def _quality(said: str, name: str) -> float:
    """How much a name is liked: by its own entry, or else by the wildcard that covers it."""
    family = name.partition("/")[0] + "/*"
    found = {}
    for entry in said.split(","):
        what, *parameters = (part.strip().lower() for part in entry.split(";"))
        found[what] = min([1.0, *(_number(each) for each in parameters if each.startswith("q="))])
    for known in (name, family, "*/*" if "/" in name else "*"):
        if known in found:
            return found[known]
    return 0.5 if name == "identity" else 0.0


def _number(parameter: str) -> float:
    try:
        return float(parameter.removeprefix("q="))
    except ValueError:
        return 0.0
