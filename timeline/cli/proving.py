"""The commands that prove: bundle, verify, checkpoint, key."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from ..answers import STRICT, resolve_question, to_json
from ..asof import Asked
from ..errors import BadParameter, Unproven
from ..proving.building import build
from ..proving.checkpoints import issue
from ..proving.keys import rotate as add_key
from ..proving.notes import BadNote, Verifier
from ..proving.verifying import Verified
from ..proving.verifying import verify as check
from ..settings import Settings
from . import showing
from .options import (
    All,
    AsJson,
    During,
    KnownAt,
    OfType,
    OptionalRegion,
    Policy,
    Position,
    RecordedAt,
    ValidAt,
    Vendor,
    WithSubsidiaries,
    check_action,
    console,
    opened,
)

LARGEST = 1 << 28
"""The largest bundle that is read, in bytes."""
Output = Annotated[
    Path | None, typer.Option("--output", "-o", help="the file to write; left out, standard output")
]
Bundle = Annotated[Path, typer.Argument(help="a bundle, as `timeline bundle` wrote it")]
TrustedKeys = Annotated[
    list[str] | None,
    typer.Option("--key", help="a verifier key you trust, NAME+ID+KEY; may be given several times"),
]
Action = Annotated[str, typer.Argument(help="show, or rotate")]


def bundle(
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
    output: Output = None,
) -> None:
    """An exposure answer as one file, with every event it rests on and the proofs, to verify anywhere."""
    asked = Asked(valid_at, known_at, recorded_at, position, during=during)
    with opened() as service, service.snapshot() as snapshot:
        question = resolve_question(
            snapshot,
            asked,
            vendor=vendor,
            region=region,
            policy=policy,
            type_=type_,
            include_excluded=include_all,
            with_subsidiaries=with_subsidiaries,
        )
        built = build(service, question).canonical()
    if output is None:
        typer.echo(built, nl=False)
        return
    try:
        output.write_bytes(built)
    except OSError as error:
        raise BadParameter(
            field="output", expected="a file to write", got=f"{output}: {error.strerror}"
        ) from None


def verify(file: Bundle, key: TrustedKeys = None, as_json: AsJson = False) -> None:
    """Check a bundle offline: signatures, proofs, that nothing was left out, and the answer folded anew."""
    verified = check(_read(file), read_keys(key))
    if as_json:
        typer.echo(to_json(_shape(verified)))
        return
    out = console()
    _tell(out, verified)
    showing.exposure(out, verified.bundle.answer)


def checkpoint() -> None:
    """Sign the log as it is, and print the checkpoint: keep it elsewhere to prove later that nothing was rewritten."""
    with opened() as service:
        issued = issue(service.engine, service.log, service.clock, service.keys)
    typer.echo(issued.note, nl=False)


def key(action: Action = "show") -> None:
    """The verifier keys of this log's checkpoints, the newest last; or add a new one that signs from now on."""
    check_action(action, ("show", "rotate"))
    with opened() as service:
        keys = service.keys
        if action == "rotate":
            keys = add_key(Path(Settings.read().key))
    for verifier in keys.verifiers:
        typer.echo(verifier.text)


def read_keys(keys: list[str] | None) -> list[Verifier]:
    """The keys given on the command line, one or several in a line each; BadParameter for one that is none."""
    found = []
    for line in (line for each in keys or () for line in each.split("\n")):
        try:
            found.append(Verifier.read(line))
        except BadNote:
            expected = "NAME+ID+KEY, as `timeline key` prints it"
            raise BadParameter(field="key", expected=expected, got=repr(line)) from None
    return found


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as opened_file:
            content = opened_file.read(LARGEST + 1)
    except OSError as error:
        why = error.strerror or str(error)
        raise BadParameter(
            field="file", expected="a bundle to read", got=f"{file}: {why}"
        ) from None
    if len(content) > LARGEST:
        raise Unproven(where="bundle", why=f"expected at most {LARGEST} bytes")
    return content


def _shape(verified: Verified) -> dict[str, object]:
    return {
        "verified": True,
        "trusted": [signer.text for signer in verified.trusted],
        "origin": verified.checkpoint.origin,
        "size": verified.checkpoint.size,
        "signers": [signer.text for signer in verified.signers],
        "question": verified.bundle.question,
        "statement": verified.bundle.statement.model_dump(),
    }


def _tell(out: Console, verified: Verified) -> None:
    bundle, checkpoint = verified.bundle, verified.checkpoint
    shown = f"{len(bundle.events)} events, {len(bundle.subjects)} subjects"
    lines = [
        f"verified: {shown}, in the log {checkpoint.origin} of size {checkpoint.size}",
        *(
            f"signed by {signer.text}" + (", which you trust" if signer in verified.trusted else "")
            for signer in verified.signers
        ),
    ]
    if not verified.trusted:
        lines.append("nobody vouches for that key here: give the one you trust with --key")
    lines += [f"proven: {each}" for each in bundle.statement.proven]
    lines += [f"not proven: {each}" for each in bundle.statement.not_proven]
    for line in lines:
        out.print(line, markup=False, highlight=False, soft_wrap=True)
