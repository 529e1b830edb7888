"""The catalogue of what can be said: every kind of fact and every act, in words."""

from events import ACTS, KINDS, Act, Claim

Row = dict[str, str | None]


def kind_rows() -> list[Row]:
    """Every kind of fact; no type means that it speaks of an occurrence of any type."""
    return [_kind(kind) for kind in KINDS.values()]


def act_rows() -> list[Row]:
    """Every act: what it does, on which clock, and what it can be upon."""
    return [_act(act) for act in ACTS.values()]


def _kind(kind: type[Claim]) -> Row:
    says, valid, *_ = (line.strip() for line in (kind.__doc__ or "").strip().splitlines())
    return {
        "kind": kind.kind,
        "what_it_says": says,
        "valid": valid.removeprefix("Valid: "),
        "type": kind.type,
        "inertia": kind.inertia,
        "effect": kind.says,
    }


def _act(act: type[Act]) -> Row:
    return {
        "act": act.act,
        "what_it_says": " ".join((act.__doc__ or "").split()),
        "clock": act.clock,
        "effect": act.does,
        "upon": ", ".join(sorted(act.targets)),
    }
