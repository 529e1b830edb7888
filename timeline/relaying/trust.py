"""Trust in brokers: whose certificates are believed, and that a connection is under TLS before anything is told."""

import ssl
from collections.abc import Callable
from typing import Any

from ..errors import BadParameter
from .address import Address

VARIABLE = "TIMELINE_BROKER_CA"


class Watched(ssl.SSLContext):
    """A context that knows whether a connection was put under TLS with it."""

    used = False

    def wrap_bio(self, *words: Any, **named: Any) -> ssl.SSLObject:
        """Begin a connection under TLS."""
        self.used = True
        return super().wrap_bio(*words, **named)


def trust(address: Address, authorities: str) -> Watched | None:
    """How a broker's certificate is checked, its host name with it; None where nothing is asked to be.

    Against the authorities of a file, or those of the system where none is named; BadParameter for a file of none.
    """
    if not (address.secure or authorities):
        return None
    context = Watched(ssl.PROTOCOL_TLS_CLIENT)
    try:
        if authorities:
            context.load_verify_locations(authorities)
        else:
            context.load_default_certs()
    except OSError as error:
        got = f"{authorities!r} ({error.strerror or error})"
        expected = "a file of certificates in PEM"
        raise BadParameter(field=VARIABLE, expected=expected, got=got) from None
    return context


def guarded(word: str | None, ready: Callable[[], None]) -> Callable[[], str] | None:
    """A user, password or token that is told once a connection is ready for it; None stays none."""
    if word is None:
        return None
    told = word

    def tell() -> str:
        ready()
        return told

    return tell
