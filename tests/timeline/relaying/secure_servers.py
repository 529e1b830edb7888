"""Real brokers that speak under TLS, certified by an authority of the tests' own."""

import ssl
from pathlib import Path
from typing import Any

from .authority import certified
from .servers import NatsServer, RabbitServer, free_port


class SecureNats(NatsServer):
    """A NATS server that wants TLS and a password."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.files = certified(folder / "certified")
        self.authorities = str(self.files.authority)

    def url(self, place: str) -> str:
        return f"tls://someone:s3cret@127.0.0.1:{self.port}/{place}"

    def _command(self) -> list[str]:
        files = ("--tlscert", str(self.files.certificate), "--tlskey", str(self.files.key))
        who = ("--user", "someone", "--pass", "s3cret")
        return [*super()._command(), "--tls", *files, *who]

    def _asked(self) -> dict[str, Any]:
        context = ssl.create_default_context(cafile=self.authorities)
        return {"tls": context, "user": "someone", "password": "s3cret"}


class SecureRabbit(RabbitServer):
    """A RabbitMQ node that listens under TLS, and beside it without, to be read from."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.files = certified(folder / "certified")
        self.authorities = str(self.files.authority)
        self.secure_port = free_port()

    def url(self, place: str) -> str:
        return f"amqps://guest:guest@127.0.0.1:{self.secure_port}/%2F?exchange={place}"

    def _environment(self) -> dict[str, str]:
        path = self.folder / "secure.conf"
        path.write_text(
            f"listeners.ssl.default = 127.0.0.1:{self.secure_port}\n"
            f"ssl_options.cacertfile = {self.files.authority}\n"
            f"ssl_options.certfile = {self.files.certificate}\n"
            f"ssl_options.keyfile = {self.files.key}\n"
            "ssl_options.verify = verify_none\n"
            "ssl_options.fail_if_no_peer_cert = false\n",
            encoding="utf-8",
        )
        return {**super()._environment(), "RABBITMQ_CONFIG_FILE": str(path)}


SECURE = {"nats-tls": SecureNats, "rabbitmq-tls": SecureRabbit}
