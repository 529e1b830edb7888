"""Endpoints on loopback for a story that is told, and what they have received."""

from datetime import UTC, datetime
from functools import partial

from standardwebhooks import Webhook

from tests.timeline.story import Story, awarded
from timeline import Endpoints, Sender
from timeline.webhooks.egress import Egress
from timeline.webhooks.posting import post

from .receiver import Received, Receiver

HOUR = 3_600_000_000
DAY = 24 * HOUR
ALLOWED = Egress("127.0.0.1")


def added(story: Story, receiver: Receiver, **wanted: object) -> dict:
    said = {"url": receiver.url, **(wanted or {"events": "all"})}
    return Endpoints(story.service, ALLOWED).add(said)


def sender(story: Story, seconds: float = 20) -> Sender:
    return Sender(story.service, ALLOWED, lambda: 0.5, partial(post, seconds=seconds))


def tell(story: Story, many: int, first: int = 0) -> None:
    """Record that many events, one by one."""
    for number in range(first, first + many):
        story.given({**awarded(size=1), "occurrence": f"harbour-{number}"})


def let_pass(story: Story, each: Sender, most: int = DAY) -> None:
    """Let time pass in steps of minutes, delivering what is due."""
    until = story.clock.now() + most
    while story.clock.now() < until:
        story.clock.advance(HOUR // 4)
        each.run_once()


def positions(received: list[Received]) -> list[int]:
    return [int(each.said["sequence"]) for each in received]


def ids(received: list[Received]) -> list[str]:
    return [each.id for each in received]


def signed(received: Received, secret: str) -> bool:
    """Whether one of the signatures is the one that the package makes with a secret."""
    moment = datetime.fromtimestamp(int(received.headers["webhook-timestamp"]), UTC)
    expected = Webhook(secret).sign(received.id, moment, received.body.decode())
    return expected in received.headers["webhook-signature"].split(" ")
