"""The commands that compare: changes, diff, sensitivity, status."""

from typing import Annotated

import typer

from ..answers import (
    STRICT,
    answer_changes,
    answer_diff,
    answer_sensitivity,
    claim_status,
    read_asked,
    resolve_question,
)
from ..asof import Asked
from . import showing_changes as showing
from .options import (
    AsJson,
    KnownAt,
    OptionalRegion,
    Policy,
    Position,
    RecordedAt,
    ValidAt,
    Vendor,
    WithSubsidiaries,
    opened,
    tell,
)

Along = Annotated[str, typer.Option(help="the clock to go along: valid, known or recorded")]
From = Annotated[str, typer.Option("--from", help="the first as-of: known_at=2019-10-08,...")]
To = Annotated[str, typer.Option("--to", help="the second as-of: known_at=2019-10-09,...")]
ClaimId = Annotated[str, typer.Argument(help="the id of a claim (c-...)")]


def changes(
    vendor: Vendor,
    along: Along,
    region: OptionalRegion = None,
    valid_at: ValidAt = None,
    known_at: KnownAt = None,
    recorded_at: RecordedAt = None,
    position: Position = None,
    policy: Policy = STRICT,
    with_subsidiaries: WithSubsidiaries = False,
    as_json: AsJson = False,
) -> None:
    """The moments along a clock at which the answer changes, and what made it change."""
    asked = Asked(valid_at, known_at, recorded_at, position)
    with opened() as service, service.snapshot() as snapshot:
        question = resolve_question(
            snapshot,
            asked,
            vendor=vendor,
            region=region,
            policy=policy,
            with_subsidiaries=with_subsidiaries,
        )
        answer = answer_changes(question, along)
    tell(answer, as_json=as_json, show=showing.changes)


def diff(
    vendor: Vendor,
    from_: From,
    to: To,
    region: OptionalRegion = None,
    policy: Policy = STRICT,
    with_subsidiaries: WithSubsidiaries = False,
    as_json: AsJson = False,
) -> None:
    """What differs between two as-ofs, and which events made it differ."""
    sides = (read_asked(from_, "from"), read_asked(to, "to"))
    with opened() as service, service.snapshot() as snapshot:
        one, other = (
            resolve_question(
                snapshot,
                asked,
                vendor=vendor,
                region=region,
                policy=policy,
                with_subsidiaries=with_subsidiaries,
            )
            for asked in sides
        )
        answer = answer_diff(one, other)
    tell(answer, as_json=as_json, show=showing.diff)


def sensitivity(
    vendor: Vendor,
    region: OptionalRegion = None,
    valid_at: ValidAt = None,
    known_at: KnownAt = None,
    recorded_at: RecordedAt = None,
    position: Position = None,
    as_json: AsJson = False,
) -> None:
    """Which single source, if it is wrong, changes the answer."""
    asked = Asked(valid_at, known_at, recorded_at, position)
    with opened() as service, service.snapshot() as snapshot:
        answer = answer_sensitivity(resolve_question(snapshot, asked, vendor=vendor, region=region))
    tell(answer, as_json=as_json, show=showing.sensitivity)


def status(claim: ClaimId, as_json: AsJson = False) -> None:
    """What befell a claim since it was recorded, and whose counts change without it."""
    with opened() as service, service.snapshot() as snapshot:
        answer = claim_status(snapshot, claim)
    tell(answer, as_json=as_json, show=showing.status)
