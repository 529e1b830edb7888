"""How many examples a property runs on, by the Hypothesis profile in force."""

from hypothesis import HealthCheck, Phase, settings

PROFILES = {"ci": 1, "long": 4}
"""How many times its examples a property runs under each profile."""
EACH = 100


def many(examples: int) -> settings:
    """Settings of a property with a number of examples of its own; found failures are not shrunk."""
    return settings(
        max_examples=examples * settings().max_examples // EACH,
        deadline=None,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
