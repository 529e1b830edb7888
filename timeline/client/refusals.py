"""What can go wrong for a client that is no fault of the network."""

from collections.abc import Mapping
from typing import Any

import httpx2


class Refused(Exception):
    """The service refused a request; `problem` is its document (RFC 9457)."""

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        self.status = status
        self.problem = problem
        super().__init__(str(problem.get("detail") or f"the service answered {status}"))


class FeedBroken(Exception):
    """A feed that must be without gaps and in order is not: it is another log, or an earlier state of this one."""


def refused(response: httpx2.Response) -> Refused:
    """The refusal in a response that has been read."""
    try:
        problem = response.json()
    except ValueError:
        problem = {}
    return Refused(response.status_code, problem if isinstance(problem, dict) else {})
