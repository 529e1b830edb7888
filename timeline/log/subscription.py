"""A subscription that asks the recorder again and again, the same on every database."""

from collections import deque
from collections.abc import Sequence
from threading import Event

from eventsourcing.persistence import ApplicationRecorder, Notification, Subscription

PAGE = 500
WAIT_SECONDS = 0.1


class PollingSubscription(Subscription[ApplicationRecorder]):
    """Yields notifications in order of position and waits for more, until it is stopped."""

    def __init__(
        self, recorder: ApplicationRecorder, gt: int | None, topics: Sequence[str]
    ) -> None:
        super().__init__(recorder, gt, topics)
        self._pending: deque[Notification] = deque()
        self._stopped = Event()

    def stop(self) -> None:
        """Ends the iteration, also of a thread that is waiting in it."""
        super().stop()
        self._stopped.set()

    def __next__(self) -> Notification:
        while not self._stopped.is_set():
            if self._pending:
                return self._pending.popleft()
            page = self._recorder.select_notifications(
                self._last_notification_id, PAGE, topics=self._topics, inclusive_of_start=False
            )
            if page:
                self._last_notification_id = page[-1].id
                self._pending.extend(page)
            else:
                self._stopped.wait(WAIT_SECONDS)
        raise StopIteration
