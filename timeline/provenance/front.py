"""The way in: PROV documents of answers, and their text; the libraries are loaded when one is asked for."""

from typing import TYPE_CHECKING

from ..answers.question import Question
from ..answers.snapshot import Snapshot
from ..answers.totals import Answer
from .ground import ground_of_exposure, ground_of_why

if TYPE_CHECKING:
    from prov.model import ProvDocument

PROV_FORMATS = ("json", "jsonld")
"""PROV-JSON, and PROV-O as JSON-LD."""


def prov_of_exposure(question: Question, answer: Answer) -> "ProvDocument":
    """The provenance of what `answer_exposure` answered to a question, with the whole chain of each citation."""
    from .drawing import draw

    return draw(answer, ground_of_exposure(question, answer))


def prov_of_why(snapshot: Snapshot, answer: Answer) -> "ProvDocument":
    """The provenance of what `answer_why` answered from a snapshot, of a claim or an occurrence."""
    from .drawing import draw

    return draw(answer, ground_of_why(snapshot, answer))


def write_prov(document: "ProvDocument", form: str) -> str:
    """The document in one of PROV_FORMATS, on one line: equal documents have equal bytes."""
    from .writing import to_prov_json, to_prov_jsonld

    return to_prov_json(document) if form == "json" else to_prov_jsonld(document)
