"""The brokers by the scheme of their address, each client imported when it is used."""

from .address import Address
from .broker import Broker


def open_broker(address: Address) -> Broker:
    """The client for an address, not connected yet."""
    if address.scheme == "nats":
        from .jetstream import JetStream

        return JetStream(address)
    if address.scheme == "kafka":
        from .kafka import Kafka

        return Kafka(address)
    from .rabbitmq import RabbitMQ

    return RabbitMQ(address)
