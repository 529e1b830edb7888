"""Run as a script: follows saved questions and delivers webhooks on a clock set on, until it is killed."""

import sys

from timeline import Sender, Service, Settings, SystemClock


class Later:
    """The machine's clock, set on by some microseconds."""

    def __init__(self, by: int) -> None:
        self._by = by

    def now(self) -> int:
        return SystemClock().now() + self._by


def main(url: str, later: str) -> None:
    """Deliver as a sender does that starts when the leases before it have ended."""
    settings = Settings(database=url, webhook_hosts="127.0.0.1")
    sender = Sender(Service.open(settings, Later(int(later))))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sender.run()


if __name__ == "__main__":
    main(*sys.argv[1:])
