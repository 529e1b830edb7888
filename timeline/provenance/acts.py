"""Acts drawn: who changed what a claim counts for, when, and what came of it."""

from prov.model import PROV, QualifiedName

from events import ActEvent

from ..answers.claims import act_shape
from .citations import draw_chain
from .ground import Ground, Grounded
from .sheet import Sheet, moment

SAID = ("id", "actor", "recorded_at", "brings", "said")


def draw_act(sheet: Sheet, event: ActEvent, ground: Ground) -> None:
    """An act as an activity (PROV-DM, 5.1.2), of its actor (5.3.3), that used the claim it is upon (5.1.4).

    An act upon another was informed by it (5.1.5). A claim that was set aside before had influence (5.3.5).
    """
    act, at = sheet.names.of("act", event.act.id), moment(event.recorded_at)
    said = {name: value for name, value in act_shape(event).items() if name not in SAID}
    sheet.document.activity(act, at, at, sheet.described("Act", event.act.act, said))
    _by_actor(sheet, act, event.act.actor)
    target = event.act.target
    if target.startswith("a-") and "act" in event.act.targets:
        sheet.document.wasInformedBy(act, sheet.names.of("act", target))
    elif "claim" in event.act.targets:
        claim = _claim(sheet, target)
        if ground.gone_before(target, event):
            sheet.document.wasInfluencedBy(act, claim)
        else:
            sheet.document.used(act, claim)
        if event.act.does == "redacts":
            _invalidated(sheet, claim, event)
    chain = ground.cited.get(event.act.id)
    if chain is not None:
        sheet.document.used(act, draw_chain(sheet, chain))


def draw_end(sheet: Sheet, each: Grounded) -> None:
    """What an act did to a claim: brought it in (PROV-DM, 5.1.3), or set it aside (5.1.8).

    A claim that replaces another is its revision (5.2.2).
    """
    claim = sheet.names.of("claim", each.standing.event.claim.id)
    if each.by is not None:
        act, at = sheet.names.of("act", each.by.act.id), moment(each.by.recorded_at)
        name = sheet.names.relation("Generation", claim, act)
        sheet.document.wasGeneratedBy(claim, act, at, identifier=name)
        target = sheet.names.of("claim", each.by.act.target)
        if each.by.act.does == "replaces":
            sheet.derived("Revision", claim, target)
        else:
            sheet.document.wasDerivedFrom(claim, target)
    gone_by = each.standing.set_aside_by
    if each.gone and gone_by is not None:
        _invalidated(sheet, claim, gone_by)


def _invalidated(sheet: Sheet, claim: QualifiedName, by: ActEvent) -> None:
    act, at = sheet.names.of("act", by.act.id), moment(by.recorded_at)
    name = sheet.names.relation("Invalidation", claim, act)
    sheet.document.wasInvalidatedBy(claim, act, at, identifier=name)


def _by_actor(sheet: Sheet, act: QualifiedName, words: str) -> None:
    actor = sheet.names.actor(words)
    if not sheet.document.get_record(actor):
        sheet.document.agent(actor, [(PROV["label"], words)])
    sheet.document.wasAssociatedWith(act, actor)


def _claim(sheet: Sheet, target: str) -> QualifiedName:
    """The claim an act is upon, by its name alone where the answer does not show it."""
    claim = sheet.names.of("claim", target)
    if not sheet.document.get_record(claim):
        sheet.document.entity(claim, sheet.described("Claim", None, {}))
    return claim
