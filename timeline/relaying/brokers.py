"""The brokers by the scheme of their address, each client imported when it is used."""

from .address import Address
from .broker import Broker
from .trust import trust


def open_broker(address: Address, authorities: str = "") -> Broker:
    """The client for an address, not connected yet.

    `authorities` is a file of certificates that are believed in place of the system's; BadParameter where it is none.
    """
    context = trust(address, authorities)
    if address.scheme in ("nats", "tls"):
        from .jetstream import JetStream

        return JetStream(address, context)
    if address.scheme in ("kafka", "kafkas"):
        from .kafka import Kafka

        return Kafka(address, context)
    from .rabbitmq import RabbitMQ

    return RabbitMQ(address, context)
