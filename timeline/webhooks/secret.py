"""Secrets: made here, shown once, and used to sign as Standard Webhooks says."""

from base64 import b64encode
from collections.abc import Sequence
from datetime import UTC, datetime
from secrets import token_bytes
from typing import Final

from events import Instant

PREFIX: Final = "whsec_"
BYTES: Final = 32
SECOND: Final = 1_000_000


def make_secret() -> str:
    """A new secret."""
    return PREFIX + b64encode(token_bytes(BYTES)).decode()


def signed_headers(secrets: Sequence[str], message: str, now: Instant, body: str) -> dict[str, str]:
    """The headers that identify and sign a message, with one signature for each secret."""
    from standardwebhooks import Webhook

    seconds = now // SECOND
    moment = datetime.fromtimestamp(seconds, UTC)
    signatures = [Webhook(secret).sign(message, moment, body) for secret in secrets]
    return {
        "webhook-id": message,
        "webhook-timestamp": str(seconds),
        "webhook-signature": " ".join(signatures),
    }
