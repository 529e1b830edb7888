"""From JSON values to an act, and from the log's bytes to whatever was said."""

import json
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from .act import Act
from .acts import ACTS
from .claim import Claim
from .parsing import near_name, read_claim, refusal_of
from .refusal import Refusal
from .strict_json import check_json

WITHDRAWN = "withdrawn"


def parse_act(said: object) -> Act:
    """The act in a JSON object; raises Refusal with the first field that is not as expected.

    `same-occurrence-withdrawn` and the like are `withdrawn`, told with what is taken back.
    """
    check_json(said)
    if not isinstance(said, Mapping):
        raise Refusal("act", "a JSON object", said)
    name = said.get("act")
    act = name if isinstance(name, str) else ""
    if act.removesuffix(f"-{WITHDRAWN}") in ACTS:
        act = WITHDRAWN if act.endswith(f"-{WITHDRAWN}") else act
    if act not in ACTS:
        raise Refusal("act", f"one of the {len(ACTS)} acts ({near_name(str(name), ACTS)})", name)
    return _validated(ACTS[act], {name: value for name, value in said.items() if name != "act"})


def read_said(topic: str, state: bytes) -> Claim | Act:
    """A claim or an act from the bytes the log holds under a permanent name."""
    if topic not in ACTS:
        return read_claim(topic, state)
    fields: dict[str, Any] = json.loads(state)
    del fields["act"]
    return _validated(ACTS[topic], fields)


def _validated(cls: type[Act], fields: Mapping[str, Any]) -> Act:
    try:
        act = cls.model_validate_json(json.dumps(fields))
    except ValidationError as error:
        raise refusal_of(cls, cls.act, error.errors(include_url=False)) from None
    try:
        _ = act.brought
    except Refusal as refusal:
        raise refusal.within("by") from None
    return act
