"""The commands that ask: exposure, vendor, region, history, why."""

from collections.abc import Callable

import typer

from ..answers import (
    STRICT,
    Question,
    answer_exposure,
    answer_history,
    answer_region,
    answer_region_totals,
    answer_vendor,
    answer_why,
    resolve_question,
)
from ..asof import Asked
from ..provenance import prov_of_exposure, prov_of_why, write_prov
from . import showing
from .options import (
    All,
    Answer,
    AsJson,
    AsProv,
    During,
    KnownAt,
    OfType,
    OptionalRegion,
    Policy,
    Position,
    RecordedAt,
    Region,
    Totals,
    ValidAt,
    Vendor,
    WithSubsidiaries,
    check_prov,
    opened,
    tell,
)


def exposure(
    vendor: Vendor,
    region: OptionalRegion = None,
    valid_at: ValidAt = None,
    during: During = None,
    known_at: KnownAt = None,
    recorded_at: RecordedAt = None,
    position: Position = None,
    policy: Policy = STRICT,
    type_: OfType = None,
    with_subsidiaries: WithSubsidiaries = False,
    include_all: All = False,
    as_json: AsJson = False,
    prov: AsProv = None,
) -> None:
    """What was in force of a vendor, in a region or anywhere."""
    check_prov(prov, as_json=as_json)
    asked = Asked(valid_at, known_at, recorded_at, position, during=during)
    with opened() as service, service.snapshot() as snapshot:
        question = resolve_question(
            snapshot,
            asked,
            vendor=vendor,
            region=region,
            policy=policy,
            type_=type_,
            with_subsidiaries=with_subsidiaries,
            include_excluded=include_all,
        )
        answer = answer_exposure(question)
        document = None if prov is None else prov_of_exposure(question, answer)
    if prov is None or document is None:
        tell(answer, as_json=as_json, show=showing.exposure)
    else:
        typer.echo(write_prov(document, prov))


def vendor(
    vendor: Vendor,
    valid_at: ValidAt = None,
    known_at: KnownAt = None,
    recorded_at: RecordedAt = None,
    position: Position = None,
    policy: Policy = STRICT,
    with_subsidiaries: WithSubsidiaries = False,
    include_all: All = False,
    as_json: AsJson = False,
) -> None:
    """The state of one vendor: its names, its regions, what is in force."""
    asked = Asked(valid_at, known_at, recorded_at, position)
    answer = _ask(
        answer_vendor,
        asked,
        vendor=vendor,
        policy=policy,
        with_subsidiaries=with_subsidiaries,
        include_excluded=include_all,
    )
    tell(answer, as_json=as_json, show=showing.vendor)


def region(
    region: Region,
    valid_at: ValidAt = None,
    known_at: KnownAt = None,
    recorded_at: RecordedAt = None,
    position: Position = None,
    policy: Policy = STRICT,
    include_all: All = False,
    totals: Totals = False,
    as_json: AsJson = False,
) -> None:
    """The state of one region with all that lies within it, vendor by vendor."""
    asked = Asked(valid_at, known_at, recorded_at, position)
    ask = answer_region_totals if totals else answer_region
    answer = _ask(ask, asked, region=region, policy=policy, include_excluded=include_all)
    tell(answer, as_json=as_json, show=showing.region_totals if totals else showing.region)


def history(
    vendor: Vendor,
    region: OptionalRegion = None,
    valid_at: ValidAt = None,
    known_at: KnownAt = None,
    recorded_at: RecordedAt = None,
    position: Position = None,
    as_json: AsJson = False,
) -> None:
    """The claims about a vendor, in the order of what they speak of."""
    asked = Asked(valid_at, known_at, recorded_at, position)
    answer = _ask(answer_history, asked, vendor=vendor, region=region)
    tell(answer, as_json=as_json, show=showing.history)


def why(target: showing.Target, as_json: AsJson = False, prov: AsProv = None) -> None:
    """Where a claim or an occurrence comes from, down to the root of each chain of citations."""
    check_prov(prov, as_json=as_json)
    with opened() as service, service.snapshot() as snapshot:
        answer = answer_why(snapshot, target)
        document = None if prov is None else prov_of_why(snapshot, answer)
    if prov is None or document is None:
        tell(answer, as_json=as_json, show=showing.why)
    else:
        typer.echo(write_prov(document, prov))


def _ask(answer: Callable[[Question], Answer], asked: Asked, **subject: object) -> Answer:
    with opened() as service, service.snapshot() as snapshot:
        return answer(resolve_question(snapshot, asked, **subject))  # type: ignore[arg-type] # the commands above are typed
