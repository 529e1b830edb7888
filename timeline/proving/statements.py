"""What a bundle states in plain words, and the citations it rests on."""

from collections.abc import Iterable, Sequence

from events import Entry

from .closure import claims_in
from .notes import Checkpoint
from .shapes import Statement

Answer = dict[str, object]


def statement_of(
    answer: Answer, question: dict[str, str], checkpoint: Checkpoint, unseen: Iterable[str] = ()
) -> Statement:
    """What is proven of an answer and what is not; `unseen` are claims it relies on that are not shown."""
    who = question["vendor"] + (f" in {question['region']}" if "region" in question else "")
    proven = [
        f"Each event shown is at its position in the log {checkpoint.origin}, whose checkpoint is signed.",
        f"Up to position {checkpoint.size} no other event is about {question['vendor']} or its occurrences.",
        "The answer follows from these events.",
    ]
    not_proven = [
        "That a source told the truth, or that its words were copied rightly.",
        "That the sources under coverage were read in full, or that no other source was read, or later.",
        *(f"That {name}, whose size is repeated, is not in this log." for name in unseen),
    ]
    if answer.get("status") == "none_recorded":
        proven.append(
            f"By position {question['position']} this log held nothing that counts of {who} as asked:"
            " this is a negative certificate."
        )
        not_proven.append(
            "That there was nothing: what nobody disclosed, or nobody recorded here, is not in this log."
        )
    return Statement(proven=proven, not_proven=not_proven)


def citations_of(entries: Iterable[Entry], upto: int) -> list[dict[str, object]]:
    """The citation of each claim up to a position, in full, with what it relies on."""
    ordered: Sequence[Entry] = sorted(entries, key=lambda entry: entry.position)
    return [
        {
            "claim": claim.id,
            "position": entry.position,
            "citation": claim.citation.model_dump(mode="json"),
        }
        for entry in ordered
        if entry.position <= upto
        for claim in claims_in(entry)
    ]
