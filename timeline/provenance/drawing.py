"""Drawing: an answer and its ground as a PROV document, in the terms of PROV-DM (W3C, 2013)."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from prov.model import PROV, ProvDocument, QualifiedName

from ..answers.rendering import to_json
from .acts import draw_act, draw_end
from .citations import draw_sources
from .claims import draw_claim, draw_redacted
from .ground import Ground
from .sheet import Sheet

SERVICE = "timeline"


def draw(answer: Mapping[str, Any], ground: Ground) -> ProvDocument:
    """The document of an answer; the same answer and ground give an equal one.

    A claim that counts was used, and the answer derives from it. One that was set aside was invalidated and
    can be used no more (PROV-CONSTRAINTS, usage-precedes-invalidation), but had influence (PROV-DM, 5.3.5).
    """
    sheet = Sheet()
    service = _service(sheet, answer)
    question, answered = _answer(sheet, answer, service)
    draw_sources(sheet, ground)
    for each in ground.claims:
        claim = draw_claim(sheet, each, service)
        if each.gone:
            sheet.document.wasInfluencedBy(answered, claim)
        else:
            sheet.document.used(question, claim)
            sheet.document.wasDerivedFrom(answered, claim)
    for left in ground.redacted:
        draw_redacted(sheet, left, service)
    for act in ground.acts:
        draw_act(sheet, act, ground)
    for each in ground.claims:
        draw_end(sheet, each)
    return sheet.document


def _service(sheet: Sheet, answer: Mapping[str, Any]) -> QualifiedName:
    """This service as a software agent (PROV-DM, 5.3.1), with the projection that answered where one did."""
    projection = answer.get("projection")
    words = [SERVICE] if projection is None else [SERVICE, *(str(p) for p in projection.values())]
    service = sheet.names.of("service", "-".join(words))
    said = {} if projection is None else {f"projection_{k}": v for k, v in projection.items()}
    attributes = [(PROV["type"], PROV["SoftwareAgent"]), (PROV["label"], " ".join(words))]
    sheet.document.agent(service, [*attributes, *sheet.said(said)])
    return service


def _answer(
    sheet: Sheet, answer: Mapping[str, Any], service: QualifiedName
) -> tuple[QualifiedName, QualifiedName]:
    """The question as an activity (PROV-DM, 5.1.2), and the answer that it generated (5.1.3).

    Neither has a time: an answer is the same whenever it is asked for.
    """
    body = sha256(f"{to_json(answer)}\n".encode()).hexdigest()
    question, answered = (sheet.names.of(what, body[:32]) for what in ("question", "answer"))
    asked = {**answer.get("subject", {}), **answer.get("as_of", {})}
    asked |= {"target": answer.get("target"), "defaults_applied": answer.get("defaults_applied")}
    words = answer.get("interpretation") or f"Why {answer['target']}?"
    sheet.document.activity(question, None, None, sheet.described("Question", words, asked))
    told = {name: answer.get(name) for name in ("status", "pinned")} | {"sha256": body}
    sheet.document.entity(answered, sheet.described("Answer", None, told))
    sheet.document.wasGeneratedBy(answered, question)
    sheet.document.wasAssociatedWith(question, service)
    sheet.document.wasAttributedTo(answered, service)
    return question, answered
