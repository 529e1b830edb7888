"""The service behind the door: the one given, or that of the settings, opened when first needed."""

from threading import Event, Lock

from fastapi import Request

from timeline import Sender, Service, Settings, TimelineError

RETRY_SECONDS = 1.0


class Opened:
    """Holds one service for all requests; `own` tells whether it is this one's to open and close."""

    def __init__(self, service: Service | None, settings: Settings) -> None:
        self.own = service is None
        self._service = service
        self._settings = settings
        self._lock = Lock()
        self._stopped = Event()
        self._sender: Sender | None = None

    @property
    def ready(self) -> Service | None:
        """The service, if it is open."""
        return self._service

    def get(self) -> Service:
        """The service; DatabaseUnavailable or SchemaNotReady as long as it cannot be opened."""
        with self._lock:
            if self._service is None:
                self._service = Service.open(self._settings)
            return self._service

    def catch_up(self) -> None:
        """Bring the projections up where the database can be reached."""
        try:
            self.get().catch_up()
        except TimelineError:
            return

    def deliver(self) -> None:
        """Deliver webhooks until `stop`, from when the service can be opened."""
        while not self._stopped.is_set():
            try:
                sender = Sender(self.get())
            except TimelineError:
                self._stopped.wait(RETRY_SECONDS)
                continue
            self._sender = sender
            if not self._stopped.is_set():
                sender.run()

    def stop(self) -> None:
        """End the delivering of webhooks."""
        self._stopped.set()
        if self._sender is not None:
            self._sender.stop()

    def end_streams(self) -> None:
        """Let every stream of events end, as the server does not end before they do."""
        with self._lock:
            if self._service is not None:
                self._service.waker.close()

    def close(self) -> None:
        """Close the service that was opened here; one that was given stays open."""
        with self._lock:
            if self.own and self._service is not None:
                self._service.close()
                self._service = None


def service_of(request: Request) -> Service:
    """The service that answers a request."""
    opened: Opened = request.app.state.opened
    return opened.get()
