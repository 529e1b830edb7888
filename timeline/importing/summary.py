"""The summary of an import: what became of every row that was read."""

from collections import Counter
from dataclasses import dataclass, field

from .step import Step
from .tables import import_candidates

SHOWN = 50
"""How many different reasons are told; the rest are counted together."""


@dataclass(slots=True)
class Summary:
    """Rows by outcome, reasons for those not imported, and how much was recorded."""

    importer: str
    source: str
    dry_run: bool
    expected: int
    """The rows of the source."""
    outcomes: Counter[str] = field(default_factory=Counter)
    beside: Counter[str] = field(default_factory=Counter)
    """What was recorded that is no row of the source, such as rows that vanished from it."""
    reasons: Counter[tuple[str, str]] = field(default_factory=Counter)
    candidates: int = 0
    """How often a new vendor may be one that was known."""
    quarantined: bool = False
    """Whether the newest copy is."""
    recorded: int = 0
    position: int = 0

    @property
    def rows(self) -> int:
        """The rows that are accounted for."""
        return self.outcomes.total()

    def count(self, step: Step, *, new: bool) -> None:
        """Count a step; one that says nothing the log did not hold counts as unchanged."""
        outcome = step.outcome if new or not step.items else "unchanged"
        if step.rows:
            self.outcomes[outcome] += step.rows
        elif new or step.reason:
            self.beside[step.outcome] += 1
        self.quarantined = step.outcome == "quarantined"
        self.candidates += sum(move.table == import_candidates.name for move in step.moves)
        if step.reason:
            known = (step.outcome, step.reason) in self.reasons or len(self.reasons) < SHOWN
            reason = step.reason if known else "for further reasons"
            self.reasons[step.outcome, reason] += step.rows

    def shape(self) -> dict[str, object]:
        """The summary as JSON values."""
        return {
            "importer": self.importer,
            "source": self.source,
            "dry_run": self.dry_run,
            "rows": self.rows,
            "outcomes": dict(sorted(self.outcomes.items())),
            "beside": dict(sorted(self.beside.items())),
            "reasons": [
                {"outcome": outcome, "reason": reason, "rows": rows}
                for (outcome, reason), rows in self.reasons.most_common()
            ],
            "candidates": self.candidates,
            "recorded": self.recorded,
            "position": self.position,
        }
